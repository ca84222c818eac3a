package org.gongyuan.server.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.FreshProofs;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Acts that one person proposes and another approves (`staff-access.md` section 3). Of two who
/// decide at once the store refuses one; what was approved is entered and carried out by whoever
/// won.
public final class Acts {

    private static final Duration DRAFT_LIFE = Duration.ofMinutes(5);
    private static final Duration KEPT_FOR = Duration.ofDays(90);
    private static final Set<Proposal.State> DECIDED =
            EnumSet.of(Proposal.State.DONE, Proposal.State.WITHDRAWN);

    private final RevisedDocuments documents;
    private final FreshProofs proofs;
    private final DutyTable table;
    private final Conflicts conflicts;
    private final Effects effects;
    private final InstantSource clock;
    private final SecureRandom random;

    /// What came of it.
    public sealed interface Outcome {

        /// An act as its proposer must send it back.
        record Drafted(ActDocument act) implements Outcome {}

        /// It waits for its second person.
        record Proposed(Proposal proposal) implements Outcome {}

        /// It was approved and carried out; `told` is for the approver alone.
        record Done(Proposal proposal, boolean isDone, String told) implements Outcome {

            @Override
            public String toString() {
                return "Done[%s]".formatted(proposal.outcome());
            }
        }

        /// Its proposer withdrew it.
        record Withdrawn() implements Outcome {}

        /// It was refused.
        record Refused(ActRefusal why, String more) implements Outcome {}
    }

