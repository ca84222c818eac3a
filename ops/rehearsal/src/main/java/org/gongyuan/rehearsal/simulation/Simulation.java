package org.gongyuan.rehearsal.simulation;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.server.release.HandingIn;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Place;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.MoveOrder;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.sitting.SittingForm;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.server.time.ClockAtRestart;
import org.gongyuan.server.time.ClockInDoubt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One sitting from its seed: who comes and when, what is answered, what staff do, what breaks. The
/// same seed gives the same sitting.
public final class Simulation {

    private static final StaffId WANG = new StaffId("wang");
    private static final StaffId LI = new StaffId("li");
    private static final SittingId SITTING = new SittingId("simulated");
    private static final int MOST_CANDIDATES = 6;
    private static final int REMEMBERED = 60;
    private static final Duration REST = Duration.ofMinutes(4);
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final List<Candidate> ENROLLED = enrolled();
    private static final Cause[] CAUSES = {
        Cause.NETWORK_FAULT, Cause.POWER_CUT, Cause.ILLNESS, Cause.DISTURBANCE
    };

    private final long seed;
    private final Set<Lie> lies;
    private final List<Invariant> invariants;
    private final Consumer<String> listener;
    private final SeededRandom random;
    private final Schedule schedule = new Schedule();
    private final WallClock wall;
    private final SimulatedRecord record;
    private final World world;
    private final Network network;
    private final SittingPlan plan;
    private final SittingForm form;
    private final Roster roster;
    private final Deque<String> lastEvents = new ArrayDeque<>();
    private ServerProgram server;
    private Optional<ClockAtRestart.Sign> sign = Optional.empty();
    /// How often the node's machine was started.
    private int runs = 1;
    private boolean isClosed;
    private long restsUntil = Long.MAX_VALUE;
    private int nodeCrashes;
    private int machineCrashes;
    private int moves;

    private Simulation(
            long seed, Set<Lie> lies, List<Invariant> invariants, Consumer<String> listener) {
        this.seed = seed;
        this.lies = lies;
        this.invariants = invariants;
        this.listener = listener;
        this.random = new SeededRandom(seed);
        var small = SmallForm.made();
        var starts = SmallForm.NOT_BEFORE.plus(Duration.ofSeconds(random.between(0, 120)));
        var duration = Duration.ofMinutes(random.between(5, 9));
        this.wall = new WallClock(schedule, starts.minus(Duration.ofMinutes(10)));
        this.plan =
                new SittingPlan(
                        SITTING,
                        new Rules(
                                starts.minus(Duration.ofMinutes(9)),
                                starts,
                                starts.plus(duration).plus(Duration.ofMinutes(1)),
                                duration,
                                Duration.ofMinutes(3),
                                Duration.ofMinutes(random.between(0, 3)),
                                SmallForm.NOT_BEFORE),
                        EntryPreset.OPEN,
                        Duration.ofDays(7),
                        PosturePolicy.NOTED,
                        WANG,
                        LI);
        var key = small.formKey();
        this.form =
                new SittingForm(
                        small.manifest().digest(),
                        Octets.of(small.manifest().toBytes()),
                        small.manifest().form().id(),
                        small.manifest().form().revision(),
                        SmallForm.SUITE,
                        SmallForm.NOT_BEFORE,
                        small.needed(),
                        small.custodians(),
                        List.of(),
                        key.digestCommitment(),
                        IntStream.rangeClosed(1, SmallForm.ITEMS)
                                .mapToObj(PlacementId::new)
                                .collect(Collectors.toSet()),
                        small.seatFileSize());
        key.close();
        this.record = new SimulatedRecord("caam.example/simulated/node-1", schedule, random, lies);
        this.world = new World(record, starts, small.needed());
        this.network = new Network(schedule, random, world);
        int count = random.between(3, MOST_CANDIDATES);
        this.roster = new Roster(SmallForm.SUITE, ENROLLED.subList(0, count));
        people();
    }

