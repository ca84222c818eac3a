package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Staffing;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.act.PrivacyDeed;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Acts under two persons upon what this node holds. Waits for disks and the lane, so it is called
/// on virtual threads.
public final class StaffEffects implements Effects {

    private final Hall hall;
    private final Lane lane;
    private final InstantSource clock;
    private final StaffActs acts;
    private final StaffLog staffLog;
    private final Conflicts conflicts;
    private final Invitations invitations;
    private final Erasures erasures;
    private final Predicate<StaffId> unlinking;
    private final Staffing staffing;
    private final Path inbox;
    private final List<DeedPart> parts;
    private final SealedForms forms;

    /// Acts upon a hall.
    public StaffEffects(
            Hall hall,
            Lane lane,
            InstantSource clock,
            StaffActs acts,
            StaffLog staffLog,
            Conflicts conflicts,
            Invitations invitations,
            Erasures erasures,
            Predicate<StaffId> unlinking,
            Staffing staffing,
            Path inbox,
            List<DeedPart> parts,
            SealedForms forms) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.clock = requireNonNull(clock, "clock");
        this.acts = requireNonNull(acts, "acts");
        this.staffLog = requireNonNull(staffLog, "staffLog");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.invitations = requireNonNull(invitations, "invitations");
        this.erasures = requireNonNull(erasures, "erasures");
        this.unlinking = requireNonNull(unlinking, "unlinking");
        this.staffing = requireNonNull(staffing, "staffing");
        this.inbox = requireNonNull(inbox, "inbox");
        this.parts = List.copyOf(parts);
        this.forms = requireNonNull(forms, "forms");
    }

    @Override
    public Optional<Target> target(SittingId sitting, Scope scope) {
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        return switch (scope) {
            case Scope.All _ -> Optional.of(Target.of(sitting));
            case Scope.Room(var room) -> Optional.of(Target.of(sitting, room));
            case Scope.At(var seat) -> Optional.of(Target.of(sitting, Scope.roomOf(seat)));
            case Scope.One _ ->
                    lane.ask(
                                    () ->
                                            held.get().sitting().inScope(scope).stream()
                                                    .findFirst()
                                                    .flatMap(Session::place)
                                                    .map(place -> Scope.roomOf(place.seat()))
                                                    .map(room -> Target.of(sitting, room)))
                            .join();
        };
    }

    @Override
    public Optional<String> staffAmongCandidates(Deed deed) {
        if (deed instanceof Deed.Erasure erasure) {
            return erasures.refusal(erasure);
        }
        if (!(deed instanceof Deed.Order(var sitting, What.Open open))) {
            return Optional.empty();
        }
        try {
            var roster = Roster.read(Files.readAllBytes(inbox.resolve(open.roster().hex())));
            var tickets = roster.candidates().stream().map(Candidate::ticketNumber).toList();
            var staff = conflicts.staffAmong(sitting, tickets);
            return staff.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Sentence.STAFF_ON_ROSTER.of(String.join(", ", names(staff))));
        } catch (IOException | IllegalArgumentException missing) {
            // The opening itself says what is wrong with the inbox.
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt reach(Deed deed) {
        return switch (deed) {
            case Deed.Order(var sitting, var what) -> reach(sitting, what);
            case Deed.Erasure(var upon, _) -> OptionalInt.of(kept(upon));
            default ->
                    parts.stream()
                            .filter(part -> part.does(deed))
                            .map(part -> part.reach(deed))
                            .findFirst()
                            .orElse(OptionalInt.empty());
        };
    }

    /// Whose data a deletion names: one person's, or that of all candidates of a sitting.
    private int kept(String upon) {
        return upon.contains(" ") ? 1 : hall.keptCandidates(new SittingId(upon));
    }

    private OptionalInt reach(SittingId sitting, What what) {
        return switch (what) {
            case What.Open open -> onRoster(open);
            case What.Close _ -> reach(sitting, new Scope.All());
            case What.Extend extend -> reach(sitting, extend.scope());
            case What.ExtendBeyond extend -> reach(sitting, extend.scope());
            case What.Annul annul -> reach(sitting, annul.scope());
            case What.Transfer transfer -> reach(sitting, transfer.scope());
            case What.Move move -> reach(sitting, move.scope());
            default -> OptionalInt.empty();
        };
    }

    private OptionalInt reach(SittingId sitting, Scope scope) {
        var held = hall.sitting(sitting);
        return held.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(lane.ask(() -> held.get().sitting().inScope(scope).size()).join());
    }

    private OptionalInt onRoster(What.Open open) {
        try {
            var roster = Roster.read(Files.readAllBytes(inbox.resolve(open.roster().hex())));
            return OptionalInt.of(roster.candidates().size());
        } catch (IOException | IllegalArgumentException missing) {
            // The opening itself says what is wrong with the inbox.
            return OptionalInt.empty();
        }
    }

    @Override
    public Optional<String> conflict(Deed deed, StaffId person) {
        return parts.stream().flatMap(part -> part.conflict(deed, person).stream()).findFirst();
    }

    @Override
    public Optional<String> refusal(Deed deed) {
        return parts.stream().flatMap(part -> part.refusal(deed).stream()).findFirst();
    }

    private static List<String> names(List<StaffId> staff) {
        return staff.stream().map(StaffId::text).toList();
    }

    @Override
    public void enter(
            Optional<SittingId> sitting,
            ActDocument act,
            Octets proposed,
            StaffId approver,
            Octets approved) {
        var bytes = Octets.of(act.toBytes());
        var held = sitting.flatMap(hall::sitting);
        if (held.isEmpty()) {
            var _ =
                    staffLog.enter(
                            at -> new SittingEntry.Acted(at, bytes, proposed, approver, approved));
            return;
        }
        StaffKeyFile.keep(hall, held.get(), act.proposer(), proposed);
        StaffKeyFile.keep(hall, held.get(), approver, approved);
        var _ =
                StaffLog.enter(
                        held.get().log(),
                        lane,
                        clock,
                        at -> new SittingEntry.Acted(at, bytes, proposed, approver, approved));
    }

    @Override
    public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        return switch (deed) {
            case Deed.FormSealing(var manifest) -> takeIn(act, manifest);
            case Deed.Recovery(var person) ->
                    switch (invitations.recover(person)) {
                        case Invitations.Outcome.Invited(var code) -> {
                            var _ = unlinking.test(person);
                            yield new Came(true, code, Sentence.INVITED_ANEW.of());
                        }
                        case Invitations.Outcome.Refused(var because) ->
                                new Came(false, because, because);
                    };
            case Deed.Erasure erasure -> erasures.carryOut(erasure, act.proposer(), approver);
            case Deed.Granting of ->
                    switch (staffing.grant(
                            approver,
                            of.person(),
                            of.ways(),
                            of.duty(),
                            of.area(),
                            of.from(),
                            of.until())) {
                        case Staffing.Outcome.Done _ ->
                                new Came(true, Sentence.GRANTED.of(), Sentence.GRANTED.of());
                        case Staffing.Outcome.Refused(var because) ->
                                new Came(false, because, because);
                        case Staffing.Outcome.Unknown _ ->
                                new Came(
                                        false,
                                        Sentence.ACCOUNT_MISSING.of(),
                                        Sentence.NO_ACCOUNT.of());
                    };
            case Deed.Order order -> {
                var result = acts.carryOut(Deed.order(act, order, Optional.of(approver)), approver);
                var told =
                        result.isDone()
                                ? Sentence.DONE_FOR.of(result.done())
                                : Sentence.DONE_IN_PART.of(
                                        result.done(), result.sessions().size(), result.because());
                yield new Came(result.isDone(), told, told);
            }
            case ExamDeed _, PrivacyDeed _ ->
                    parts.stream()
                            .filter(part -> part.does(deed))
                            .findFirst()
                            .orElseThrow()
                            .carryOut(act, deed, approver);
        };
    }

    private Came takeIn(ActDocument act, Digest manifest) {
        try {
            var taken = forms.takeIn(manifest, act.digest());
            var signers = taken.signers();
            var _ =
                    staffLog.enter(
                            at ->
                                    new SittingEntry.FormTakenIn(
                                            at,
                                            manifest,
                                            act.digest(),
                                            List.of(signers.assembler(), signers.reviewer())));
            var told = Sentence.FORM_TAKEN_IN.of(taken.form());
            return new Came(true, told, told);
        } catch (FormRefused refused) {
            var because = Sentence.FORM_REFUSED.of(refused.reason().word(), refused.getMessage());
            return new Came(false, because, because);
        } catch (IOException | IllegalArgumentException refused) {
            return new Came(false, refused.getMessage(), refused.getMessage());
        }
    }
}
