package org.gongyuan.server.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sitting of an examination as it is planned.
///
///     Draft --frozen by two--> Frozen --opened by two--> Opened
///     Frozen, Opened --a rule changed by two--> the same
///
/// @param frozen who froze the rules, and when
/// @param frozenRules what they were when they were frozen
/// @param changes since then
/// @param roster the roster that was imported last
/// @param opened when the sitting was opened
public record PlannedSitting(
        SittingId id,
        PlannedRules rules,
        Optional<Frozen> frozen,
        Optional<PlannedRules> frozenRules,
        List<RuleChange> changes,
        Optional<Imported> roster,
        Optional<Instant> opened) {

    private static final byte[] LABEL = "gongyuan/planned-rules/1\0".getBytes(UTF_8);
    private static final int MOST_CHANGES = 20;

    /// Two persons froze the rules.
    public record Frozen(Instant at, StaffId proposer, StaffId approver) {

        public Frozen {
            requireNonNull(at, "at");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }
    }

    /// A roster was imported.
    ///
    /// @param digest by which the record and the inbox name it
    public record Imported(Digest digest, int size, Instant at, StaffId by) {

        public Imported {
            requireNonNull(digest, "digest");
            requireNonNull(at, "at");
            requireNonNull(by, "by");
            if (size < 1) {
                throw new IllegalArgumentException("a roster has candidates, not " + size);
            }
        }
    }

    public PlannedSitting {
        requireNonNull(id, "id");
        requireNonNull(rules, "rules");
        requireNonNull(frozen, "frozen");
        requireNonNull(frozenRules, "frozenRules");
        changes = List.copyOf(changes);
        requireNonNull(roster, "roster");
        requireNonNull(opened, "opened");
        if (frozen.isPresent() != frozenRules.isPresent()) {
            throw new IllegalArgumentException("frozen rules are kept as they were frozen");
        }
        if (frozen.isEmpty() && (opened.isPresent() || !changes.isEmpty())) {
            throw new IllegalArgumentException(
                    "sitting %s is opened and its rules are changed once they are frozen"
                            .formatted(id));
        }
    }

    /// A sitting whose rules are drafted.
    public static PlannedSitting drafted(SittingId id, PlannedRules rules) {
        return new PlannedSitting(
                id,
                rules,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// What stands for the rules in an act that freezes them.
    public Digest digest() {
        var to = new CborWriter(512).array(3).text(id.text()).text(String.join(" ", rules.words()));
        return Hashing.sha256()
                .update(LABEL)
                .update(to.text(rules.value(Rule.POSTURE)).toBytes())
                .digest();
    }

    /// The same with other drafted rules.
    ///
    /// @throws IllegalArgumentException once they are frozen
    public PlannedSitting drafting(PlannedRules other) {
        refuse(frozen.isPresent(), Sentence.RULES_FROZEN.of(id));
        return with(other, changes);
    }

    /// The same with its rules frozen.
    ///
    /// @throws IllegalArgumentException when they are already, or are others than these two saw
    public PlannedSitting frozen(Digest seen, Frozen by) {
        refuse(frozen.isPresent(), Sentence.RULES_FROZEN_ALREADY.of(id));
        refuse(!seen.equals(digest()), Sentence.RULES_CHANGED_SINCE.of(id));
        return new PlannedSitting(
                id, rules, Optional.of(by), Optional.of(rules), changes, roster, opened);
    }

    /// The same with a frozen rule changed.
    ///
    /// @throws IllegalArgumentException when that rule may not be changed, or not so
    public PlannedSitting changed(RuleChange change) {
        refuse(frozen.isEmpty(), Sentence.RULES_NOT_FROZEN.of(id));
        refuse(
                !change.rule().mayChange(opened.isPresent()),
                opened.isPresent()
                        ? Sentence.RULE_UNCHANGEABLE_OPENED.of(change.rule().word(), id)
                        : Sentence.RULE_UNCHANGEABLE.of(change.rule().word(), id));
        refuse(
                !rules.value(change.rule()).equals(change.from()),
                Sentence.RULE_IS_OTHER.of(change.rule().word(), id, change.from()));
        refuse(changes.size() >= MOST_CHANGES, Sentence.RULE_CHANGES_MOST.of(id));
        var more = new ArrayList<>(changes);
        more.add(change);
        return with(rules.with(change.rule(), change.to()), more);
    }

    private void refuse(boolean isRefused, String because) {
        if (isRefused) {
            throw new IllegalArgumentException(because);
        }
    }

    /// The same with a roster.
    ///
    /// @throws IllegalArgumentException once the sitting is opened
    public PlannedSitting with(Imported imported) {
        refuse(opened.isPresent(), Sentence.ROSTER_STAYS.of(id));
        return new PlannedSitting(
                id, rules, frozen, frozenRules, changes, Optional.of(imported), opened);
    }

    /// The same, opened.
    public PlannedSitting openedAt(Instant at) {
        return new PlannedSitting(id, rules, frozen, frozenRules, changes, roster, Optional.of(at));
    }

    private PlannedSitting with(PlannedRules other, List<RuleChange> all) {
        return new PlannedSitting(id, other, frozen, frozenRules, all, roster, opened);
    }

    /// Why this order does not open the sitting as it is planned, if so.
    public Optional<String> refusal(What.Open order) {
        if (frozen.isEmpty()) {
            return Optional.of(Sentence.RULES_DRAFT.of(id));
        }
        boolean isSame =
                order.preset() == rules.preset()
                        && order.starts().equals(rules.starts())
                        && order.length().equals(rules.length())
                        && order.notice().equals(rules.notice())
                        && order.posture().equals(rules.posture())
                        && order.manifest().equals(rules.form());
        if (!isSame) {
            return Optional.of(Sentence.RULES_OTHER_THAN_FROZEN.of(id));
        }
        return roster.filter(one -> one.digest().equals(order.roster())).isPresent()
                ? Optional.empty()
                : Optional.of(Sentence.ROSTER_NOT_LAST.of(id));
    }
}
