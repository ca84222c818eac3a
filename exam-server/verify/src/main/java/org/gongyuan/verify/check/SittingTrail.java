package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Follows a sitting through the entries of all its logs: puts each session's entries in the order
/// of their ordinals (V10) and checks what concerns the sitting as a whole (V08, V09, V20–V22,
/// V29–V32).
final class SittingTrail {

    private static final String RELEASE = "form";
    private static final String MARKING = "marking";
    private static final String EVIDENCE = "evidence";

    private final Suite suite;
    private final ManifestFacts manifest;
    private final Findings findings;
    private final SeatSignatures signatures;
    private final Hashing hashing;

    private final Map<SessionId, SessionTrail> sessions = new LinkedHashMap<>();
    private final Map<SessionId, InOrder> order = new HashMap<>();
    private final List<Placed<SessionEntry.Started>> starts = new ArrayList<>();
    private final List<Placed<SessionEntry.Extended>> extensions = new ArrayList<>();
    private final List<Placed<SittingEntry>> facts = new ArrayList<>();
    private final Map<String, TreeMap<Long, Entry>> aside = new HashMap<>();
    private OpenedRules rules;

    /// An entry and the log it stands in.
    record Placed<E>(String log, long index, E entry) {

        String where() {
            return log + " entry " + index;
        }
    }

    /// One session's entries on their way into their order: which is due, and those that came
    /// before it was, because logs are read one after the other.
    private static final class InOrder {

        private SessionTrail trail;
        private long due;
        private final TreeMap<Long, SessionEntry> ahead = new TreeMap<>();
    }

    SittingTrail(
            Suite suite, ManifestFacts manifest, Findings findings, SeatSignatures signatures) {
        this.suite = suite;
        this.hashing = suite.hashing();
        this.signatures = signatures;
        this.manifest = manifest;
        this.findings = findings;
    }

    /// The sessions, in the order in which they first appear.
    Map<SessionId, SessionTrail> sessions() {
        return sessions;
    }

    /// Whether any session was started.
    boolean hasStarts() {
        return !starts.isEmpty();
    }

    /// Every extension of a session's time, in the order of the logs.
    List<Placed<SessionEntry.Extended>> extensions() {
        return extensions;
    }

    /// The facts about the sitting of one kind, over all logs.
    <E extends SittingEntry> List<Placed<E>> all(Class<E> kind) {
        return facts.stream()
                .filter(fact -> kind.isInstance(fact.entry()))
                .map(fact -> new Placed<>(fact.log(), fact.index(), kind.cast(fact.entry())))
                .toList();
    }

    void follow(String log, long index, SittingEntry entry) {
        facts.add(new Placed<>(log, index, entry));
        if (entry instanceof SittingEntry.SittingOpened opened && rules == null) {
            rules =
                    new OpenedRules(
                            opened.starts(),
                            opened.ends(),
                            opened.duration(),
                            manifest.notBefore(),
                            Optional.empty());
        }
        if (entry instanceof SittingEntry.PosturePolicyFrozen frozen && rules != null) {
            rules = rules.with(frozen.policy());
        }
    }

    void follow(String log, long index, SessionEntry entry) {
        if (entry instanceof SessionEntry.Started started) {
            starts.add(new Placed<>(log, index, started));
        }
        if (entry instanceof SessionEntry.Extended extended) {
            extensions.add(new Placed<>(log, index, extended));
        }
        var session = order.computeIfAbsent(entry.session(), _ -> new InOrder());
        if (entry.ordinal() == session.due) {
            take(session, entry);
            while (!session.ahead.isEmpty() && session.ahead.firstKey() == session.due) {
                take(session, session.ahead.pollFirstEntry().getValue());
            }
        } else if (entry.ordinal() < session.due
                || session.ahead.putIfAbsent(entry.ordinal(), entry) != null) {
            findings.fails(
                    Check.V10,
                    log + " entry " + index,
                    "session %s has a second entry %d".formatted(entry.session(), entry.ordinal()));
        }
    }

