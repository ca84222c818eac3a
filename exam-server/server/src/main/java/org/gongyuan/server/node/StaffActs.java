package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.plan.Examination;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.release.ReleaseRoom;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.MoveOrder;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Carries out orders that have been checked. Waits for disks and the lane, so it is called on
/// virtual threads.
public final class StaffActs {

    /// A move must be made within this time, or be ordered again.
    private static final Duration MOVE_STANDS = Duration.ofMinutes(30);

    private final Hall hall;
    private final Lane lane;
    private final Path inbox;
    private final Acceptance acceptance;
    private final Optional<Examinations> plans;
    private final Predicate<Digest> mayOpen;

    /// What became of an order.
    ///
    /// @param done how many sessions it was done for; of open and close 1
    /// @param because why it was not done, for all or some; empty if it was for all
    /// @param sessions the sessions it was not done for
    public record Result(int done, String because, List<String> sessions) {

        public Result {
            sessions = List.copyOf(sessions);
        }

        /// Whether it was done for everybody it was meant for.
        public boolean isDone() {
            return because.isEmpty();
        }
    }

    /// Acts on the sittings of a hall; sealed forms and rosters to open with lie in `inbox`, named
    /// by their digest. A sitting that is planned is opened by its frozen rules alone.
    ///
    /// @param mayOpen whether a form of this manifest digest may be opened here
    public StaffActs(
            Hall hall,
            Lane lane,
            Path inbox,
            Acceptance acceptance,
            Optional<Examinations> plans,
            Predicate<Digest> mayOpen) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.inbox = requireNonNull(inbox, "inbox");
        this.acceptance = requireNonNull(acceptance, "acceptance");
        this.plans = requireNonNull(plans, "plans");
        this.mayOpen = requireNonNull(mayOpen, "mayOpen");
    }

    /// Carries out an order.
    public Result carryOut(StaffOrder order, StaffId approver) {
        if (order.what() instanceof What.Open open) {
            return open(order, open, approver);
        }
        var held = hall.sitting(order.sitting());
        if (held.isEmpty()) {
            return new Result(0, Sentence.SITTING_NOT_HELD.of(order.sitting()), List.of());
        }
        if (order.what() instanceof What.RestoreLog) {
            return new Result(
                    0,
                    "a log is restored by gongyuan record restore-from-store, after the nodes have"
                            + " ended",
                    List.of());
        }
        if (order.what() instanceof What.Close) {
            return close(held.get());
        }
        if (order.what() instanceof What.Disregard disregard) {
            return disregard(held.get(), order, disregard, approver);
        }
        if (order.what() instanceof What.Extend extend) {
            var beyond = beyond(held.get(), extend);
            if (beyond.isPresent()) {
                return beyond.get();
            }
        }
        if (order.what() instanceof What.ExtendBeyond beyond) {
            var _ =
                    StaffLog.enter(
                            held.get().log(),
                            lane,
                            held.get().sitting().clock(),
                            at ->
                                    new SittingEntry.LimitExceeded(
                                            at,
                                            beyond.scope().text(),
                                            beyond.by(),
                                            beyond.cause(),
                                            order.proposer(),
                                            approver));
        }
        var result = lane.ask(() -> result(act(held.get().sitting(), order, approver))).join();
        held.get().said().awaitWritten();
        return result;
    }

    /// The room a hand-in is meant for, if it can be read and its form is here.
    public Optional<ReleaseRoom> roomFor(byte[] handIn) {
        try {
            var manifest = HandIn.parse(handIn).manifest();
            return hall.sittings().stream()
                    .filter(one -> one.sitting().form().manifest().equals(manifest))
                    .filter(one -> !one.sitting().isClosed())
                    .map(Hall.Held::room)
                    .findFirst();
        } catch (FormRefused | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private List<Act> act(Sitting sitting, StaffOrder order, StaffId approver) {
        var orders = sitting.orders();
        var proposer = order.proposer();
        return switch (order.what()) {
            case What.Hold(var scope, var cause) -> orders.hold(scope, cause, proposer, approver);
            case What.Resume(var scope) -> orders.resume(scope, proposer, approver);
            case What.Extend(var scope, var by, var cause) ->
                    orders.extend(scope, by, cause, proposer, approver);
            case What.ExtendBeyond(var scope, var by, var cause) ->
                    orders.extend(scope, by, cause, proposer, approver);
            case What.Annul(var scope, var cause) -> orders.annul(scope, cause, proposer, approver);
            case What.Transfer(var scope, var to, var cause) ->
                    orders.transfer(scope, to, cause, proposer, approver);
            case What.Tell(var scope, var words) -> orders.message(scope, words);
            case What.Pictures(var scope, int tenths, var length) ->
                    orders.demandPictures(scope, tenths, length);
            case What.Move(var scope, var to, var cause) -> {
                var until = sitting.clock().instant().plus(MOVE_STANDS);
                Function<Session, Act> move =
                        session ->
                                orders.allowMove(
                                        session.id(),
                                        new MoveOrder(to, cause, proposer, approver, until));
                yield sitting.inScope(scope).stream().limit(1).map(move).toList();
            }
            case What.Open _, What.Close _, What.RestoreLog _, What.Disregard _ ->
                    throw new IllegalArgumentException("not an act upon sessions");
        };
    }

    /// Nobody is given more than the frozen limit by the ordinary order; then nobody in its scope
    /// is given anything, so that all of a room are treated alike.
    private Optional<Result> beyond(Hall.Held held, What.Extend extend) {
        var limit = limit(held);
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        var over =
                lane.ask(
                                () ->
                                        held.sitting().inScope(extend.scope()).stream()
                                                .filter(
                                                        one ->
                                                                one.extended()
                                                                                .plus(extend.by())
                                                                                .compareTo(
                                                                                        limit.get())
                                                                        > 0)
                                                .map(one -> one.id().toString())
                                                .toList())
                        .join();
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Result(
                                0,
                                Sentence.BEYOND_LIMIT.of(over.size(), limit.get().toMinutes()),
                                over));
    }

    private Optional<Duration> limit(Hall.Held held) {
        try {
            return held.folder().limit();
        } catch (IOException | NumberFormatException unreadable) {
            hall.alarm(
                    "the limit of more time of sitting %s cannot be read, so none counts: %s"
                            .formatted(held.sitting().id(), unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private Result disregard(
            Hall.Held held, StaffOrder order, What.Disregard what, StaffId approver) {
        var because =
                lane.ask(
                                () ->
                                        held.sitting()
                                                .override(
                                                        what.scope(),
                                                        what.finding(),
                                                        what.cause(),
                                                        order.proposer(),
                                                        approver))
                        .join();
        held.letPass().awaitWritten();
        return because.map(why -> new Result(0, why, List.of()))
                .orElse(new Result(1, "", List.of()));
    }

    private static Result result(List<Act> acts) {
        var not =
                acts.stream()
                        .filter(Act.NotNow.class::isInstance)
                        .map(Act.NotNow.class::cast)
                        .toList();
        if (acts.isEmpty()) {
            return new Result(0, Sentence.NOBODY_IN_SCOPE.of(), List.of());
        }
        return new Result(
                acts.size() - not.size(),
                not.isEmpty() ? "" : not.getFirst().because(),
                not.stream().map(one -> one.session().toString()).toList());
    }

    private Result open(StaffOrder order, What.Open open, StaffId approver) {
        var planned = plans.flatMap(all -> all.of(order.sitting()));
        var refusal =
                planned.flatMap(exam -> exam.sitting(order.sitting()))
                        .flatMap(one -> one.refusal(open));
        if (refusal.isPresent()) {
            return new Result(0, refusal.get(), List.of());
        }
        var form = inbox.resolve(open.manifest().hex());
        var rosterFile = inbox.resolve(open.roster().hex());
        if (!mayOpen.test(open.manifest())) {
            return new Result(0, Sentence.FORM_NOT_TAKEN_IN.of(), List.of());
        }
        try (var read = SealedForm.read(form, acceptance)) {
            if (!read.manifestDigest().equals(open.manifest())) {
                return new Result(0, Sentence.OTHER_FORM_ORDERED.of(), List.of());
            }
            var roster = Roster.read(Files.readAllBytes(rosterFile));
            if (!roster.digest().equals(open.roster())) {
                return new Result(0, Sentence.OTHER_ROSTER_ORDERED.of(), List.of());
            }
            hall.open(
                    SittingPlan.by(
                            open.preset(),
                            order.sitting(),
                            open.starts(),
                            open.length(),
                            read.manifest().notBefore(),
                            open.notice(),
                            open.posture(),
                            order.proposer(),
                            approver),
                    form,
                    roster);
            if (planned.isPresent()) {
                openedAsPlanned(planned.get(), order.sitting());
            }
            return new Result(1, "", List.of());
        } catch (IOException missing) {
            return new Result(0, Sentence.INBOX_LACKS.of(missing.getMessage()), List.of());
        } catch (FormRefused refused) {
            return new Result(
                    0,
                    Sentence.FORM_REFUSED.of(refused.reason().word(), refused.getMessage()),
                    List.of());
        } catch (IllegalArgumentException | HallRefused refused) {
            return new Result(0, refused.getMessage(), List.of());
        } finally {
            discard(rosterFile);
        }
    }

    /// The record says by which rules the sitting was opened, and what of them was changed since
    /// they were frozen (`staff-access.md` 7.3).
    private void openedAsPlanned(Examination exam, SittingId id) throws IOException {
        var planned = exam.sitting(id).orElseThrow();
        var held = hall.sitting(id).orElseThrow();
        var frozen = planned.frozen().orElseThrow();
        var clock = held.sitting().clock();
        held.folder().keepLimit(planned.rules().limit());
        var _ =
                StaffLog.enter(
                        held.log(),
                        lane,
                        clock,
                        at ->
                                new SittingEntry.RulesFrozen(
                                        at,
                                        exam.id().text(),
                                        planned.frozenRules().orElseThrow().words(),
                                        frozen.at(),
                                        frozen.proposer(),
                                        frozen.approver()));
        for (var change : planned.changes()) {
            var _ = StaffLog.enter(held.log(), lane, clock, at -> RuleDeeds.entry(at, change));
        }
        var _ = plans.orElseThrow().change(id, one -> one.openedAt(clock.instant()));
    }

    /// A roster as it is brought lies in the inbox no longer than needed: secrets can be guessed
    /// from it (`session.md` 8.3).
    private void discard(Path roster) {
        try {
            var _ = Files.deleteIfExists(roster);
        } catch (IOException failed) {
            hall.alarm(
                    "the roster %s cannot be deleted from the inbox, delete it by hand: %s"
                            .formatted(roster, failed.getMessage()));
        }
    }

    private Result close(Hall.Held held) {
        return switch (hall.close(held.sitting().id()).join()) {
            case Closing.Closed _ -> new Result(1, "", List.of());
            case Closing.Refused(var because, var sessions) ->
                    new Result(0, because, sessions.stream().map(Object::toString).toList());
        };
    }
}