    /// What came of a sitting in which nothing was wrong.
    ///
    /// @param events how many things happened
    /// @param responses how many responses are in the record
    /// @param nodeCrashes how often the node crashed
    /// @param machineCrashes how often a seat's machine went down
    /// @param moves how often a candidate was sent to another seat
    public record Sat(
            long events, long responses, int nodeCrashes, int machineCrashes, int moves) {}

    /// Runs the sitting of a seed, looking at every invariant after every event.
    ///
    /// @param listener is told in words what happens
    /// @throws InvariantBroken when one does not hold
    public static Sat run(long seed, Consumer<String> listener) {
        return run(seed, EnumSet.noneOf(Lie.class), everyInvariant(), listener);
    }

    static Sat run(
            long seed, Set<Lie> lies, List<Invariant> invariants, Consumer<String> listener) {
        return new Simulation(seed, lies, invariants, listener).run();
    }

    static List<Invariant> everyInvariant() {
        return List.of(
                new RecordOnlyGrows(),
                new SavedMeansDurable(),
                new NoResponseIsLost(),
                new DeadlineNeverShrinksByAHold(),
                new HeldSeatsShowWhatIsLeft(),
                new ReleasedOnlyByQuorumInTime(),
                new OneOpenSeatPerSession(),
                new EverybodyIsTold());
    }

    private Sat run() {
        starts();
        plansTheDay();
        long limit = schedule.nanos() + LONGEST.toNanos();
        while (schedule.nanos() < restsUntil && schedule.nanos() < limit) {
            try {
                if (!schedule.step()) {
                    break;
                }
                world.machines.forEach(Machine::look);
            } catch (RuntimeException failed) {
                var broken = broken("NothingFails", failed.toString());
                broken.initCause(failed);
                throw broken;
            }
            for (var invariant : invariants) {
                expect(invariant, invariant.brokenBy(world));
            }
        }
        for (var invariant : invariants) {
            expect(invariant, invariant.brokenInTheEndBy(world));
        }
        long responses = server.sitting().sessions().stream().mapToLong(Session::savedSeq).sum();
        return new Sat(schedule.happened(), responses, nodeCrashes, machineCrashes, moves);
    }

    private void expect(Invariant invariant, Optional<String> because) {
        because.ifPresent(
                sentence -> {
                    throw broken(invariant.name(), sentence);
                });
    }

    private InvariantBroken broken(String name, String because) {
        return new InvariantBroken(name, seed, because, List.copyOf(lastEvents));
    }

    private void says(String what) {
        var line = "%8.3f %s".formatted(schedule.nanos() / 1e9 - 1, what);
        listener.accept(line);
        lastEvents.addLast(line);
        if (lastEvents.size() > REMEMBERED) {
            lastEvents.removeFirst();
        }
    }

    // --- the node

    private void starts() {
        try {
            server =
                    new ServerProgram(
                            schedule,
                            random,
                            wall,
                            record,
                            plan,
                            form,
                            roster,
                            sign,
                            "run " + runs);
        } catch (ClockInDoubt doubt) {
            says("the node does not start, somebody sets the clock: " + doubt.getMessage());
            wall.isSetRight();
            later(20_000, 60_000, this::starts);
            return;
        }
        network.leadsTo(server);
        says("the node starts, its clock says " + server.clock().instant());
        var now = server.clock().instant();
        int coming = random.between(SmallForm.made().needed(), SmallForm.made().custodians());
        for (int custodian = 0; custodian < coming; custodian++) {
            int number = custodian;
            var until = Duration.between(now, SmallForm.NOT_BEFORE);
            long wait = Math.max(0, until.toMillis()) + random.between(-20_000, 50_000);
            var program = server;
            var _ =
                    schedule.after(
                            Duration.ofMillis(wait),
                            () ->
                                    program.does(
                                            () -> {
                                                says("custodian " + number + " hands in");
                                                handsIn(program, number);
                                            }));
        }
    }

    private void handsIn(ServerProgram program, int custodian) {
        var share = SmallForm.made().handIn(custodian, program.release().nodeKey());
        handsIn(program, custodian, share);
    }