    /// Takes an entry that its own log has set aside: it is followed nowhere, and judged at the
    /// end.
    void setAside(String log, long index, Entry entry) {
        aside.computeIfAbsent(log, _ -> new TreeMap<>()).put(index, entry);
    }

    private void take(InOrder session, SessionEntry entry) {
        if (session.trail == null) {
            session.trail =
                    new SessionTrail(
                            entry.session(), suite, hashing, rulesInForce(), findings, signatures);
            sessions.put(entry.session(), session.trail);
        }
        session.trail.follow(entry);
        session.due++;
    }

    private OpenedRules rulesInForce() {
        return rules == null
                ? new OpenedRules(
                        Instant.MAX, Instant.MAX, Duration.ZERO, Instant.MAX, Optional.empty())
                : rules;
    }

    /// Judges the sitting as a whole, when every log has been read.
    void close() {
        order.forEach(this::withoutTheMissing);
        findings.examined(Check.V10, sessions.size());
        setAside();
        release();
        closing();
        roster();
        posturePolicy();
        openings();
        publication();
        ends();
    }

    /// Says which entries of a session are missing, and follows those behind them all the same, so
    /// that other checks do not speak for the gap.
    private void withoutTheMissing(SessionId id, InOrder session) {
        while (!session.ahead.isEmpty()) {
            var next = session.ahead.pollFirstEntry();
            if (next.getKey() != session.due) {
                findings.fails(
                        Check.V10,
                        "session " + id,
                        "entry %d is missing before %d".formatted(session.due, next.getKey()));
                session.due = next.getKey();
            }
            take(session, next.getValue());
        }
    }

    /// What a log sets aside must stand in it before, once; its place must be held by an entry that
    /// counts, or it follows in its session what this log has set aside itself.
    private void setAside() {
        var named = new HashMap<String, Set<Long>>();
        var lost = new HashMap<String, Set<Long>>();
        for (var fact : all(SittingEntry.NotRestored.class)) {
            lost.computeIfAbsent(fact.log(), _ -> new HashSet<>()).add(fact.index());
        }
        for (var fact : all(SittingEntry.SetAside.class)) {
            for (long index : fact.entry().indices()) {
                var entry = aside.getOrDefault(fact.log(), new TreeMap<>()).get(index);
                boolean isLost = lost.getOrDefault(fact.log(), Set.of()).contains(index);
                boolean isFirst =
                        named.computeIfAbsent(fact.log(), _ -> new HashSet<>()).add(index);
                findings.claim(
                        (entry != null || isLost) && isFirst && index < fact.index(),
                        Check.V33,
                        fact.where(),
                        "entry %d is set aside, which is none of a session before it, or twice"
                                .formatted(index));
            }
        }
        aside.forEach(this::areHeld);
    }

    private void areHeld(String log, SortedMap<Long, Entry> entries) {
        var branches = new HashMap<SessionId, Long>();
        entries.forEach(
                (index, entry) -> {
                    boolean isHeld =
                            switch (entry) {
                                case SessionEntry one -> isHeld(one, branches);
                                case SittingEntry.Absent one -> isKnown(one.candidate());
                                case SittingEntry _ -> false;
                            };
                    findings.claim(
                            isHeld,
                            Check.V33,
                            log + " entry " + index,
                            "it is set aside, but no entry that counts holds its place");
                });
    }

    /// @param branches the ordinal of each session's last entry that the same log sets aside
    private boolean isHeld(SessionEntry entry, Map<SessionId, Long> branches) {
        var session = order.get(entry.session());
        boolean isTaken = session != null && entry.ordinal() < session.due;
        var before = branches.get(entry.session());
        boolean goesOn = before != null && before == entry.ordinal() - 1;
        boolean isAbsent =
                entry instanceof SessionEntry.Admitted admitted && isKnown(admitted.candidate());
        if (isTaken || goesOn || isAbsent) {
            branches.put(entry.session(), entry.ordinal());
            return true;
        }
        return false;
    }

    private boolean isKnown(Digest candidate) {
        return sessions.values().stream().anyMatch(one -> candidate.equals(one.candidate()))
                || all(SittingEntry.Absent.class).stream()
                        .anyMatch(one -> one.entry().candidate().equals(candidate));
    }

