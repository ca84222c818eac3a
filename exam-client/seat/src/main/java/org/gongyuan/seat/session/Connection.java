package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.message.NotAMessage;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// Keeps one authenticated connection to some node, for as long as it is wanted (seat-protocol.md
/// sections 2 and 3).
///
///     Idle --want--> Connecting --open--> Greeting --greeting--> Introduced --keyed--> Keyed
///     Keyed --admitted--> Up
///     any --lost, refused or nobody there--> Pausing --after a random while--> Connecting
///     (another node)
///     any --stop--> Idle
///
/// The pause is random, so that thousands of seats do not come back in one moment, and doubles with
/// each attempt that a node had work with. An attempt that found nobody listening cost no node
/// anything: the pause after it stays short, so that a room is back soon after its node is
/// (seat-protocol.md section 3.4).
final class Connection {

    static final Duration LINE_WITHIN = Duration.ofSeconds(10);
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /// The server is asked whether it is there when nothing was heard of it for this long and up to
    /// 2 s more (seat-protocol.md section 3.6), and now and then for the time.
    static final Duration ASK_AFTER = Duration.ofSeconds(6);

    static final Duration ASK_TIME_EVERY = Duration.ofSeconds(20);
    static final Duration HEARD_WITHIN = Duration.ofSeconds(6);
    static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(30);
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    static final Duration PAUSE_WHILE_ABSENT = Duration.ofMillis(750);

    private static final int NORMAL = 1000;
    private static final int PROTOCOL = 4400;
    private static final int VERSION = 2;

    /// Whom a connection serves.
    interface Owner {

        /// How to introduce oneself to this greeting.
        ///
        /// @throws Incompatible when there is nothing to say to such a server
        SeatMessage.Hello hello(
                ServerMessage.Greeting greeting, byte[] greetingFrame, SealingPublicKey sealingKey)
                throws Incompatible;

        /// The node is busy and says how long it takes.
        void queued(int place, Duration expected);

        /// The node refused. Says how long to wait before another try, or null to stop trying.
        Duration refused(ServerMessage.Refused refused);

        /// The connection is up.
        void admitted(ServerMessage.Admitted admitted, SessionSecrets secrets);

        /// A message came over the connection that is up.
        void told(ServerMessage message);

        /// Nothing is heard over the connection that is up, though an answer is due; or something
        /// is heard again.
        void silent(boolean isSilent);

        /// The connection that was up is gone; another is being tried.
        void lost();

        /// Several tries in a row failed.
        void unreachable(boolean isUnderstood);
    }

    /// The server cannot be spoken to by this seat.
    static final class Incompatible extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Words words;

        Incompatible(Words words) {
            super(words.en(), null, false, false);
            this.words = words;
        }

