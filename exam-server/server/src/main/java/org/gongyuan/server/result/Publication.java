package org.gongyuan.server.result;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How far the results of one run are on their way to the public (`publication.md` section 1). A
/// value: every step gives the next.
///
///     Scored --approved--> Approved once --approved by another--> Approved twice
///     Approved twice --notice begun--> In notice --published, after its end--> Published
///
/// @param run the score run
/// @param results the digest of its results
/// @param notice how long the notice period is, frozen when the sitting opened
/// @param approvers who may approve, by fingerprint
/// @param approvals who did, with the instant
/// @param until when the notice period ends, once it has begun
/// @param isPublished whether the results are public
public record Publication(
        Suite suite,
        String run,
        Digest results,
        Duration notice,
        Map<Digest, VerifyingKey> approvers,
        Map<Digest, Instant> approvals,
        Optional<Instant> until,
        boolean isPublished) {

    private static final String NOTICE = "notice";

    /// So many different approvers are needed.
    public static final int NEEDED = 2;

    public Publication {
        requireNonNull(suite, "suite");
        requireNonNull(run, "run");
        requireNonNull(results, "results");
        requireNonNull(notice, "notice");
        approvers = Map.copyOf(approvers);
        approvals = Map.copyOf(approvals);
        requireNonNull(until, "until");
    }

    /// What came of a step.
    public sealed interface Step {

        /// It was taken: an entry for the record, and where publication stands then.
        record Taken(SittingEntry entry, Publication next) implements Step {

            public Taken {
                requireNonNull(entry, "entry");
                requireNonNull(next, "next");
            }
        }

        /// It was refused.
        record Refused(Reason reason, String because) implements Step {

            public Refused {
                requireNonNull(reason, "reason");
                requireNonNull(because, "because");
            }
        }
    }

    /// Why a step is refused (section 1.3).
    public enum Reason {
        OTHER_RUN,
        UNKNOWN_APPROVER,
        REPEATED,
        SIGNATURE,
        OUT_OF_ORDER,
        TOO_EARLY;

        /// The name in the specification.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Results that were scored and nothing more.
    public static Publication of(
            Suite suite,
            SittingEntry.Scored scored,
            Duration notice,
            List<VerifyingKey> approvers) {
        var known = new HashMap<Digest, VerifyingKey>();
        for (var approver : approvers) {
            if (approver.purpose() != SigningPurpose.APPROVER || approver.suite() != suite) {
                throw new IllegalArgumentException(
                        "%s is no approver's key of suite %s".formatted(approver, suite));
            }
            known.put(approver.fingerprint(), approver);
        }
        if (known.size() < NEEDED) {
            throw new IllegalArgumentException(
                    "publication needs %d different approvers, %d are named"
                            .formatted(NEEDED, known.size()));
        }
        return new Publication(
                suite,
                scored.run(),
                scored.results(),
                notice,
                known,
                Map.of(),
                Optional.empty(),
                false);
    }

    /// What an approver signs.
    public static byte[] toSign(Suite suite, String run, Digest results) {
        return Chains.publication(suite, run, results).toBytes();
    }

    /// An approver approves.
    public Step approve(
            String ofRun, Digest ofResults, Digest approver, Signature signature, Instant at) {
        if (!ofRun.equals(run) || !ofResults.equals(results)) {
            return refused(Reason.OTHER_RUN, "the approval is for run %s".formatted(ofRun));
        }
        if (until.isPresent() || approvals.size() >= NEEDED) {
            return refused(Reason.OUT_OF_ORDER, "run %s is approved already".formatted(run));
        }
        var key = approvers.get(approver);
        if (key == null) {
            return refused(Reason.UNKNOWN_APPROVER, "%s may not approve".formatted(approver));
        }
        if (approvals.containsKey(approver)) {
            return refused(Reason.REPEATED, "%s has approved already".formatted(approver));
        }
        if (!key.holds(signature, toSign(suite, run, results))) {
            return refused(Reason.SIGNATURE, "the signature of %s does not hold".formatted(key));
        }
        var entry =
                new SittingEntry.PublicationApproved(
                        at, run, results, approver, Octets.of(signature.toBytes()));
        return new Step.Taken(entry, after(entry));
    }

    /// The notice period begins.
    public Step beginNotice(Instant at) {
        if (approvals.size() < NEEDED || until.isPresent()) {
            return refused(
                    Reason.OUT_OF_ORDER,
                    "notice of run %s begins once, after %d approvals; there are %d"
                            .formatted(run, NEEDED, approvals.size()));
        }
        var entry = new SittingEntry.NoticeBegun(at, run, at.plus(notice));
        return new Step.Taken(entry, after(entry));
    }

    /// The results become public.
    public Step publish(Instant at) {
        if (until.isEmpty() || isPublished) {
            return refused(
                    Reason.OUT_OF_ORDER,
                    "run %s is published once, after its notice period".formatted(run));
        }
        if (at.isBefore(until.get())) {
            return refused(
                    Reason.TOO_EARLY,
                    "the notice period of run %s ends at %s, it is %s"
                            .formatted(run, until.get(), at));
        }
        var entry = new SittingEntry.Published(at, run, results);
        return new Step.Taken(entry, after(entry));
    }

    /// Where publication stands after an entry of the record; entries of other runs change nothing.
    public Publication after(SittingEntry entry) {
        return switch (entry) {
            case SittingEntry.PublicationApproved approved when approved.run().equals(run) -> {
                var more = new HashMap<>(approvals);
                more.put(approved.approver(), approved.at());
                yield with(more, until, isPublished);
            }
            case SittingEntry.Acted acted -> byAct(acted);
            case SittingEntry.RuleChanged changed
                    when changed.rule().equals(NOTICE) && until.isEmpty() ->
                    noticed(Duration.ofMillis(Long.parseLong(changed.to())));
            case SittingEntry.NoticeBegun begun when begun.run().equals(run) ->
                    with(approvals, Optional.of(begun.until()), isPublished);
            case SittingEntry.Published published when published.run().equals(run) ->
                    with(approvals, until, true);
            default -> this;
        };
    }

    /// An act by which two persons published these results stands for both approvals
    /// (`publication.md` 1.4); that it was proved by both, Acts saw before it was entered.
    private Publication byAct(SittingEntry.Acted acted) {
        boolean isThis =
                PublicationPayload.of(acted.act().toBytes())
                        .filter(one -> one.run().equals(run) && one.results().equals(results))
                        .isPresent();
        if (!isThis) {
            return this;
        }
        var more = new HashMap<>(approvals);
        for (var proof : List.of(acted.proposed(), acted.approved())) {
            more.put(Hashing.sha256().update(proof.toBytes()).digest(), acted.at());
        }
        return with(more, until, isPublished);
    }

    private Publication noticed(Duration other) {
        return other.compareTo(notice) <= 0
                ? this
                : new Publication(
                        suite, run, results, other, approvers, approvals, until, isPublished);
    }

    private Publication with(
            Map<Digest, Instant> given, Optional<Instant> ends, boolean published) {
        return new Publication(suite, run, results, notice, approvers, given, ends, published);
    }

    private static Step refused(Reason reason, String because) {
        return new Step.Refused(reason, reason.word() + ": " + because);
    }
}
