package org.gongyuan.rehearsal.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.admission.SeatConnection;
import org.gongyuan.server.admission.SeatWire;
import org.gongyuan.server.admission.Workbench;
import org.gongyuan.server.release.ReleaseRoom;
import org.gongyuan.server.sitting.Evidence;
import org.gongyuan.server.sitting.Node;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingForm;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.server.time.ClockAtRestart;
import org.gongyuan.server.time.ServerClock;
import org.gongyuan.server.time.Timers;
import org.gongyuan.server.time.Uptime;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One run of the node's program, from its start to its end or crash: the real core with played
/// ports. At its start it takes back from the record what is there, as the node does.
final class ServerProgram implements Workbench, Timers, Evidence {

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final String boot;
    private final Schedule schedule;
    private final SeededRandom random;
    private final SimulatedRecord.Opened log;
    private final ServerClock clock;
    private final Sitting sitting;
    private final Doors doors;
    private final ReleaseRoom release;
    private final Map<String, EvidenceKey> evidenceKeys = new HashMap<>();
    private int credit = 10;
    private boolean isOver;

    ServerProgram(
            Schedule schedule,
            SeededRandom random,
            WallClock wall,
            SimulatedRecord record,
            SittingPlan plan,
            SittingForm form,
            Roster roster,
            Optional<ClockAtRestart.Sign> sign,
            String boot) {
        this.boot = boot;
        this.schedule = schedule;
        this.random = random;
        this.log = record.open();
        log.callsBackIn(this::does);
        var before = record.durable();
        this.clock = new ServerClock(wall, schedule::nanos);
        var node = new Node("node-1", "caam.example", clock, this, random, () -> credit, GRACE);
        var logKey = Octets.of(record.checkpointKey().name().getBytes(UTF_8));
        if (before.isEmpty()) {
            sitting = Sitting.open(plan, form, roster, node, log, this, logKey, () -> {});
        } else {
            sitting = Sitting.again(plan, form, roster, node, log, this, logKey);
            long index = 0;
            for (var kept : before) {
                sitting.replay(Leaf.read(kept.leaf().toBytes()), index++);
            }
            setClock(before.getLast().entry().at(), sign);
            sitting.goOn();
        }
        doors = new Doors(clock, this, random, this, 2, 100);
        doors.hold(sitting);
        doors.open(true);
        release = new ReleaseRoom(SmallForm.made().manifest(), sitting, random, _ -> {}, () -> {});
    }

    private void setClock(Instant lastEntry, Optional<ClockAtRestart.Sign> sign) {
        var atRestart = new ClockAtRestart(clock, sign, Optional.of(up()), Optional.empty());
        atRestart.goOn(lastEntry, sitting.mayRunAt(atRestart.known(lastEntry)));
    }

    private Uptime.Reading up() {
        return new Uptime.Reading(boot, Duration.ofNanos(schedule.nanos()));
    }

    /// What the node notes of its clock.
    ClockAtRestart.Sign sign() {
        return new ClockAtRestart.Sign(clock.instant(), Optional.of(up()));
    }

    Sitting sitting() {
        return sitting;
    }

    ServerClock clock() {
        return clock;
    }

    ReleaseRoom release() {
        return release;
    }

    boolean isOver() {
        return isOver;
    }

    void credit(int now) {
        credit = now;
    }

    /// Does something in the core's lane, and tells what has become durable.
    void does(Runnable then) {
        if (!isOver) {
            then.run();
            if (!isOver) {
                sitting.flush();
            }
        }
    }

    /// The process is killed: nothing it meant to do happens any more.
    void crash() {
        isOver = true;
        log.crash();
    }

    // --- for the network

    SeatConnection connect(SeatWire wire, SeatId seat) {
        return doors.connect(wire, Optional.of(seat), Optional.empty());
    }

    void received(SeatConnection connection, byte[] frame, World.Speaker speaker) {
        does(
                () -> {
                    log.speaks(speaker);
                    connection.received(frame);
                    log.speaks(null);
                });
    }

    void gone(SeatConnection connection) {
        does(connection::gone);
    }

    // --- the core's ports

    @Override
    public Timer after(Duration delay, Runnable then) {
        return schedule.after(delay, () -> does(then))::cancel;
    }

    @Override
    public <T> void work(Supplier<T> job, Consumer<T> then) {
        var _ =
                schedule.after(
                        Duration.ofNanos(1_000L * random.between(300, 8_000)),
                        () -> does(() -> then.accept(job.get())));
    }

    @Override
    public EvidenceKey keyOf(String room) {
        return evidenceKeys.computeIfAbsent(
                room, _ -> EvidenceKey.generate(SmallForm.SUITE, random));
    }

    @Override
    public void keep(
            String room, SessionId session, long seq, byte[] sealed, Consumer<Digest> kept) {
        var digest = random.happens(5) ? null : SmallForm.SUITE.digest(sealed);
        var _ =
                schedule.after(
                        Duration.ofMillis(random.between(0, 30)),
                        () -> does(() -> kept.accept(digest)));
    }
}