        Words words() {
            return words;
        }
    }

    private enum Phase {
        IDLE,
        PAUSING,
        CONNECTING,
        GREETING,
        INTRODUCED,
        KEYED,
        UP
    }

    private final Link link;
    private final Ticker ticker;
    private final SecureRandom random;
    private final List<Node> nodes;
    private final ServerTime time;
    private final Owner owner;

    private Phase phase = Phase.IDLE;
    private int node;
    private int failures;
    private int absences;
    private int misunderstandings;
    private Link.Line line;
    private int attempt;
    private Ticker.Alarm alarm = () -> {};
    private Suite suite;
    private SealingKeyPair keys;
    private byte[] greetingFrame;
    private byte[] helloFrame;
    private SessionSecrets secrets;
    private Frames incoming;
    private Frames outgoing;
    private long heardAt;
    private Duration askAfter = ASK_AFTER;
    private long pings;
    private long pingedAt;
    private boolean isAsked;
    private boolean isSilent;

    Connection(
            Link link,
            Ticker ticker,
            SecureRandom random,
            List<Node> nodes,
            ServerTime time,
            Owner owner) {
        this.link = requireNonNull(link, "link");
        this.ticker = requireNonNull(ticker, "ticker");
        this.random = requireNonNull(random, "random");
        this.nodes = List.copyOf(nodes);
        this.time = requireNonNull(time, "time");
        this.owner = requireNonNull(owner, "owner");
        if (this.nodes.isEmpty()) {
            throw new IllegalArgumentException("a seat needs the address of at least one node");
        }
    }

    /// Connects, and keeps connected from now on. Seats begin at different nodes.
    void want() {
        if (phase == Phase.IDLE) {
            node = random.nextInt(nodes.size());
            failures = 0;
            absences = 0;
            connect();
        }
    }

    /// Disconnects and tries no more.
    void stop() {
        drop(NORMAL, "done");
        phase = Phase.IDLE;
    }

    /// Drops the connection and makes another.
    void renew(String reason) {
        if (phase == Phase.IDLE || phase == Phase.PAUSING) {
            return;
        }
        boolean wasUp = phase == Phase.UP;
        drop(NORMAL, reason);
        pause(pauseAfterLoss());
        if (wasUp) {
            owner.lost();
        }
    }

    boolean isUp() {
        return phase == Phase.UP;
    }

    /// Whether the connection is up and the server there, as far as is known.
    boolean isHeard() {
        return phase == Phase.UP && !isSilent;
    }

    /// The node connected to, or last tried.
    Node node() {
        return nodes.get(node);
    }

    /// Sends a message over the connection that is up.
    void send(SeatMessage message) {
        if (phase == Phase.UP) {
            line.send(outgoing.seal(message.toBody()));
        }
    }

    private void connect() {
        phase = Phase.CONNECTING;
        int mine = ++attempt;
        expectWithin(LINE_WITHIN);
        line =
                link.connect(
                        nodes.get(node),
                        new Link.Listener() {
                            @Override
                            public void opened() {
                                if (mine == attempt && phase == Phase.CONNECTING) {
                                    phase = Phase.GREETING;
                                    // A node that starts lets us wait here until its doors open.
                                    expectWithin(ANSWER_WITHIN);
                                    prepareKeys();
                                }
                            }

                            @Override
                            public void received(byte[] frame) {
                                if (mine == attempt) {
                                    heard(frame);
                                }
                            }

                            @Override
                            public void closed(int status, String reason) {
                                if (mine == attempt) {
                                    broken();
                                }
                            }

                            @Override
                            public void absent(String reason) {
                                if (mine == attempt) {
                                    nobodyThere();
                                }
                            }
                        });
    }

    private void heard(byte[] frame) {
        heardAt = ticker.nanos();
        isAsked = false;
        hush(false);
        try {
            switch (phase) {
                case IDLE, PAUSING -> {}
                case CONNECTING, GREETING -> greeted(frame);
                case INTRODUCED -> answered(frame);
                case KEYED -> letIn(ServerMessage.read(incoming.open(frame)));
                case UP -> told(ServerMessage.read(incoming.open(frame)));
            }
        } catch (NotAMessage | SealBroken | KeyRefused _) {
            misunderstandings++;
            fail(PROTOCOL, "not-understood");
        } catch (OutOfPlace _) {
            misunderstandings++;
            fail(PROTOCOL, "out-of-place");
        }
    }

    private void greeted(byte[] frame) {
        if (ServerMessage.read(Frames.openPlain(frame)) instanceof ServerMessage.Refused refused) {
            refused(refused);
            return;
        }
        if (!(ServerMessage.read(Frames.openPlain(frame))
                        instanceof ServerMessage.Greeting greeting)
                || greeting.version() != VERSION) {
            throw new OutOfPlace("a server begins with a greeting of version " + VERSION);
        }
        time.heard(greeting.now());
        suite = greeting.suite();
        if (keys != null && keys.suite() != suite) {
            keys.close();
            keys = null;
        }
        prepareKeys();
        try {
            var hello = owner.hello(greeting, frame, keys.publicKey());
            greetingFrame = frame;
            helloFrame = Frames.plain(hello.toBody());
        } catch (Incompatible _) {
            misunderstandings++;
            fail(PROTOCOL, "incompatible");
            return;
        }
        phase = Phase.INTRODUCED;
        expectWithin(ANSWER_WITHIN);
        line.send(helloFrame);
    }

    /// Makes the connection's key pair, fresh as ever, before the greeting if the suite is known
    /// from an earlier one: a seat that waits for a node to open its doors has the time then.
    private void prepareKeys() {
        if (keys == null && suite != null) {
            keys = SealingKeyPair.generate(suite, Purpose.SEAT, random);
        }
    }

    private void answered(byte[] frame) throws SealBroken {
        switch (ServerMessage.read(Frames.openPlain(frame))) {
            case ServerMessage.Wait(int place, var expected) -> {
                expectWithin(expected.plus(ANSWER_WITHIN));
                owner.queued(place, expected);
            }
            case ServerMessage.Refused refused -> refused(refused);
            case ServerMessage.Keyed(var encapsulation) -> {
                var transcript = Transcripts.of(keys.suite(), greetingFrame, helloFrame);
                secrets = Handshake.accept(keys, encapsulation.toBytes(), transcript);
                keys.close();
                greetingFrame = null;
                helloFrame = null;
                incoming = new Frames(secrets.macToSeat());
                outgoing = new Frames(secrets.macToServer());
                phase = Phase.KEYED;
            }
            default -> throw new OutOfPlace("not an answer to hello");
        }
    }

    private void letIn(ServerMessage message) {
        switch (message) {
            case ServerMessage.Refused refused -> refused(refused);
            case ServerMessage.Admitted admitted -> {
                phase = Phase.UP;
                failures = 0;
                absences = 0;
                misunderstandings = 0;
                alarm.cancel();
                askAfter = ASK_AFTER.plus(spread(Duration.ofSeconds(1)));
                alarm = ticker.after(spread(Duration.ofSeconds(3)), this::ask);
                time.heard(admitted.now());
                owner.admitted(admitted, secrets);
            }
            default -> throw new OutOfPlace("not admitted yet");
        }
    }

    private void told(ServerMessage message) {
        switch (message) {
            case ServerMessage.Pong(long echo, var now) -> {
                if (echo == pings) {
                    var _ = time.answered(now, pingedAt);
                }
            }
            case ServerMessage.Refused refused -> refused(refused);
            default -> owner.told(message);
        }
    }

    private void refused(ServerMessage.Refused refused) {
        boolean wasUp = phase == Phase.UP;
        drop(NORMAL, "refused");
        phase = Phase.PAUSING;
        int mine = attempt;
        var wait = owner.refused(refused);
        if (mine != attempt || phase != Phase.PAUSING) {
            return;
        }
        if (wait == null) {
            phase = Phase.IDLE;
        } else {
            nextNode();
            pause(wait.plus(spread(FIRST_PAUSE.plus(wait.dividedBy(4)))));
        }
        if (wasUp) {
            owner.lost();
        }
    }

    /// Listens whether the server is there: asks when it has said nothing for a while, says so when
    /// it does not answer, and gives the line up when that lasts.
    private void listen() {
        if (phase != Phase.UP) {
            return;
        }
        long now = ticker.nanos();
        var quiet = Duration.ofNanos(now - heardAt);
        if (quiet.compareTo(GIVEN_UP_AFTER) > 0) {
            fail(NORMAL, "silent");
            return;
        }
        boolean isQuiet = quiet.compareTo(askAfter) >= 0;
        if (isQuiet && isAsked) {
            hush(true);
        }
        var untilTime = ASK_TIME_EVERY.minusNanos(now - pingedAt);
        if (isQuiet || !untilTime.isPositive()) {
            ask();
            return;
        }
        var untilQuiet = askAfter.minus(quiet);
        alarm =
                ticker.after(
                        untilQuiet.compareTo(untilTime) < 0 ? untilQuiet : untilTime, this::listen);
    }

    private void ask() {
        if (phase != Phase.UP) {
            return;
        }
        pings++;
        pingedAt = ticker.nanos();
        isAsked = true;
        alarm = ticker.after(HEARD_WITHIN, this::listen);
        send(new SeatMessage.Ping(pings));
    }

    private void hush(boolean isNow) {
        if (isSilent != isNow) {
            isSilent = isNow;
            owner.silent(isNow);
        }
    }

    private void broken() {
        boolean wasUp = phase == Phase.UP;
        drop(NORMAL, "");
        if (!wasUp) {
            failures++;
            nextNode();
            pause(pauseAfterFailure());
            sayUnreachable();
        } else {
            pause(pauseAfterLoss());
            owner.lost();
        }
    }

    private void nobodyThere() {
        drop(NORMAL, "");
        absences++;
        nextNode();
        pause(spread(PAUSE_WHILE_ABSENT));
        sayUnreachable();
    }

    private void fail(int status, String reason) {
        boolean wasUp = phase == Phase.UP;
        failures++;
        drop(status, reason);
        nextNode();
        pause(pauseAfterFailure());
        if (wasUp) {
            owner.lost();
        } else {
            sayUnreachable();
        }
    }

    private void sayUnreachable() {
        if (failures + absences >= 2) {
            owner.unreachable(misunderstandings < 2);
        }
    }

    private void nextNode() {
        node = (node + 1) % nodes.size();
    }

    private void drop(int status, String reason) {
        attempt++;
        alarm.cancel();
        isAsked = false;
        isSilent = false;
        if (line != null) {
            line.close(status, reason);
            line = null;
        }
        if (keys != null) {
            keys.close();
            keys = null;
        }
        if (secrets != null) {
            secrets.close();
            secrets = null;
        }
        greetingFrame = null;
        helloFrame = null;
        incoming = null;
        outgoing = null;
    }

    private void pause(Duration pause) {
        phase = Phase.PAUSING;
        alarm.cancel();
        alarm = ticker.after(pause, this::connect);
    }

    private void expectWithin(Duration limit) {
        alarm.cancel();
        int mine = attempt;
        alarm =
                ticker.after(
                        limit,
                        () -> {
                            if (mine == attempt) {
                                fail(NORMAL, "no answer");
                            }
                        });
    }

    private Duration pauseAfterLoss() {
        return spread(FIRST_PAUSE);
    }

    private Duration pauseAfterFailure() {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
        return spread(doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
    }

    /// A random time, about `middle`: from none to twice as long.
    private Duration spread(Duration middle) {
        return Duration.ofNanos(random.nextLong(Math.max(1, 2 * middle.toNanos())));
    }
}
