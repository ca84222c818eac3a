package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.plan.PlannedSitting;
import org.gongyuan.server.plan.Rule;
import org.gongyuan.server.plan.RuleChange;
import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/// The rules of planned sittings under two persons (`staff-access.md` 7.3): freezing them, changing
/// one, and opening and giving time by them.
public final class RuleDeeds implements DeedPart {

    private static final StaffId ANY = new StaffId("anybody");

    private final Examinations plans;
    private final Hall hall;
    private final Lane lane;
    private final Path inbox;
    private final InstantSource clock;

    /// Deeds upon these plans and the sittings of a hall.
    public RuleDeeds(Examinations plans, Hall hall, Lane lane, Path inbox, InstantSource clock) {
        this.plans = requireNonNull(plans, "plans");
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.inbox = requireNonNull(inbox, "inbox");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public boolean does(Deed deed) {
        return deed instanceof ExamDeed.Freeze || deed instanceof ExamDeed.ChangeRule;
    }

    /// Also speaks for the orders that frozen rules bind.
    @Override
    public Optional<String> refusal(Deed deed) {
        return switch (deed) {
            case ExamDeed.Freeze(var sitting, var rules) ->
                    tried(
                            sitting,
                            one -> one.frozen(rules, new PlannedSitting.Frozen(now(), ANY, ANY)));
            case ExamDeed.ChangeRule change ->
                    tried(change.sitting(), one -> one.changed(change(change, ANY, ANY)));
            case Deed.Order(var sitting, What.Open open) -> notOpened(sitting, open);
            case Deed.Order(var sitting, What.ExtendBeyond _) -> withoutLimit(sitting);
            default -> Optional.empty();
        };
    }

    private Optional<String> tried(
            SittingId sitting, java.util.function.UnaryOperator<PlannedSitting> change) {
        var planned = plans.of(sitting).flatMap(exam -> exam.sitting(sitting));
        if (planned.isEmpty()) {
            return Optional.of(Sentence.SITTING_NOT_PLANNED.of(sitting));
        }
        try {
            var _ = change.apply(planned.get());
            return Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private Optional<String> notOpened(SittingId sitting, What.Open open) {
        if (hall.sitting(sitting).isPresent()) {
            return Optional.of(Sentence.SITTING_OPENED.of(sitting));
        }
        return plans.of(sitting)
                .flatMap(exam -> exam.sitting(sitting))
                .flatMap(
                        one ->
                                one.refusal(open)
                                        .or(
                                                () ->
                                                        missing(
                                                                Sentence.FORM_MISSING,
                                                                open.manifest().hex()))
                                        .or(
                                                () ->
                                                        missing(
                                                                Sentence.ROSTER_MISSING,
                                                                open.roster().hex())));
    }

    private Optional<String> missing(Sentence what, String name) {
        return Files.exists(inbox.resolve(name)) ? Optional.empty() : Optional.of(what.of());
    }

    private Optional<String> withoutLimit(SittingId sitting) {
        try {
            var held = hall.sitting(sitting);
            return held.isPresent() && held.get().folder().limit().isEmpty()
                    ? Optional.of(Sentence.NO_LIMIT_FROZEN.of(sitting))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(Sentence.LIMIT_UNREADABLE.of());
        }
    }

    /// Those on the roster that was imported last.
    @Override
    public OptionalInt reach(Deed deed) {
        return deed.sittingOf()
                .flatMap(id -> plans.of(id).flatMap(exam -> exam.sitting(id)))
                .flatMap(PlannedSitting::roster)
                .map(roster -> OptionalInt.of(roster.size()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        try {
            switch (deed) {
                case ExamDeed.Freeze(var sitting, var rules) -> {
                    var by = new PlannedSitting.Frozen(now(), act.proposer(), approver);
                    var _ = plans.change(sitting, one -> one.frozen(rules, by)).orElseThrow();
                }
                case ExamDeed.ChangeRule change ->
                        changed(change.sitting(), change(change, act.proposer(), approver));
                default -> throw new IllegalArgumentException("no deed upon rules");
            }
            return new Came(true, Sentence.DONE.of(), Sentence.DONE.of());
        } catch (IllegalArgumentException | IOException refused) {
            return new Came(false, refused.getMessage(), refused.getMessage());
        }
    }

    private void changed(SittingId sitting, RuleChange change) throws IOException {
        var planned = plans.change(sitting, one -> one.changed(change)).orElseThrow();
        var held = hall.sitting(sitting);
        if (held.isEmpty()) {
            return;
        }
        var _ = StaffLog.enter(held.get().log(), lane, clock, at -> entry(at, change));
        held.get().folder().keepLimit(planned.rules().limit());
    }

    /// A change as the record has it.
    static SittingEntry.RuleChanged entry(Instant at, RuleChange change) {
        return new SittingEntry.RuleChanged(
                at,
                change.rule().word(),
                change.from(),
                change.to(),
                change.at(),
                change.proposer(),
                change.approver());
    }

    private RuleChange change(ExamDeed.ChangeRule deed, StaffId proposer, StaffId approver) {
        return new RuleChange(
                Rule.named(deed.rule()), deed.from(), deed.to(), now(), proposer, approver);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.instant().toEpochMilli());
    }
}