    private void release() {
        var held = new HashMap<String, Digest>();
        for (var released : all(SittingEntry.Released.class)) {
            var entry = released.entry();
            quorum(Check.V08, released, RELEASE, manifest.form().k(), entry.shares(), entry.at());
            findings.claim(
                    entry.key().equals(manifest.form().key())
                            && entry.manifest().equals(manifest.digest()),
                    Check.V08,
                    released.where(),
                    "the released key is not the one the manifest commits to");
            findings.claim(
                    !entry.at().isBefore(manifest.notBefore()),
                    Check.V09,
                    released.where(),
                    "released at %s, not before %s was allowed"
                            .formatted(entry.at(), manifest.notBefore()));
            held.put(node(released.log()), entry.key());
        }
        for (var handed : all(SittingEntry.KeyHandedOn.class)) {
            findings.claim(
                    handed.entry().key().equals(manifest.form().key())
                            && held.containsKey(handed.entry().from()),
                    Check.V31,
                    handed.where(),
                    "a key was handed on by a node that did not hold it");
            held.put(handed.entry().to(), handed.entry().key());
        }
        for (var start : starts) {
            findings.claim(
                    held.containsKey(node(start.log())),
                    Check.V31,
                    start.where(),
                    "a session was started by a node that never held the released key");
        }
    }

    private static String node(String origin) {
        return origin.substring(origin.lastIndexOf('/') + 1);
    }

    private void quorum(
            Check check,
            Placed<?> opening,
            String purpose,
            int k,
            List<Integer> shares,
            Instant at) {
        var received = new HashSet<Integer>();
        for (var share : all(SittingEntry.ShareReceived.class)) {
            if (share.entry().purpose().equals(purpose) && !share.entry().at().isAfter(at)) {
                received.add(share.entry().share());
            }
        }
        var different = new HashSet<>(shares);
        findings.claim(
                different.size() >= k && different.size() == shares.size(),
                check,
                opening.where(),
                "%d different shares where %d are needed".formatted(different.size(), k));
        findings.claim(
                received.containsAll(different),
                check,
                opening.where(),
                "a share was used that had not been received");
    }

    private void closing() {
        var closings = all(SittingEntry.SittingClosed.class);
        if (closings.isEmpty()) {
            findings.notReached(Check.V20, "the sitting is not closed");
            return;
        }
        var closed = closings.getLast();
        var counted = new HashMap<SessionTrail.State, Integer>();
        sessions.values().forEach(session -> counted.merge(session.state(), 1, Integer::sum));
        int submitted = counted.getOrDefault(SessionTrail.State.SUBMITTED, 0);
        int expired = counted.getOrDefault(SessionTrail.State.EXPIRED, 0);
        int voided = counted.getOrDefault(SessionTrail.State.VOIDED, 0);
        int transferred = counted.getOrDefault(SessionTrail.State.TRANSFERRED, 0);
        var entry = closed.entry();
        count(closed, "submitted", entry.submitted(), submitted);
        count(closed, "expired", entry.expired(), expired);
        count(closed, "voided", entry.voided(), voided);
        count(closed, "transferred", entry.transferred(), transferred);
        count(closed, "admitted", entry.admitted(), sessions.size());
        count(closed, "absent", entry.absent(), all(SittingEntry.Absent.class).size());
        count(closed, "admitted and absent", entry.expected(), entry.admitted() + entry.absent());
        count(
                closed,
                "closed sessions",
                entry.admitted(),
                submitted + expired + voided + transferred);
    }

    private void count(Placed<?> closed, String what, int said, int found) {
        findings.claim(
                said == found,
                Check.V20,
                closed.where(),
                "%s: the closing says %d, the record has %d".formatted(what, said, found));
    }

