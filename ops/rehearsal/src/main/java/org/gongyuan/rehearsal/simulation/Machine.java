package org.gongyuan.rehearsal.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.OpenForm;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.seat.session.FormSource;
import org.gongyuan.seat.session.Giving;
import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.OpenedItems;
import org.gongyuan.seat.session.SaveState;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Surroundings;
import org.gongyuan.seat.session.Ticker;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A seat's computer: its disk outlives its programs. The program is the real seat core with its
/// real journal; the person in front of it is played here too.
final class Machine {

    private final SeatId seat;
    private final Schedule schedule;
    private final SeededRandom random;
    private final Network network;
    private final World world;
    private final NoteKey checkpointKey;
    private final Set<Lie> lies;
    private final Consumer<String> says;
    private final Map<Sent, Digest> sent = new HashMap<>();

    private record Sent(SessionId session, long seq) {}

    private MemoryFolder folder = new MemoryFolder();
    private Program program;
    private SimulatedCandidate person;
    private boolean isCutOff;
    private int shownSafe;

    Machine(
            SeatId seat,
            Schedule schedule,
            SeededRandom random,
            Network network,
            World world,
            NoteKey checkpointKey,
            Set<Lie> lies,
            Consumer<String> says) {
        this.seat = seat;
        this.schedule = schedule;
        this.random = random;
        this.network = network;
        this.world = world;
        this.checkpointKey = checkpointKey;
        this.lies = lies;
        this.says = says;
    }

    SeatId seat() {
        return seat;
    }

    boolean isCutOff() {
        return isCutOff;
    }

    boolean isOn() {
        return program != null;
    }

    Optional<SimulatedCandidate> person() {
        return Optional.ofNullable(person);
    }

    Optional<Stage> stage() {
        return program == null ? Optional.empty() : Optional.of(program.session.stage());
    }

    Optional<SessionId> session() {
        return program == null ? Optional.empty() : program.session.session();
    }

    /// Whether the person here changed something that never was shown as safe.
    boolean owes() {
        return person != null && shownSafe < person.changes().size();
    }

    /// The seat sent that response.
    void sent(SessionId session, long seq, Digest commitment) {
        sent.put(new Sent(session, seq), commitment);
    }

    /// The person sits down, and the seat's program begins.
    void sits(SimulatedCandidate who) {
        person = who;
        shownSafe = 0;
        begins();
    }

    void begins() {
        program = new Program();
        program.signsIn();
    }

    /// The program is killed; what it had written the system still writes.
    void isKilled() {
        goesDown(lies.contains(Lie.SEAT_FORGETS) ? new MemoryFolder() : folder.afterKill());
    }

    /// The power goes; what was not synced is torn.
    void losesPower() {
        goesDown(folder.afterPowerCut(random));
    }

    /// The disk fails from now on.
    void diskFails() {
        folder.failSyncsAfter(random.between(0, 2));
    }

    /// The disk works again.
    void diskHeals() {
        folder.heal();
    }

    private void goesDown(MemoryFolder left) {
        if (program == null) {
            return;
        }
        program.isDead = true;
        program.session.leave();
        program = null;
        folder = left;
        network.machineGone(this, random.happens(80));
        if (person != null) {
            person.lostAfter(Math.max(shownSafe, person.shownSaved()));
        }
    }

    /// Nothing reaches this machine and nothing leaves it.
    void isCutOff(boolean now) {
        isCutOff = now;
        if (now) {
            network.machineGone(this, random.happens(50));
        }
    }

    /// The person gets up and goes; the machine stays as it is.
    void isLeft() {
        if (person != null) {
            person.lostAfter(person.shownSaved());
            person = null;
        }
    }

    /// What the page shows now, noted for those who watch.
    void look() {
        if (program == null || person == null) {
            return;
        }
        var session = program.session;
        session.session()
                .ifPresent(
                        id -> {
                            program.noteSaved(id, session.progress().saved());
                            program.noteLeft(id);
                        });
        switch (session.work()) {
            case SaveState.Saved _ -> {
                if (session.progress().given() > 0 && program.isInForce()) {
                    person.sawAllSaved();
                    shownSafe = person.changes().size();
                }
            }
            case SaveState.KeptHere _ -> {
                if (program.isInForce()) {
                    shownSafe = person.changes().size();
                }
            }
            case SaveState.Untouched _, SaveState.Saving _ -> {}
        }
    }

