package org.gongyuan.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.Others;
import org.gongyuan.server.sitting.DoorOverride;
import org.gongyuan.server.sitting.Elsewhere;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.seal.WindowKey;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What nodes of one cluster tell each other over the event bus: that a session was taken over,
/// that a form was released, and, on asking, the form key, wrapped to a one-time key whose asking
/// is signed by a node that is trusted by configuration. The line between members is in clear, so
/// nothing else secret goes over it.
public final class Companions implements Others {

    private static final String TAKEN = "gongyuan.taken";
    private static final String RELEASED = "gongyuan.released";
    private static final String KEY_WANTED = "gongyuan.key-wanted";
    private static final String WINDOWS_WANTED = "gongyuan.windows-wanted";
    private static final String WINDOWS_FOR = "gongyuan.windows-for.";
    private static final String CLOSED = "gongyuan.closed";
    private static final byte[] WINDOWS_LABEL = "gongyuan/windows-wanted/1\0".getBytes(UTF_8);
    private static final byte[] WINDOWS_HANDED = "gongyuan/windows-handed/1\0".getBytes(UTF_8);
    private static final byte[] LABEL = "gongyuan/key-wanted/1\0".getBytes(UTF_8);
    private static final byte[] HANDED = "gongyuan/key-handed/1\0".getBytes(UTF_8);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
    private static final int TRIES = 6;
    private static final int MOST_WINDOWS = 65;

    private final Vertx vertx;
    private final StoreCopies copies;
    private final Elsewhere elsewhere;
    private final SharedOverrides overrides;
    private final Lane lane;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String name;
    private final SigningKeyPair nodeKey;
    private final List<VerifyingKey> trusted;
    /// The one-time keys with which this node asked for window keys last.
    private final Map<SittingId, SealingKeyPair> askedWindows = new ConcurrentHashMap<>();
    private Hall hall;