    private void handsIn(ServerProgram program, int custodian, byte[] share) {
        program.release()
                .handIn(
                        share,
                        what -> {
                            says("custodian " + custodian + ": " + what);
                            if (what instanceof HandingIn.Refused(var reason, _)
                                    && !reason.equals("repeated-share")) {
                                later(
                                        5_000,
                                        40_000,
                                        () ->
                                                program.does(
                                                        () -> handsIn(program, custodian, share)));
                            }
                        });
    }

    private void releaseAlone() {
        var sitting = server.sitting();
        var key = SmallForm.made().formKey();
        var _ =
                sitting.enter(
                        new SittingEntry.Released(
                                server.clock().instant(),
                                form.manifest(),
                                key.digestCommitment(),
                                List.of()),
                        _ -> sitting.released(key));
    }

    private void crashes() {
        if (server.isOver()) {
            return;
        }
        says("the node crashes");
        nodeCrashes++;
        sign = Optional.of(server.sign());
        runs += random.happens(30) ? 1 : 0;
        server.crash();
        network.serverGone();
        if (random.happens(25)) {
            jumps();
        }
        later(500, 50_000, this::starts);
    }

    private void jumps() {
        int hours = random.nextBoolean() ? 1 : -1;
        says("the wall clock jumps by " + hours + " h");
        wall.jump(Duration.ofHours(hours));
    }

    // --- the people

    private static List<Candidate> enrolled() {
        var random = new SeededRandom(1);
        var enrolled = new ArrayList<Candidate>();
        for (int i = 1; i <= MOST_CANDIDATES; i++) {
            var salt = new byte[16];
            random.nextBytes(salt);
            var ticket = "t-" + i;
            enrolled.add(
                    new Candidate(
                            ticket,
                            "考生" + i,
                            Octets.of(salt),
                            Candidate.verifier(
                                    SmallForm.SUITE, Octets.of(salt), ticket, "secret-" + i),
                            i == 4 ? Optional.empty() : Optional.of(desk(i)),
                            i == 3 ? Duration.ofMinutes(2) : Duration.ZERO));
        }
        return enrolled;
    }

    private static SeatId desk(int number) {
        return new SeatId("C1/R1/" + number);
    }

    private void people() {
        int number = 0;
        for (var enrolled : roster.candidates()) {
            number++;
            var candidate =
                    new SimulatedCandidate(
                            enrolled, new SignIn(enrolled.ticketNumber(), "secret-" + number));
            candidate.isComing = !random.happens(8);
            candidate.wanted = random.between(5, 30);
            candidate.thinking = Duration.ofMillis(random.between(1_000, 20_000));
            candidate.handsIn = random.happens(60);
            world.candidates.add(candidate);
            world.machines.add(machine(desk(number)));
        }
        world.machines.add(machine(desk(20)));
        world.machines.add(machine(desk(21)));
    }

    private Machine machine(SeatId seat) {
        return new Machine(
                seat, schedule, random, network, world, record.checkpointKey(), lies, this::says);
    }

    private void plansTheDay() {
        long toStart = Duration.ofMinutes(10).toMillis();
        long toEnd = toStart + plan.rules().duration().toMillis();
        for (int i = 0; i < world.candidates.size(); i++) {
            var candidate = world.candidates.get(i);
            var machine = world.machines.get(i);
            if (candidate.isComing) {
                long comes =
                        random.happens(15)
                                ? toStart + random.between(0, 200_000)
                                : toStart - random.between(20_000, 560_000);
                at(comes, () -> machine.sits(candidate));
            }
        }
        if (random.happens(10)) {
            var _ =
                    schedule.after(
                            Duration.ofNanos(1_000L * random.between(10, 9_000)), this::crashes);
        }
        int troubles = random.between(2, 9);
        for (int i = 0; i < troubles; i++) {
            long when = toStart - 300_000 + random.nextLong(toEnd - toStart + 400_000);
            at(when, this::trouble);
        }
        int acts = random.between(0, 4);
        for (int i = 0; i < acts; i++) {
            at(toStart + random.nextLong(toEnd - toStart), this::actOfStaff);
        }
        if (lies.contains(Lie.RELEASES_ALONE)) {
            at(toStart - 400_000, () -> server.does(this::releaseAlone));
        }
        if (lies.contains(Lie.ADMITS_TWICE)) {
            at(toStart, this::admitTwice);
        }
        at(toEnd + 60_000, this::close);
    }

