package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.release.ReleaseRoom;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.MoveOrder;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingPlan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Carries out orders that have been checked. Waits for disks and the lane, so it is called on
/// virtual
/// threads.
public final class StaffActs {

    /// A move must be made within this time, or be ordered again.
    private static final Duration MOVE_STANDS = Duration.ofMinutes(30);

    private final Hall hall;
    private final Lane lane;
    private final Path inbox;
    private final Acceptance acceptance;

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
    /// by their
    /// digest.
    public StaffActs(Hall hall, Lane lane, Path inbox, Acceptance acceptance) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.inbox = requireNonNull(inbox, "inbox");
        this.acceptance = requireNonNull(acceptance, "acceptance");
    }

    /// Carries out an order.
    public Result carryOut(StaffOrder order, StaffId approver) {
        if (order.what() instanceof What.Open open) {
            return open(order, open, approver);
        }
        var held = hall.sitting(order.sitting());
        if (held.isEmpty()) {
            return new Result(
                    0, "sitting %s is not held here".formatted(order.sitting()), List.of());
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
            return new Result(0, "nobody is in scope", List.of());
        }
        return new Result(
                acts.size() - not.size(),
                not.isEmpty() ? "" : not.getFirst().because(),
                not.stream().map(one -> one.session().toString()).toList());
    }

    private Result open(StaffOrder order, What.Open open, StaffId approver) {
        var form = inbox.resolve(open.manifest().hex());
        var rosterFile = inbox.resolve(open.roster().hex());
        try (var read = SealedForm.read(form, acceptance)) {
            if (!read.manifestDigest().equals(open.manifest())) {
                return new Result(0, "the sealed form is not the one ordered", List.of());
            }
            var roster = Roster.read(Files.readAllBytes(rosterFile));
            if (!roster.digest().equals(open.roster())) {
                return new Result(0, "the roster is not the one ordered", List.of());
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
            return new Result(1, "", List.of());
        } catch (IOException missing) {
            return new Result(
                    0,
                    "the inbox lacks the sealed form or the roster: " + missing.getMessage(),
                    List.of());
        } catch (FormRefused | IllegalArgumentException | HallRefused refused) {
            return new Result(0, refused.getMessage(), List.of());
        } finally {
            discard(rosterFile);
        }
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