    private void says(String what) {
        says.accept(seat + " " + what);
    }

    /// One run of the seat's program.
    private final class Program implements Ticker, FormSource {

        private final SeatSession session;
        private boolean isDead;
        private boolean isThinking;
        private boolean wasOpened;
        private long noted;
        private Duration shownLeft;
        private long diskBusyUntil;

        Program() {
            session =
                    new SeatSession(
                            new SeatSettings(
                                    seat,
                                    List.of(new Node("node-1", 443)),
                                    "simulated",
                                    Argon2.SIMULATED,
                                    List.of(checkpointKey),
                                    1 << 20),
                            new Surroundings(
                                    (_, listener) -> network.connect(Machine.this, alive(listener)),
                                    this,
                                    random,
                                    this,
                                    folder,
                                    disk(),
                                    this::soon),
                            this::shows);
        }

        private Executor disk() {
            return task -> {
                diskBusyUntil =
                        Math.max(diskBusyUntil, schedule.nanos())
                                + 1_000L * random.between(100, random.happens(3) ? 400_000 : 9_000);
                var _ = schedule.at(diskBusyUntil, () -> unlessDead(task));
            };
        }

        private void soon(Runnable task) {
            var _ = schedule.after(Duration.ofNanos(20_000), () -> unlessDead(task));
        }

        private void unlessDead(Runnable task) {
            if (!isDead) {
                task.run();
            }
        }

        private Link.Listener alive(Link.Listener listener) {
            return new Link.Listener() {
                @Override
                public void opened() {
                    unlessDead(listener::opened);
                }

                @Override
                public void received(byte[] frame) {
                    unlessDead(() -> listener.received(frame));
                }

                @Override
                public void closed(int status, String reason) {
                    unlessDead(() -> listener.closed(status, reason));
                }

                @Override
                public void absent(String reason) {
                    unlessDead(() -> listener.absent(reason));
                }
            };
        }

        @Override
        public long nanos() {
            return schedule.nanos();
        }

        @Override
        public Alarm after(Duration delay, Runnable then) {
            return schedule.after(delay, () -> unlessDead(then))::cancel;
        }

        // --- the form

        @Override
        public void fetch(Digest manifest, long size, Node from, Listener listener) {
            var _ =
                    schedule.after(
                            Duration.ofMillis(random.between(20, 3_000)),
                            () -> unlessDead(() -> fetched(size, listener)));
        }

        private void fetched(long size, Listener listener) {
            if (random.happens(10)) {
                listener.failed("the line was lost");
            } else {
                listener.progressed(size);
                listener.complete(new Sealed());
            }
        }

        // --- the person

        private boolean isInForce() {
            return stage().isPresent() && session.stage() != Stage.STOPPED;
        }

