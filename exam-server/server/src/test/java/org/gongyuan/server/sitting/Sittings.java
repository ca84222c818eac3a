package org.gongyuan.server.sitting;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.admission.SeatConnection;
import org.gongyuan.server.admission.TestSeat;
import org.gongyuan.server.admission.Workbench;
import org.gongyuan.server.time.VirtualTime;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A sitting in one room at noon for an hour, with virtual time and a record in memory.
///
/// Tickets `t-1 … t-4` with secrets `secret-1 …` at seats `C1/R1/1 …`. `t-3` has ten minutes
/// more; `t-4` sits where he likes.
public final class Sittings implements Workbench {

    public static final Suite SUITE = Suite.INTL_1;
    public static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    public static final StaffId WANG = new StaffId("wang");
    public static final StaffId LI = new StaffId("li");

    private static final SecureRandom RANDOM = new SecureRandom();

    public final VirtualTime time = new VirtualTime(NOON.minus(Duration.ofMinutes(20)));
    public final FormKey formKey = FormKey.generate(SUITE, RANDOM);
    public final SealingKeyPair marking = SealingKeyPair.generate(SUITE, Purpose.MARKING, RANDOM);
    public final List<byte[]> pictures = new ArrayList<>();
    public MemoryLog log = new MemoryLog();
    public Sitting sitting;
    public Doors doors;
    public int credit = 10;

    private static final Duration PING = Duration.ofSeconds(30);

    private final SittingPlan plan;
    private final SittingForm form;
    private final Roster roster;
    private final Map<TestSeat, SeatConnection> connections = new HashMap<>();

    public Sittings() {
        this(EntryPreset.OPEN);
    }

    public Sittings(EntryPreset preset) {
        this(preset, PosturePolicy.NOTED);
    }

    public Sittings(EntryPreset preset, PosturePolicy posture) {
        this(preset, posture, Optional.empty());
    }

    /// A sitting of a form whose key others split.
    public Sittings(Digest keyCommitment) {
        this(EntryPreset.OPEN, PosturePolicy.NOTED, Optional.of(keyCommitment));
    }

    private Sittings(EntryPreset preset, PosturePolicy posture, Optional<Digest> keyCommitment) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 1; i <= 4; i++) {
            var salt = new byte[16];
            RANDOM.nextBytes(salt);
            candidates.add(
                    new Candidate(
                            "t-" + i,
                            "考生" + i,
                            Octets.of(salt),
                            Candidate.verifier(SUITE, Octets.of(salt), "t-" + i, "secret-" + i),
                            i == 4 ? Optional.empty() : Optional.of(seat(i)),
                            i == 3 ? Duration.ofMinutes(10) : Duration.ZERO));
        }
        roster = new Roster(SUITE, candidates);
        plan =
                SittingPlan.by(
                        preset,
                        new SittingId("spring-a"),
                        NOON,
                        Duration.ofHours(1),
                        NOON,
                        Duration.ofDays(7),
                        posture,
                        WANG,
                        LI);
        form =
                new SittingForm(
                        SUITE.digest(new byte[] {1}),
                        Octets.of(new byte[] {1}),
                        "form-a",
                        1,
                        SUITE,
                        NOON,
                        3,
                        5,
                        List.of(),
                        keyCommitment.orElseGet(formKey::digestCommitment),
                        Set.of(new PlacementId(1), new PlacementId(2), new PlacementId(3)),
                        1_000);
        sitting = Sitting.open(plan, form, roster, node(), log, evidence(), key(), () -> {});
        openDoors();
        turn();
    }

    public static SeatId seat(int desk) {
        return new SeatId("C1/R1/" + desk);
    }

    /// The node crashes, and begins anew with what was durable; no key survives.
    public void crashAndRestart() {
        log.crash();
        log = log.reopened();
        restart();
    }

    /// The node went down when only so many entries were durable, and begins anew with them.
    public void crashAndRestartWithFirst(int count) {
        log.crash();
        log = log.reopenedWithFirst(count);
        restart();
        turn();
    }

    private void restart() {
        connections.clear();
        sitting = Sitting.again(plan, form, roster, node(), log, evidence(), key());
        long index = 0;
        for (var entry : log.entries()) {
            sitting.replay(entry, index++);
        }
        sitting.goOn();
        openDoors();
    }

    /// A seat connects; nothing is said yet.
    public TestSeat connect(TestSeat seat, SeatId certified) {
        seat.newConnection();
        var connection = doors.connect(seat, Optional.of(certified), Optional.empty());
        connections.put(seat, connection);
        seat.connectedTo(
                frame -> {
                    connection.received(frame);
                    turn();
                });
        return seat;
    }

    public TestSeat connect(int desk) {
        return connect(new TestSeat(seat(desk), marking.publicKey()), seat(desk));
    }

    /// The candidate of that number is admitted at the seat of that number.
    public TestSeat admitted(int candidate) {
        var seat = connect(candidate);
        seat.helloWith("t-" + candidate, "secret-" + candidate);
        return seat;
    }

    /// Admitted, ready, released and started.
    public TestSeat running(int candidate) {
        var seat = admitted(candidate);
        seat.ready();
        release();
        if (time.instant().isBefore(NOON)) {
            passes(Duration.between(time.instant(), NOON));
        }
        return seat;
    }

    public void release() {
        if (!sitting.isReleased()) {
            sitting.released(FormKey.KIND.restore(SUITE, formKey.exposeForSharing()));
            turn();
        }
    }

    public void loses(TestSeat seat) {
        connections.remove(seat).gone();
    }

    /// Time passes; connected seats say now and then that they are there.
    public void passes(Duration length) {
        var until = time.instant().plus(length);
        while (time.instant().isBefore(until)) {
            var left = Duration.between(time.instant(), until);
            time.passes(left.compareTo(PING) < 0 ? left : PING, this::turn);
            List.copyOf(connections.keySet()).forEach(TestSeat::pings);
            turn();
        }
    }

    /// Time passes and no seat says anything.
    public void passesInSilence(Duration length) {
        time.passes(length, this::turn);
    }

    /// What waits becomes durable and is told, until nothing is left.
    public void turn() {
        do {
            sitting.flush();
        } while (log.sync());
        sitting.flush();
    }

    public Session sessionOf(TestSeat seat) {
        return new Session(sitting, seat.session());
    }

    /// The live session of a seat, for looking at it.
    public record Session(Sitting sitting, SessionId id) {
        public org.gongyuan.server.session.Session live() {
            return sitting.session(id).orElseThrow();
        }
    }

    private void openDoors() {
        doors = new Doors(time, time, RANDOM, this, 4, 100);
        doors.hold(sitting);
        doors.open(true);
    }

    private Node node() {
        return new Node("node-1", "test", time, time, RANDOM, () -> credit, Duration.ofMinutes(1));
    }

    private static Octets key() {
        return Octets.of(new byte[] {7});
    }

    private Evidence evidence() {
        var keys = new HashMap<String, EvidenceKey>();
        return new Evidence() {
            @Override
            public EvidenceKey keyOf(String room) {
                return keys.computeIfAbsent(room, _ -> EvidenceKey.generate(SUITE, RANDOM));
            }

            @Override
            public void keep(
                    String room,
                    SessionId session,
                    long seq,
                    byte[] sealed,
                    Consumer<Digest> kept) {
                pictures.add(sealed);
                kept.accept(SUITE.digest(sealed));
            }
        };
    }

    @Override
    public <T> void work(Supplier<T> job, Consumer<T> then) {
        then.accept(job.get());
    }
}