    private void roster() {
        var openings = all(SittingEntry.SittingOpened.class);
        if (openings.isEmpty() || all(SittingEntry.SittingClosed.class).isEmpty()) {
            findings.notReached(Check.V21, "the sitting was not opened and closed");
            return;
        }
        var opened = openings.getFirst();
        var candidates = new ArrayList<Digest>();
        sessions.values().forEach(session -> candidates.add(session.candidate()));
        all(SittingEntry.Absent.class)
                .forEach(absent -> candidates.add(absent.entry().candidate()));
        candidates.removeIf(candidate -> candidate == null);
        findings.claim(
                Chains.roster(suite, candidates).equals(opened.entry().roster()),
                Check.V21,
                opened.where(),
                "admitted and absent candidates are not the roster of the opening");
        for (var other : openings) {
            findings.claim(
                    other.entry().roster().equals(opened.entry().roster())
                            && other.entry().starts().equals(opened.entry().starts())
                            && other.entry().ends().equals(opened.entry().ends())
                            && other.entry().duration().equals(opened.entry().duration()),
                    Check.V21,
                    other.where(),
                    "two nodes opened the sitting under different rules or rosters");
        }
    }

    /// The policy stands right behind the opening it belongs to, and is the same in every log.
    private void posturePolicy() {
        var policies = all(SittingEntry.PosturePolicyFrozen.class);
        if (policies.isEmpty()) {
            findings.notReached(Check.V36, "everything about the machines is only noted");
            return;
        }
        var openings = all(SittingEntry.SittingOpened.class);
        for (var policy : policies) {
            findings.claim(
                    openings.stream()
                            .anyMatch(
                                    opened ->
                                            opened.log().equals(policy.log())
                                                    && opened.index() == policy.index() - 1),
                    Check.V36,
                    policy.where(),
                    "the posture policy does not stand behind the opening");
            findings.claim(
                    policy.entry().policy().equals(policies.getFirst().entry().policy()),
                    Check.V36,
                    policy.where(),
                    "two nodes opened the sitting under different posture policies");
        }
        for (var opened : openings) {
            findings.claim(
                    policies.stream().anyMatch(policy -> policy.log().equals(opened.log())),
                    Check.V36,
                    opened.where(),
                    "this node opened the sitting without the posture policy of the others");
        }
    }

    private void openings() {
        var opened =
                all(SittingEntry.OpenedByQuorum.class).stream()
                        .filter(opening -> opening.entry().purpose().equals(MARKING))
                        .toList();
        var closings = all(SittingEntry.SittingClosed.class);
        for (var opening : opened) {
            quorum(
                    Check.V22,
                    opening,
                    MARKING,
                    manifest.marking().k(),
                    opening.entry().shares(),
                    opening.entry().at());
            findings.claim(
                    opening.entry().key().equals(manifest.marking().key()),
                    Check.V22,
                    opening.where(),
                    "the opened key is not the one the manifest commits to");
            findings.claim(
                    !closings.isEmpty()
                            && !opening.entry().at().isBefore(closings.getFirst().entry().at()),
                    Check.V22,
                    opening.where(),
                    "marking was opened before the sitting was closed");
        }
        for (var scored : all(SittingEntry.Scored.class)) {
            findings.claim(
                    opened.stream()
                            .anyMatch(
                                    opening -> !opening.entry().at().isAfter(scored.entry().at())),
                    Check.V22,
                    scored.where(),
                    "scored before marking was opened by its quorum");
        }
    }

    private void publication() {
        var published = all(SittingEntry.Published.class);
        if (published.isEmpty()) {
            findings.notReached(Check.V29, "nothing is published");
            return;
        }
        for (var publication : published) {
            publication(publication);
        }
    }