        void signsIn() {
            if (isDead || person == null || session.stage() != Stage.SIGNED_OUT) {
                return;
            }
            try {
                session.signIn(person.signIn());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private void shows(Notice notice) {
            if (isDead) {
                return;
            }
            var words = words(notice);
            if (!words.isEmpty()) {
                says(words);
            }
            switch (notice) {
                case Notice.Moved(var stage) -> movedTo(stage);
                case Notice.Opened _ ->
                        world.shownItems.add(
                                new World.ShownItems(seat, session.session().orElseThrow()));
                case Notice.Collected(long notTaken) -> isTold(notTaken);
                default -> {}
            }
        }

        /// The page says that the last changes came too late.
        private void isTold(long notTaken) {
            if (person != null) {
                int taken = person.changes().size() - (int) notTaken;
                person.lostAfter(Math.max(taken, person.shownSaved()));
            }
        }

        private void movedTo(Stage stage) {
            switch (stage) {
                case SIGNED_OUT -> later(5_000, 40_000, this::signsIn);
                case CONFIRMING ->
                        later(
                                500,
                                9_000,
                                () -> {
                                    if (session.stage() == Stage.CONFIRMING) {
                                        session.confirm();
                                    }
                                });
                case RUNNING -> {
                    if (!wasOpened) {
                        wasOpened = true;
                        comesBack();
                    }
                    thinks();
                }
                case CLOSED -> later(1_000, 20_000, this::leaves);
                case SIGNING_IN, WAITING, ON_HOLD, HANDING_IN, STOPPED -> {}
            }
        }

        private void comesBack() {
            if (shownSafe == 0 || person == null) {
                return;
            }
            int saved = person.shownSaved();
            person.lastOf(shownSafe)
                    .forEach(
                            (placement, change) -> {
                                if (change > saved) {
                                    world.cameBack.add(
                                            new World.CameBack(
                                                    seat, placement, change, showsFor(placement)));
                                }
                            });
        }

        private int showsFor(PlacementId placement) {
            return session.response(placement).map(Machine::number).orElse(0);
        }

        private void thinks() {
            if (isThinking || person == null) {
                return;
            }
            isThinking = true;
            long most = 2 * person.thinking.toMillis();
            later(200, (int) most, this::acts);
        }

        private void acts() {
            isThinking = false;
            if (person == null || session.stage() != Stage.RUNNING) {
                return;
            }
            if (person.changes().size() < person.wanted) {
                var placement = new PlacementId(random.between(1, SmallForm.ITEMS));
                int next = person.changes().size() + 1;
                if (session.give(placement, body(next)) == Giving.TAKEN) {
                    person.change(placement);
                    says(person + " gives " + placement + " change " + next);
                }
                notices();
                thinks();
            } else if (person.handsIn) {
                says(person + " hands in");
                session.handIn();
                later(20_000, 90_000, this::thinks);
            }
        }

        private void notices() {
            if (random.happens(20)) {
                session.observe("focus-lost", new byte[] {1, 2, 3});
            }
            if (random.happens(20)) {
                session.picture(new byte[900]);
            }
        }

        private void leaves() {
            if (session.stage() == Stage.CLOSED && random.happens(50)) {
                session.finish(() -> {});
            }
        }

        private void later(int least, int most, Runnable then) {
            var _ =
                    schedule.after(
                            Duration.ofMillis(random.between(least, Math.max(least, most))),
                            () -> unlessDead(then));
        }

        private void noteLeft(SessionId id) {
            if (session.stage() == Stage.ON_HOLD && !session.left().equals(shownLeft)) {
                shownLeft = session.left();
                world.shownLeft.add(new World.ShownLeft(seat, id, shownLeft));
            }
        }

        private void noteSaved(SessionId id, long saved) {
            while (noted < saved) {
                noted++;
                world.shownSaved.add(
                        new World.ShownSaved(
                                id, noted, Optional.ofNullable(sent.get(new Sent(id, noted)))));
            }
        }
    }

    private static String words(Notice notice) {
        return switch (notice) {
            case Notice.Work _, Notice.Fetched _, Notice.Known _ -> "";
            case Notice.Opened _ -> "shows the items";
            case Notice.Closed(_, var code, var finding) -> "shows receipt " + code + " " + finding;
            case Notice.Trouble(var words) -> "says: " + words.en();
            case Notice.Refused(var reason, _, var after) -> "is refused: " + reason + " " + after;
            case Notice.Stopped(_, var words) -> "stops: " + words.en();
            default -> "shows " + notice;
        };
    }

    /// What a change looks like.
    static byte[] body(int change) {
        return ("change " + change).getBytes(UTF_8);
    }

    /// Which change that is.
    static int number(byte[] body) {
        return Integer.parseInt(new String(body, UTF_8).substring("change ".length()));
    }

    private static final class Sealed implements FormSource.SealedItems {

        @Override
        public SealingPublicKey markingKey() {
            return SmallForm.made().marking().publicKey();
        }

        @Override
        public OpenedItems open(FormKey key) throws SealBroken {
            try {
                return new Items(SmallForm.made().seatForm().open(key), key);
            } catch (FormRefused | IOException refused) {
                key.close();
                throw new SealBroken(SealBroken.Reason.OTHER_KEY, refused.getMessage());
            }
        }
    }

    private record Items(OpenForm form, FormKey key) implements OpenedItems {

        @Override
        public List<PlacementId> placements() {
            return IntStream.rangeClosed(1, SmallForm.ITEMS).mapToObj(PlacementId::new).toList();
        }

        @Override
        public String item(PlacementId placement) {
            try {
                return form.item(placement);
            } catch (FormRefused | IOException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public String stimulus(int blob) {
            throw new IllegalArgumentException("the form has no stimulus " + blob);
        }

        @Override
        public byte[] asset(int blob) {
            throw new IllegalArgumentException("the form has no asset " + blob);
        }

        @Override
        public void close() {
            key.close();
        }
    }
}