    private void at(long millis, Runnable then) {
        var _ = schedule.at(1_000_000_000L + millis * 1_000_000L, then);
    }

    private void later(int least, int most, Runnable then) {
        var _ = schedule.after(Duration.ofMillis(random.between(least, most)), then);
    }

    // --- what breaks

    private void trouble() {
        if (isClosed) {
            return;
        }
        int what = random.nextInt(100);
        if (what < 25) {
            crashes();
        } else if (what < 33) {
            jumps();
        } else if (what < 43) {
            var taking = random.nextBoolean() ? SittingLog.Taking.BUSY : SittingLog.Taking.FULL;
            says("the record says " + taking.word() + " for a while");
            record.isShort(Duration.ofMillis(random.between(100, 8_000)), taking);
        } else if (what < 48) {
            int credit = random.between(0, 4);
            server.credit(credit);
            var program = server;
            later(5_000, 60_000, () -> program.credit(10));
        } else {
            someone().ifPresent(what < 75 ? this::machineGoesDown : this::machineIsCutOff);
        }
    }

    private Optional<Machine> someone() {
        var sitting =
                world.machines.stream()
                        .filter(machine -> machine.isOn() && machine.person().isPresent())
                        .toList();
        return sitting.isEmpty()
                ? Optional.empty()
                : Optional.of(sitting.get(random.nextInt(sitting.size())));
    }

    private void machineGoesDown(Machine machine) {
        machineCrashes++;
        var session = machine.session();
        switch (random.nextInt(3)) {
            case 0 -> {
                says(machine.seat() + " loses power");
                machine.losesPower();
            }
            case 1 -> {
                says(machine.seat() + " has a failing disk");
                machine.diskFails();
                later(
                        1,
                        20_000,
                        () -> {
                            says(machine.seat() + " loses power");
                            machine.losesPower();
                            machine.diskHeals();
                        });
            }
            default -> {
                says(machine.seat() + " is killed");
                machine.isKilled();
            }
        }
        later(
                21_000,
                60_000,
                () -> {
                    if (machine.isOn() || machine.person().isEmpty()) {
                        return;
                    }
                    if (random.happens(30) && session.isPresent()) {
                        moveFrom(machine);
                    } else {
                        machine.begins();
                    }
                });
    }

    private void machineIsCutOff(Machine machine) {
        says(machine.seat() + " is cut off");
        machine.isCutOff(true);
        if (random.happens(30)) {
            later(5_000, 40_000, () -> moveFrom(machine));
        } else if (random.happens(40)) {
            later(5_000, 60_000, () -> machineGoesDown(machine));
        }
        later(
                2_000,
                90_000,
                () -> {
                    says(machine.seat() + " is reached again");
                    machine.isCutOff(false);
                });
    }

    /// Two persons send a candidate to a spare machine.
    private void moveFrom(Machine from) {
        var spare =
                world.machines.stream()
                        .skip(world.candidates.size())
                        .filter(machine -> !machine.isOn() && machine.person().isEmpty())
                        .findFirst();
        var person = from.person();
        if (spare.isEmpty() || person.isEmpty() || server.isOver()) {
            if (person.isPresent() && !from.isOn()) {
                from.begins();
            }
            return;
        }
        var to = spare.get();
        server.does(
                () -> {
                    var session = server.sitting().sessionOf(person.get().enrolled());
                    if (session.isEmpty() || from.stage().equals(Optional.of(Stage.CLOSED))) {
                        return;
                    }
                    var order =
                            new MoveOrder(
                                    to.seat(),
                                    Cause.MACHINE_FAULT,
                                    WANG,
                                    LI,
                                    server.clock().instant().plus(Duration.ofHours(2)));
                    if (server.sitting().orders().allowMove(session.get().id(), order)
                            instanceof Act.Done) {
                        moves++;
                        says(person.get() + " moves to " + to.seat());
                        from.isLeft();
                        to.sits(person.get());
                    }
                });
        if (!to.isOn() && !from.isOn()) {
            from.begins();
        }
    }