    /// Acts kept in these documents.
    public Acts(
            RevisedDocuments documents,
            FreshProofs proofs,
            DutyTable table,
            Conflicts conflicts,
            Effects effects,
            InstantSource clock,
            SecureRandom random) {
        this.documents = requireNonNull(documents, "documents");
        this.proofs = requireNonNull(proofs, "proofs");
        this.table = requireNonNull(table, "table");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.effects = requireNonNull(effects, "effects");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// Drafts an act for its proposer to stand for.
    public Outcome draft(SignedIn who, Deed deed, String reason) {
        var refusal = refusal(who, deed, "propose").or(() -> impossible(deed));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var nonce = new byte[ActDocument.NONCE];
        random.nextBytes(nonce);
        return new Outcome.Drafted(
                Deed.document(deed, Octets.of(nonce), clock.instant(), who.person(), reason));
    }

    /// Proposes an act that was drafted.
    public Outcome propose(SignedIn who, byte[] bytes, FreshProofs.Given given) {
        ActDocument act;
        try {
            act = ActDocument.read(bytes);
        } catch (IllegalArgumentException unreadable) {
            return refused(ActRefusal.NOT_AN_ACT, unreadable.getMessage());
        }
        var deed = Deed.of(act);
        if (deed.isEmpty()) {
            return refused(ActRefusal.ALTERED);
        }
        if (!act.proposer().equals(who.person())) {
            return refused(ActRefusal.NOT_PROPOSER);
        }
        var now = clock.instant();
        if (now.isAfter(act.proposed().plus(DRAFT_LIFE)) || now.isBefore(act.proposed())) {
            return refused(ActRefusal.EXPIRED);
        }
        var refusal = refusal(who, deed.get(), "propose").or(() -> impossible(deed.get()));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (find(act.digest()).isPresent()) {
            return refused(ActRefusal.REPLAYED);
        }
        return switch (proofs.prove(who, act.toPropose(), given)) {
            case FreshProofs.Outcome.Refused(var because) -> refused(ActRefusal.PROOF, because);
            case FreshProofs.Outcome.Proved(var proof, var device) -> {
                var proposal =
                        new Proposal(
                                act,
                                Octets.of(proof.toBytes()),
                                device,
                                Proposal.State.PROPOSED,
                                Optional.empty(),
                                "");
                yield Answered.by(documents.put(document(proposal, 1)))
                        ? new Outcome.Proposed(proposal)
                        : refused(ActRefusal.REPLAYED);
            }
        };
    }

    /// Approves an act, and carries it out.
    public Outcome approve(SignedIn who, Digest id, FreshProofs.Given given) {
        var found = find(id);
        if (found.isEmpty()) {
            return refused(ActRefusal.UNKNOWN);
        }
        var proposal = Proposal.read(found.get().body());
        var act = proposal.act();
        var deed = Deed.of(act);
        if (deed.isEmpty()) {
            return refused(ActRefusal.ALTERED);
        }
        if (act.proposer().equals(who.person())) {
            return refused(ActRefusal.SELF_APPROVED);
        }
        var refusal = refusal(who, deed.get(), "approve");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var proposersConflict =
                deed.get().sittingOf().flatMap(one -> conflicts.with(act.proposer(), one));
        if (proposersConflict.isPresent()) {
            return refused(ActRefusal.CONFLICT, proposersConflict.get().kind().word());
        }
        if (effects.conflict(deed.get(), act.proposer()).isPresent()) {
            return refused(ActRefusal.CONFLICT);
        }
        if (proposal.state() != Proposal.State.PROPOSED) {
            return refused(ActRefusal.DECIDED);
        }
        if (clock.instant().isAfter(act.expires())) {
            return refused(ActRefusal.EXPIRED);
        }
        var impossible = impossible(deed.get());
        if (impossible.isPresent()) {
            return impossible.get();
        }
        return switch (proofs.prove(who, act.toApprove(), given)) {
            case FreshProofs.Outcome.Refused(var because) -> refused(ActRefusal.PROOF, because);
            case FreshProofs.Outcome.Proved(_, var device) when device.equals(proposal.device()) ->
                    refused(ActRefusal.SAME_DEVICE);
            case FreshProofs.Outcome.Proved(var proof, _) -> {
                var approved = proposal.approvedBy(who.person());
                var kept = found.get().next(approved.toBytes());
                yield Answered.by(documents.put(kept))
                        ? carriedOut(kept, approved, deed.get(), Octets.of(proof.toBytes()))
                        : refused(ActRefusal.OUTRUN);
            }
        };
    }

    private Outcome carriedOut(
            RevisedDocument kept, Proposal approved, Deed deed, Octets approval) {
        var act = approved.act();
        var approver = approved.approver().orElseThrow();
        boolean opens = deed instanceof Deed.Order(_, What.Open _);
        if (!opens) {
            effects.enter(deed.sittingOf(), act, approved.proof(), approver, approval);
        }
        var came = effects.carryOut(act, deed, approver);
        if (opens) {
            var log = came.isDone() ? deed.sittingOf() : Optional.<SittingId>empty();
            effects.enter(log, act, approved.proof(), approver, approval);
        }
        var done = approved.done(came.kept());
        var _ = Answered.by(documents.put(kept.next(done.toBytes())));
        return new Outcome.Done(done, came.isDone(), came.told());
    }

    /// Takes an act back before anybody approved it.
    public Outcome withdraw(SignedIn who, Digest id) {
        var found = find(id);
        if (found.isEmpty()) {
            return refused(ActRefusal.UNKNOWN);
        }
        var proposal = Proposal.read(found.get().body());
        if (!proposal.act().proposer().equals(who.person())) {
            return refused(sees(who, proposal) ? ActRefusal.NOT_PROPOSER : ActRefusal.UNKNOWN);
        }
        if (proposal.state() != Proposal.State.PROPOSED) {
            return refused(ActRefusal.DECIDED);
        }
        return Answered.by(documents.put(found.get().next(proposal.withdrawn().toBytes())))
                ? new Outcome.Withdrawn()
                : refused(ActRefusal.OUTRUN);
    }

    /// The act of this digest, if this person may know of it.
    public Optional<Proposal> seen(SignedIn who, Digest id) {
        return find(id).map(found -> Proposal.read(found.body())).filter(one -> sees(who, one));
    }

    /// How acts stand for one person.
    ///
    /// @param waiting what waits for his approval, or for somebody else's since he proposed it; the
    ///     oldest first
    /// @param decided how many of those he proposed are done or withdrawn
    public record Standing(List<Proposal> waiting, long decided) {}

    /// How acts stand for this person.
    public Standing standing(SignedIn who) {
        var now = clock.instant();
        var all =
                Answered.by(documents.all()).stream()
                        .map(found -> Proposal.read(found.body()))
                        .toList();
        return new Standing(
                all.stream()
                        .filter(one -> one.state() == Proposal.State.PROPOSED)
                        .filter(one -> !now.isAfter(one.act().expires()))
                        .filter(one -> sees(who, one))
                        .sorted(Comparator.comparing(one -> one.act().proposed()))
                        .toList(),
                all.stream()
                        .filter(one -> one.act().proposer().equals(who.person()))
                        .filter(one -> DECIDED.contains(one.state()))
                        .count());
    }

    /// Removes the proposals whose time was over long ago; the record has what became of those that
    /// were approved. Returns how many.
    public int prune() {
        var limit = clock.instant().minus(KEPT_FOR);
        int pruned = 0;
        for (var document : Answered.by(documents.all())) {
            if (Proposal.read(document.body()).act().expires().isBefore(limit)
                    && Answered.by(documents.remove(document))) {
                pruned++;
            }
        }
        return pruned;
    }

    /// How many candidates a deed would concern as things stand, where that can be counted.
    public OptionalInt reach(Deed deed) {
        return effects.reach(deed);
    }

    /// Whether this person proposed it or may approve it.
    private boolean sees(SignedIn who, Proposal proposal) {
        return proposal.act().proposer().equals(who.person())
                || Deed.of(proposal.act())
                        .filter(deed -> refusal(who, deed, "approve").isEmpty())
                        .isPresent();
    }

    private Optional<RevisedDocument> find(Digest id) {
        return Answered.by(documents.find(new DocumentId(id.hex())));
    }

    private Optional<Outcome> refusal(SignedIn who, Deed deed, String verb) {
        var permission = new Permission(Deed.CAPABILITIES.get(deed.kind()) + "." + verb);
        var target = target(deed);
        if (target.isEmpty()
                || !table.may(who.account().grants(), permission, target.get(), clock.instant())) {
            return Optional.of(refused(ActRefusal.NOT_PERMITTED));
        }
        var declared = deed.sittingOf().flatMap(one -> conflicts.with(who.person(), one));
        if (declared.isPresent()) {
            return Optional.of(refused(ActRefusal.CONFLICT, declared.get().kind().word()));
        }
        if (deed instanceof Deed.Recovery(var person) && person.equals(who.person())) {
            return Optional.of(refused(ActRefusal.CONFLICT, Sentence.CONFLICT_OWN_ACCOUNT.of()));
        }
        if (deed instanceof Deed.Granting granting && granting.person().equals(who.person())) {
            return Optional.of(refused(ActRefusal.CONFLICT, Sentence.CONFLICT_OWN_DUTIES.of()));
        }
        return effects.conflict(deed, who.person())
                .or(() -> effects.staffAmongCandidates(deed))
                .map(because -> refused(ActRefusal.CONFLICT, because));
    }

    private Optional<Outcome> impossible(Deed deed) {
        return effects.refusal(deed).map(because -> refused(ActRefusal.IMPOSSIBLE, because));
    }

    private Optional<Target> target(Deed deed) {
        return switch (deed) {
            case ExamDeed exam -> Optional.of(Target.of(exam.sitting()));
            case Deed.Recovery _,
                    Deed.FormSealing _,
                    Deed.Erasure _,
                    Deed.Granting _,
                    PrivacyDeed _ ->
                    Optional.of(Target.NONE);
            case Deed.Order(var sitting, What.Extend what) -> at(sitting, what.scope());
            case Deed.Order(var sitting, What.ExtendBeyond what) -> at(sitting, what.scope());
            case Deed.Order(var sitting, What.Annul what) -> at(sitting, what.scope());
            case Deed.Order(var sitting, What.Transfer what) -> at(sitting, what.scope());
            case Deed.Order(var sitting, What.Move what) ->
                    at(sitting, what.scope())
                            .flatMap(from -> common(from, sitting, Scope.roomOf(what.to())));
            case Deed.Order(var sitting, _) -> Optional.of(Target.of(sitting));
        };
    }

    private Optional<Target> at(SittingId sitting, Scope scope) {
        return effects.target(sitting, scope);
    }

    /// A move lies in what holds both seats.
    private static Optional<Target> common(Target from, SittingId sitting, String to) {
        if (from.room().filter(to::equals).isPresent()) {
            return Optional.of(from);
        }
        var centre = to.substring(0, to.indexOf('/'));
        return Optional.of(
                from.room().filter(room -> room.startsWith(centre + "/")).isPresent()
                        ? Target.of(sitting, centre)
                        : Target.of(sitting));
    }

    private static RevisedDocument document(Proposal proposal, long revision) {
        return new RevisedDocument(
                new DocumentId(proposal.act().digest().hex()), revision, proposal.toBytes());
    }

    private static Outcome refused(ActRefusal why) {
        return refused(why, "");
    }

    private static Outcome refused(ActRefusal why, String more) {
        return new Outcome.Refused(why, more);
    }
}
