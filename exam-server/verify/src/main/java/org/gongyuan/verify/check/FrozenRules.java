package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that a planned sitting was opened by the rules two persons had frozen, that these were
/// changed only as they may be (V41), and that nobody got more time than their limit unless two
/// persons let that limit be exceeded (V42).
final class FrozenRules {

    private static final String STARTS = "starts";
    private static final String NOTICE = "notice";
    private static final String LIMIT = "extension-limit";

    /// What may change at all: always to a later instant or a longer time.
    private static final Set<String> CHANGEABLE = Set.of(STARTS, NOTICE, LIMIT);

    private final SittingTrail sitting;
    private final Findings findings;

    FrozenRules(SittingTrail sitting, Findings findings) {
        this.sitting = sitting;
        this.findings = findings;
    }

    void check() {
        for (var frozen : sitting.all(SittingEntry.RulesFrozen.class)) {
            rules(frozen);
        }
        limit();
    }

    /// The notice period that counts at an instant: that of the opening, or a longer one that two
    /// persons decided on since.
    static Duration notice(SittingTrail sitting, Instant at) {
        var notice = sitting.all(SittingEntry.SittingOpened.class).getFirst().entry().notice();
        for (var change : sitting.all(SittingEntry.RuleChanged.class)) {
            var entry = change.entry();
            if (entry.rule().equals(NOTICE) && !entry.at().isAfter(at)) {
                notice = longer(notice, entry.to());
            }
        }
        return notice;
    }

    private static Duration longer(Duration one, String millis) {
        long other = number(millis);
        return other > one.toMillis() ? Duration.ofMillis(other) : one;
    }

    private void rules(Placed<SittingEntry.RulesFrozen> frozen) {
        var entry = frozen.entry();
        var log = frozen.log();
        var opened =
                sitting.all(SittingEntry.SittingOpened.class).stream()
                        .filter(one -> one.log().equals(log))
                        .findFirst();
        boolean isOnce =
                sitting.all(SittingEntry.RulesFrozen.class).stream()
                                .filter(one -> one.log().equals(log))
                                .count()
                        == 1;
        claim(frozen, isOnce && opened.isPresent(), "rules are frozen twice, or without opening");
        claim(
                frozen,
                !entry.proposer().equals(entry.approver()),
                "%s froze the rules alone".formatted(entry.proposer()));
        var values = new HashMap<String, String>();
        for (var rule : entry.rules()) {
            int is = rule.indexOf('=');
            boolean isNew = values.put(rule.substring(0, is), rule.substring(is + 1)) == null;
            claim(frozen, isNew, "rule %s is there twice".formatted(rule));
        }
        if (opened.isEmpty()) {
            return;
        }
        var opening = opened.get().entry();
        claim(
                frozen,
                !entry.frozen().isAfter(opening.at()),
                "the rules were frozen after the opening");
        for (var change : changes(log)) {
            change(change, values, opening.at());
        }
        var atOpening = before(entry, changes(log), opening.at());
        claim(
                frozen,
                opening.starts().toEpochMilli() == number(atOpening.get(STARTS))
                        && opening.duration().toMillis() == number(atOpening.get("length"))
                        && opening.notice().toMillis() == number(atOpening.get(NOTICE))
                        && opening.preset().equals(atOpening.get("preset")),
                "the sitting was opened by other rules than the frozen ones");
    }

    private List<Placed<SittingEntry.RuleChanged>> changes(String log) {
        return sitting.all(SittingEntry.RuleChanged.class).stream()
                .filter(one -> one.log().equals(log))
                .toList();
    }

    /// The values the sitting had to be opened with.
    private static Map<String, String> before(
            SittingEntry.RulesFrozen frozen,
            List<Placed<SittingEntry.RuleChanged>> changes,
            Instant opening) {
        var values = new HashMap<String, String>();
        for (var rule : frozen.rules()) {
            int is = rule.indexOf('=');
            values.put(rule.substring(0, is), rule.substring(is + 1));
        }
        for (var change : changes) {
            if (!change.entry().decided().isAfter(opening)) {
                values.put(change.entry().rule(), change.entry().to());
            }
        }
        return values;
    }

    private void change(
            Placed<SittingEntry.RuleChanged> change, Map<String, String> values, Instant opening) {
        var entry = change.entry();
        boolean isAfterOpening = entry.decided().isAfter(opening);
        boolean isAllowed =
                CHANGEABLE.contains(entry.rule())
                        && !(isAfterOpening && entry.rule().equals(STARTS))
                        && number(entry.to()) > number(entry.from());
        claim(change, isAllowed, "rule %s may not be changed so".formatted(entry.rule()));
        claim(
                change,
                entry.from().equals(values.get(entry.rule())),
                "rule %s was not %s".formatted(entry.rule(), entry.from()));
        claim(
                change,
                !entry.proposer().equals(entry.approver()),
                "%s changed a rule alone".formatted(entry.proposer()));
        claim(
                change,
                !entry.decided().isAfter(entry.at()),
                "the change was entered before it was decided on");
        values.put(entry.rule(), entry.to());
    }

    private void claim(Placed<?> placed, boolean holds, String otherwise) {
        findings.claim(holds, Check.V41, placed.where(), otherwise);
    }

    /// Each extension that leads beyond the limit needs its own act before it, in its log.
    private void limit() {
        var given = new HashMap<SessionId, Duration>();
        var all = new ArrayList<>(sitting.extensions());
        all.sort(java.util.Comparator.comparing(one -> one.entry().at()));
        for (var extension : all) {
            var entry = extension.entry();
            if (entry.cause() == Cause.ACCOMMODATION) {
                continue;
            }
            var sum = given.merge(entry.session(), entry.by(), Duration::plus);
            long most = limitAt(entry.at());
            if (most >= 0) {
                findings.claim(
                        sum.toMillis() <= most || isAllowed(extension.log(), extension),
                        Check.V42,
                        extension.where(),
                        "session %s has %s of more time, the frozen limit is %s"
                                .formatted(entry.session(), sum, Duration.ofMillis(most)));
            }
        }
    }

    private boolean isAllowed(
            String log, Placed<org.gongyuan.protocol.record.SessionEntry.Extended> extension) {
        var entry = extension.entry();
        return sitting.all(SittingEntry.LimitExceeded.class).stream()
                .filter(one -> one.log().equals(log) && one.index() < extension.index())
                .map(Placed::entry)
                .anyMatch(
                        one ->
                                one.by().equals(entry.by())
                                        && one.proposer().equals(entry.proposer())
                                        && one.approver().equals(entry.approver())
                                        && !one.proposer().equals(one.approver()));
    }

    /// The limit in force, or less than nothing when none was frozen.
    private long limitAt(Instant at) {
        long most = -1;
        for (var frozen : sitting.all(SittingEntry.RulesFrozen.class)) {
            for (var rule : frozen.entry().rules()) {
                if (rule.startsWith(LIMIT + "=")) {
                    most = number(rule.substring(LIMIT.length() + 1));
                }
            }
        }
        for (var change : sitting.all(SittingEntry.RuleChanged.class)) {
            var entry = change.entry();
            if (entry.rule().equals(LIMIT) && !entry.at().isAfter(at)) {
                most = Math.max(most, number(entry.to()));
            }
        }
        return most;
    }

    /// A time in milliseconds; what is none is before all others.
    private static long number(String text) {
        return text != null && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    }
}