    private void publication(Placed<SittingEntry.Published> publication) {
        var run = publication.entry().run();
        var results = publication.entry().results();
        var scored =
                all(SittingEntry.Scored.class).stream()
                        .filter(score -> score.entry().run().equals(run))
                        .findFirst();
        findings.claim(
                scored.isPresent() && scored.get().entry().results().equals(results),
                Check.V29,
                publication.where(),
                "what was published are not the results of the run");
        Set<Digest> approvers = new HashSet<>();
        var secondApproval = Instant.MAX;
        for (var approval : all(SittingEntry.PublicationApproved.class)) {
            var entry = approval.entry();
            if (!entry.run().equals(run)) {
                continue;
            }
            boolean holds =
                    entry.results().equals(results)
                            && manifest.approver(entry.approver())
                                    .filter(
                                            key ->
                                                    Signatures.byApprover(
                                                            key,
                                                            Chains.publication(suite, run, results),
                                                            entry.signature()))
                                    .isPresent();
            findings.claim(
                    holds, Check.V29, approval.where(), "an approval's signature does not hold");
            if (holds && approvers.add(entry.approver()) && approvers.size() == 2) {
                secondApproval = entry.at();
            }
        }
        var byAct = PublicationActs.first(all(SittingEntry.Acted.class), run, results);
        var second = byAct.filter(secondApproval::isAfter).orElse(secondApproval);
        findings.claim(
                approvers.size() >= 2 || byAct.isPresent(),
                Check.V29,
                publication.where(),
                "published with %d approver(s), two are needed".formatted(approvers.size()));
        var notice =
                all(SittingEntry.NoticeBegun.class).stream()
                        .filter(begun -> begun.entry().run().equals(run))
                        .findFirst();
        findings.claim(
                notice.isPresent()
                        && !notice.get().entry().at().isBefore(second)
                        && !publication.entry().at().isBefore(notice.get().entry().until()),
                Check.V29,
                publication.where(),
                "published before the notice period had run after the second approval");
        var opening = all(SittingEntry.SittingOpened.class);
        if (notice.isPresent() && !opening.isEmpty()) {
            var begun = notice.get();
            var due = begun.entry().at().plus(FrozenRules.notice(this, begun.entry().at()));
            findings.claim(
                    !begun.entry().until().isBefore(due),
                    Check.V29,
                    begun.where(),
                    "the notice period is shorter than the sitting's rules say");
        }
    }

    private void ends() {
        for (var destroyed : all(SittingEntry.KeyDestroyed.class)) {
            var entry = destroyed.entry();
            findings.claim(
                    !entry.first().equals(entry.second()),
                    Check.V32,
                    destroyed.where(),
                    "a key was destroyed by one person alone");
            var needed = neededUntil(entry.purpose());
            findings.claim(
                    needed.isPresent() && !entry.at().isBefore(needed.get()),
                    Check.V32,
                    destroyed.where(),
                    "the key for %s was destroyed at %s, it was needed until %s"
                            .formatted(
                                    entry.purpose(),
                                    entry.at(),
                                    needed.map(Instant::toString).orElse("the sitting's close")));
        }
    }

    /// Until when a key serves its purpose, by the record (`exam-record.md` section 4.5): any until
    /// the sitting is closed; the marking key until the last opening and scoring; evidence and
    /// marking key until the last notice has run, while results may be objected to.
    private Optional<Instant> neededUntil(String purpose) {
        var closed = latest(SittingEntry.SittingClosed.class, SittingEntry.SittingClosed::at);
        if (closed.isEmpty() || purpose.equals(RELEASE)) {
            return closed;
        }
        var until = new ArrayList<Instant>(closed.stream().toList());
        if (purpose.equals(MARKING)) {
            latest(SittingEntry.OpenedByQuorum.class, SittingEntry.OpenedByQuorum::at)
                    .ifPresent(until::add);
            latest(SittingEntry.Scored.class, SittingEntry.Scored::at).ifPresent(until::add);
        }
        if (purpose.equals(MARKING) || purpose.equals(EVIDENCE)) {
            latest(SittingEntry.NoticeBegun.class, SittingEntry.NoticeBegun::until)
                    .ifPresent(until::add);
        }
        return until.stream().max(Comparator.naturalOrder());
    }

    private <E extends SittingEntry> Optional<Instant> latest(
            Class<E> kind, Function<E, Instant> of) {
        return all(kind).stream()
                .map(placed -> of.apply(placed.entry()))
                .max(Comparator.naturalOrder());
    }

    Stage stage() {
        if (!all(SittingEntry.Published.class).isEmpty()) {
            return Stage.PUBLISHED;
        }
        if (!all(SittingEntry.Scored.class).isEmpty()) {
            return Stage.SCORED;
        }
        return all(SittingEntry.SittingClosed.class).isEmpty() ? Stage.OPEN : Stage.CLOSED;
    }
}