    // --- what staff do

    private void actOfStaff() {
        if (server.isOver() || isClosed) {
            return;
        }
        var sitting = server.sitting();
        var scope = scope();
        var cause = CAUSES[random.nextInt(CAUSES.length)];
        server.does(
                () -> {
                    int what = random.nextInt(100);
                    if (what < 50) {
                        says(
                                "held: "
                                        + scope.text()
                                        + " "
                                        + sitting.orders().hold(scope, cause, WANG, LI));
                        later(5_000, 150_000, this::resumeAll);
                    } else if (what < 80) {
                        var by = Duration.ofSeconds(random.between(10, 180));
                        says("extended: " + sitting.orders().extend(scope, by, cause, WANG, LI));
                    } else if (what < 90) {
                        var _ = sitting.orders().message(scope, "请安静");
                    } else if (scope instanceof Scope.One) {
                        says("annulled: " + sitting.orders().annul(scope, cause, WANG, LI));
                    }
                });
    }

    private Scope scope() {
        var sessions = server.sitting().sessions();
        if (sessions.isEmpty() || random.happens(50)) {
            return random.nextBoolean() ? new Scope.All() : new Scope.Room("C1/R1");
        }
        return new Scope.One(List.copyOf(sessions).get(random.nextInt(sessions.size())).id());
    }

    private void resumeAll() {
        if (isClosed) {
            return;
        }
        if (server.isOver()) {
            later(10_000, 20_000, this::resumeAll);
            return;
        }
        server.does(
                () -> {
                    says(
                            "resumed: "
                                    + server.sitting()
                                            .orders()
                                            .resume(new Scope.All(), WANG, LI)
                                            .size());
                    boolean isSomebodyHeld =
                            server.sitting().sessions().stream()
                                    .anyMatch(s -> s.state() instanceof SessionState.OnHold);
                    if (isSomebodyHeld) {
                        later(10_000, 20_000, this::resumeAll);
                    }
                });
    }

    private void admitTwice() {
        server.does(
                () ->
                        server.sitting().sessions().stream()
                                .filter(session -> session.place().isPresent())
                                .findFirst()
                                .ifPresent(
                                        session -> {
                                            var candidate =
                                                    roster.withCommitment(session.candidate())
                                                            .orElseThrow();
                                            var place =
                                                    new Place(
                                                            desk(19),
                                                            session.place()
                                                                    .orElseThrow()
                                                                    .verifyingKey());
                                            var _ =
                                                    server.sitting()
                                                            .admit(candidate, place, WANG, _ -> {});
                                        }));
    }

    private void close() {
        if (isClosed) {
            return;
        }
        if (!server.isOver()) {
            server.does(
                    () -> {
                        var sitting = server.sitting();
                        var now = server.clock().instant();
                        if (now.isAfter(plan.rules().ends())) {
                            tidyUp(now);
                        }
                        sitting.close(this::closed);
                    });
        }
        later(15_000, 30_000, this::close);
    }

    /// Whoever never began, or is still on hold, is seen to by two persons.
    private void tidyUp(Instant now) {
        var sitting = server.sitting();
        for (var session : sitting.sessions()) {
            if (session.state() instanceof SessionState.Seated
                    && now.isAfter(plan.rules().ends().plus(Duration.ofMinutes(2)))) {
                says("annulled, never began: " + session.id());
                var _ = sitting.orders().annul(new Scope.One(session.id()), Cause.OTHER, WANG, LI);
            }
        }
        var _ = sitting.orders().resume(new Scope.All(), WANG, LI);
    }

    private void closed(Closing closing) {
        if (closing instanceof Closing.Closed(var tally) && !isClosed) {
            says("closed: " + tally);
            isClosed = true;
            network.calmsDown();
            restsUntil = schedule.nanos() + REST.toNanos();
        }
    }
}
