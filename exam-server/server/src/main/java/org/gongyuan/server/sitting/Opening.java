package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;

import java.time.Instant;
import java.util.List;

/// The entries every log of a sitting begins with (`session.md` section 7). A node that went down
/// while they were being written finds the first of them only, and enters the others at its next
/// start.
final class Opening {

    private static final List<Class<? extends SittingEntry>> KINDS =
            List.of(
                    SittingEntry.LogOpened.class,
                    SittingEntry.ManifestAccepted.class,
                    SittingEntry.SittingOpened.class,
                    SittingEntry.PosturePolicyFrozen.class);

    private final SittingPlan plan;
    private final SittingForm form;
    private final Roster roster;
    private final Node node;
    private final Octets logKey;
    private int entered;

    Opening(SittingPlan plan, SittingForm form, Roster roster, Node node, Octets logKey) {
        this.plan = plan;
        this.form = form;
        this.roster = roster;
        this.node = node;
        this.logKey = requireNonNull(logKey, "logKey");
    }

    /// The origin of this node's log.
    String origin() {
        return node.body() + "/" + plan.sitting() + "/" + node.name();
    }

    /// Looks at an entry that is in the log already.
    void found(SittingEntry entry) {
        if (!isComplete() && KINDS.get(entered).isInstance(entry)) {
            entered++;
        }
    }

    /// A sitting that notes everything says nothing of it (`session.md` section 9.1).
    private int length() {
        return plan.posture().equals(PosturePolicy.NOTED) ? KINDS.size() - 1 : KINDS.size();
    }

    /// Whether all of them are in the log.
    boolean isComplete() {
        return entered == length();
    }

    /// Enters those that are missing; `opened` is called when the last of them is durable.
    ///
    /// @throws IllegalStateException when the record takes nothing
    void enterMissing(SittingLog log, Runnable opened) {
        var at = node.clock().instant();
        while (!isComplete()) {
            boolean isLast = entered == length() - 1;
            enter(log, at, isLast ? opened : () -> {});
            entered++;
        }
    }

    private void enter(SittingLog log, Instant at, Runnable durable) {
        var attachment = entered == 1 ? form.manifestBytes().toBytes() : SittingLog.NOTHING;
        var taking = log.append(entry(at), attachment, Urgency.TIME, _ -> durable.run());
        if (taking != Taking.TAKEN) {
            throw new IllegalStateException(
                    "sitting %s cannot be opened, its record takes nothing: %s"
                            .formatted(plan.sitting(), taking.word()));
        }
    }

    private SittingEntry entry(Instant at) {
        return switch (entered) {
            case 0 -> new SittingEntry.LogOpened(at, origin(), plan.sitting(), node.name(), logKey);
            case 1 ->
                    new SittingEntry.ManifestAccepted(
                            at,
                            form.manifest(),
                            form.form(),
                            form.revision(),
                            form.suite().id(),
                            form.notBefore(),
                            form.k(),
                            form.n(),
                            form.signers());
            case 2 -> sittingOpened(at);
            default -> new SittingEntry.PosturePolicyFrozen(at, plan.posture());
        };
    }

    private SittingEntry sittingOpened(Instant at) {
        var rules = plan.rules();
        return new SittingEntry.SittingOpened(
                at,
                plan.sitting(),
                form.manifest(),
                rules.opens(),
                rules.starts(),
                rules.ends(),
                rules.duration(),
                rules.lastEntry(),
                rules.earliestHandIn(),
                plan.preset().text(),
                plan.notice(),
                roster.digest(),
                roster.size());
    }
}