    /// Speaks for the node of that name; gives form keys to the nodes in `trusted` alone.
    public Companions(
            Vertx vertx,
            StoreCopies copies,
            Elsewhere elsewhere,
            SharedOverrides overrides,
            Lane lane,
            InstantSource clock,
            SecureRandom random,
            String name,
            SigningKeyPair nodeKey,
            List<VerifyingKey> trusted) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.copies = requireNonNull(copies, "copies");
        this.elsewhere = requireNonNull(elsewhere, "elsewhere");
        this.overrides = requireNonNull(overrides, "overrides");
        this.lane = requireNonNull(lane, "lane");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.name = requireNonNull(name, "name");
        this.nodeKey = requireNonNull(nodeKey, "nodeKey");
        this.trusted = List.copyOf(trusted);
    }

    /// Listens from now on, for a hall.
    public void listen(Hall held) {
        hall = requireNonNull(held, "held");
        vertx.eventBus().<Buffer>consumer(TAKEN, message -> taken(message.body().getBytes()));
        vertx.eventBus().<Buffer>consumer(RELEASED, message -> released(message.body().getBytes()));
        vertx.eventBus().<Buffer>consumer(KEY_WANTED, this::keyWanted);
        vertx.eventBus()
                .<Buffer>consumer(
                        WINDOWS_WANTED, message -> windowsWanted(message.body().getBytes()));
        vertx.eventBus()
                .<Buffer>consumer(
                        WINDOWS_FOR + name, message -> takeWindows(message.body().getBytes()));
        vertx.eventBus().<Buffer>consumer(CLOSED, message -> closed(message.body().getBytes()));
    }

    @Override
    public boolean areThere() {
        return true;
    }

    @Override
    public Elsewhere elsewhere() {
        return elsewhere;
    }

    @Override
    public void opened(SittingId sitting) {
        askForKey(sitting);
        askForWindows(sitting, false);
    }

    @Override
    public void closed(SittingId sitting) {
        publish(CLOSED, new CborWriter(64).array(2).text(name).text(sitting.text()).toBytes());
    }

    @Override
    public void letPass(SittingId sitting, DoorOverride override) {
        overrides.keep(sitting, override);
    }

    @Override
    public void whatWasLetPass(SittingId sitting, SeatId seat, Consumer<DoorOverride> then) {
        overrides.find(sitting, seat, then);
    }

    @Override
    public void tookOver(SittingId sitting, SessionId session) {
        copies.tookOver(session);
        publish(
                TAKEN,
                new CborWriter(128)
                        .array(3)
                        .text(name)
                        .text(sitting.text())
                        .bytes(session.toBytes())
                        .toBytes());
    }

    @Override
    public void released(SittingId sitting) {
        publish(RELEASED, new CborWriter(64).array(2).text(name).text(sitting.text()).toBytes());
    }

    /// Asks the others for the form key of a sitting, if they have it.
    public void askForKey(SittingId sitting) {
        askForKey(sitting, TRIES);
    }

    private void askForKey(SittingId sitting, int tries) {
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            return;
        }
        var once = SealingKeyPair.generate(held.get().manifest().suite(), Purpose.NODE, random);
        var asking =
                new CborWriter(2_048)
                        .array(4)
                        .text(name)
                        .text(sitting.text())
                        .uint(clock.millis())
                        .bytes(once.publicKey().toBytes())
                        .toBytes();
        var signature = nodeKey.sign(labelled(LABEL, asking)).toBytes();
        var sent = new CborWriter(2_200).array(2).bytes(asking).bytes(signature).toBytes();
        vertx.eventBus()
                .<Buffer>request(KEY_WANTED, Buffer.buffer(sent))
                .onSuccess(answer -> take(held.get(), once, answer.body().getBytes()))
                .onFailure(
                        _ -> {
                            // The bus asks one member after the other, this one too.
                            once.close();
                            if (tries > 1) {
                                lane.after(AGAIN_AFTER, () -> askForKey(sitting, tries - 1));
                            }
                        });
    }

    private void taken(byte[] body) {
        var from = new CborReader(body);
        from.array(3);
        var node = from.text();
        var sitting = new SittingId(from.text());
        var session = SessionId.of(from.bytes());
        if (!node.equals(name)) {
            lane.execute(
                    () -> hall.sitting(sitting).ifPresent(held -> held.sitting().letGo(session)));
        }
    }

    private void released(byte[] body) {
        var from = new CborReader(body);
        from.array(2);
        var node = from.text();
        var sitting = new SittingId(from.text());
        if (!node.equals(name)) {
            lane.execute(
                    () ->
                            hall.sitting(sitting)
                                    .filter(held -> !held.sitting().isReleased())
                                    .ifPresent(_ -> askForKey(sitting)));
        }
    }

    private void keyWanted(Message<Buffer> message) {
        try {
            var from = new CborReader(message.body().getBytes());
            from.array(2);
            var asking = from.bytes();
            var signature = Signature.decode(from.bytes());
            from.end();
            var what = new CborReader(asking);
            what.array(4);
            var peer = what.text();
            var sitting = new SittingId(what.text());
            var at = Instant.ofEpochMilli(what.uint());
            var key = SealingPublicKey.decode(what.bytes());
            what.end();
            boolean isTrusted = isTrusted(labelled(LABEL, asking), signature);
            if (peer.equals(name)) {
                message.fail(2, "asked itself");
            } else if (!isTrusted || !isFresh(at) || key.purpose() != Purpose.NODE) {
                message.fail(1, "not trusted");
                hall.alarm(
                        "node %s asked for the form key of %s without right"
                                .formatted(peer, sitting));
            } else {
                lane.execute(() -> hand(message, peer, sitting, key));
            }
        } catch (NotCanonical | IllegalArgumentException _) {
            message.fail(1, "not understood");
        }
    }

    private void hand(
            Message<Buffer> message, String peer, SittingId sitting, SealingPublicKey key) {
        var held = hall.sitting(sitting);
        var wrapped = held.flatMap(one -> one.sitting().keyFor(key, associated(HANDED, sitting)));
        if (wrapped.isEmpty()) {
            message.fail(2, "not here");
            return;
        }
        boolean isEntered =
                held.get()
                        .sitting()
                        .enter(
                                new SittingEntry.KeyHandedOn(
                                        clock.instant(),
                                        name,
                                        peer,
                                        held.get().sitting().form().keyCommitment()),
                                _ -> message.reply(Buffer.buffer(wrapped.get())));
        if (!isEntered) {
            message.fail(2, "busy");
        }
    }

    private void take(Hall.Held held, SealingKeyPair once, byte[] wrapped) {
        FormKey key;
        try (once) {
            key = once.unwrap(FormKey.KIND, wrapped, associated(HANDED, held.sitting().id()));
        } catch (SealBroken | KeyRefused _) {
            hall.alarm("a form key that was handed on cannot be opened");
            return;
        }
        lane.execute(
                () -> {
                    if (held.sitting().isReleased()) {
                        key.close();
                    } else {
                        held.sitting().released(key);
                    }
                });
    }

    // --- window keys

    /// Asks all others for their window keys of a sitting. Who hears it for the first time asks
    /// back, so that whoever starts last has all keys and all have his.
    private void askForWindows(SittingId sitting, boolean isAskingBack) {
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            return;
        }
        var suite = held.get().manifest().suite();
        var once =
                askedWindows.computeIfAbsent(
                        sitting, _ -> SealingKeyPair.generate(suite, Purpose.NODE, random));
        var asking =
                new CborWriter(2_048)
                        .array(5)
                        .text(name)
                        .text(sitting.text())
                        .uint(clock.millis())
                        .uint(isAskingBack ? 1 : 0)
                        .bytes(once.publicKey().toBytes())
                        .toBytes();
        var signature = nodeKey.sign(labelled(WINDOWS_LABEL, asking)).toBytes();
        publish(
                WINDOWS_WANTED,
                new CborWriter(2_200).array(2).bytes(asking).bytes(signature).toBytes());
    }

    private void windowsWanted(byte[] body) {
        try {
            var from = new CborReader(body);
            from.array(2);
            var asking = from.bytes();
            var signature = Signature.decode(from.bytes());
            from.end();
            var what = new CborReader(asking);
            what.array(5);
            var peer = what.text();
            var sitting = new SittingId(what.text());
            var at = Instant.ofEpochMilli(what.uint());
            boolean isAskingBack = what.uint() == 1;
            var key = SealingPublicKey.decode(what.bytes());
            what.end();
            if (peer.equals(name)) {
                return;
            }
            if (!isTrusted(labelled(WINDOWS_LABEL, asking), signature)
                    || !isFresh(at)
                    || key.purpose() != Purpose.NODE) {
                hall.alarm(
                        "node %s asked for the window keys of %s without right"
                                .formatted(peer, sitting));
                return;
            }
            lane.execute(() -> handWindows(peer, sitting, key, isAskingBack));
        } catch (NotCanonical | IllegalArgumentException _) {
            hall.alarm("an asking for window keys was not understood");
        }
    }

    private void handWindows(
            String peer, SittingId sitting, SealingPublicKey key, boolean isAskingBack) {
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            return;
        }
        var keys = held.get().sitting().windowKeysFor(key, associated(WINDOWS_HANDED, sitting));
        if (!keys.isEmpty()) {
            var to = new CborWriter(4_096).array(2).text(sitting.text());
            to.array(keys.size());
            keys.forEach(to::bytes);
            vertx.eventBus().send(WINDOWS_FOR + peer, Buffer.buffer(to.toBytes()));
        }
        if (!isAskingBack) {
            askForWindows(sitting, true);
        }
    }

    private void takeWindows(byte[] body) {
        try {
            var from = new CborReader(body);
            from.array(2);
            var sitting = new SittingId(from.text());
            int count = from.array();
            var once = askedWindows.get(sitting);
            if (once == null || count > MOST_WINDOWS) {
                return;
            }
            for (int i = 0; i < count; i++) {
                var key =
                        once.unwrap(
                                WindowKey.KIND, from.bytes(), associated(WINDOWS_HANDED, sitting));
                lane.execute(
                        () ->
                                hall.sitting(sitting)
                                        .ifPresentOrElse(
                                                held -> held.sitting().addWindowKey(key),
                                                key::close));
            }
            from.end();
        } catch (SealBroken | NotCanonical | IllegalArgumentException _) {
            hall.alarm("window keys that were handed on cannot be opened");
        }
    }

    private void closed(byte[] body) {
        var from = new CborReader(body);
        from.array(2);
        var node = from.text();
        var sitting = new SittingId(from.text());
        if (!node.equals(name)) {
            lane.execute(
                    () ->
                            hall.sitting(sitting)
                                    .ifPresent(held -> held.sitting().closedElsewhere()));
        }
        var once = askedWindows.remove(sitting);
        if (once != null) {
            once.close();
        }
    }

    private boolean isTrusted(byte[] signed, Signature signature) {
        return trusted.stream().anyMatch(one -> one.holds(signature, signed));
    }

    private boolean isFresh(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(FRESH) <= 0;
    }

    private void publish(String address, byte[] body) {
        vertx.eventBus().publish(address, Buffer.buffer(body));
    }

    private static byte[] labelled(byte[] label, byte[] asking) {
        return joined(label, asking);
    }

    private static byte[] associated(byte[] label, SittingId sitting) {
        return joined(label, sitting.text().getBytes(UTF_8));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var all = new byte[one.length + other.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
