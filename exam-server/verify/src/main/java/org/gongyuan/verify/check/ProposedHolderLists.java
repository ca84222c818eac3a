package org.gongyuan.verify.check;

import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.ProposedHolders;
import org.gongyuan.protocol.record.SittingEntry.Published;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.Documents;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists of proposed holders of certificates (V49): each was drawn by an act of two persons from
/// results that were published before, and those it proposes and those it holds back are together
/// who reached a level. Why somebody is held back nobody can compute anew, and nothing here says.
final class ProposedHolderLists {

    private static final byte[] RESULTS = "gongyuan/results/1\0".getBytes(StandardCharsets.UTF_8);

    private final Bundle bundle;
    private final Suite suite;
    private final SittingTrail sitting;
    private final List<Placed<ProposedHolders>> drawn;
    private final Findings findings = new Findings();

    ProposedHolderLists(Bundle bundle, Suite suite, SittingTrail sitting) {
        this.bundle = bundle;
        this.suite = suite;
        this.sitting = sitting;
        this.drawn = drawn(sitting);
    }

    private static List<Placed<ProposedHolders>> drawn(SittingTrail sitting) {
        return sitting.all(ProposedHolders.class).stream()
                .sorted(Comparator.comparing(placed -> placed.entry().at()))
                .toList();
    }

    private static Optional<Published> publishedLast(SittingTrail sitting) {
        return sitting.all(Published.class).stream()
                .map(Placed::entry)
                .max(Comparator.comparing(Published::at));
    }

    /// Whether the record has a list of the results that were published last.
    static boolean isDemanded(SittingTrail sitting) {
        var lists = drawn(sitting);
        return !lists.isEmpty()
                && publishedLast(sitting)
                        .filter(one -> one.results().equals(lists.getLast().entry().results()))
                        .isPresent();
    }

    /// Tells what was found. A last list of results that others took the place of is no list of
    /// what is published: the check is not reached, and says which.
    void check(Findings all) {
        if (drawn.isEmpty()) {
            all.notReached(Check.V49, "no list of proposed holders was drawn");
            return;
        }
        for (var placed : drawn) {
            if (bundle.holders(placed.entry().list()).isEmpty()) {
                all.notReached(
                        Check.V49,
                        "list %s is not in the bundle".formatted(placed.entry().list().hex()));
                return;
            }
        }
        lists();
        var last = drawn.getLast().entry();
        boolean fails = findings.all().stream().anyMatch(Finding.Fails.class::isInstance);
        if (fails || (isDemanded(sitting) && reached(last.results()).isPresent())) {
            all.add(findings);
            return;
        }
        if (isDemanded(sitting)) {
            all.notReached(Check.V49, "the bundle holds no results that the last list is of");
            return;
        }
        all.notReached(
                Check.V49,
                "the last list, %s, is of run %s, and the results of %s were published last"
                        .formatted(
                                last.list().hex(),
                                last.run(),
                                publishedLast(sitting).map(Published::run).orElse("no run")));
    }

    private void lists() {
        var lists = new HashMap<Digest, HoldersList>();
        for (var placed : drawn) {
            read(placed, bundle.holders(placed.entry().list()).orElseThrow())
                    .ifPresent(list -> lists.put(placed.entry().list(), list));
        }
        var before = HoldersList.NONE;
        for (var placed : drawn) {
            var entry = placed.entry();
            claim(placed, entry.predecessor().equals(before), "it names another list before it");
            claim(placed, isAfterItsPublication(placed), "its results were not published before");
            claim(placed, isByAnAct(placed), "no act of two persons before it draws this list");
            var list = lists.get(entry.list());
            if (list != null) {
                list(placed, list, Optional.ofNullable(lists.get(before)));
            }
            before = entry.list();
        }
    }

    private void claim(Placed<ProposedHolders> placed, boolean holds, String otherwise) {
        findings.claim(holds, Check.V49, placed.where(), otherwise);
    }

    private Optional<HoldersList> read(Placed<ProposedHolders> placed, byte[] bytes) {
        try {
            var list = HoldersList.read(bytes);
            if (list.digest(suite).equals(placed.entry().list())) {
                return Optional.of(list);
            }
        } catch (IllegalArgumentException unreadable) {
            findings.fails(Check.V49, placed.where(), unreadable.getMessage());
            return Optional.empty();
        }
        findings.fails(Check.V49, placed.where(), "the list of the bundle is another one");
        return Optional.empty();
    }

    private boolean isAfterItsPublication(Placed<ProposedHolders> placed) {
        var entry = placed.entry();
        return sitting.all(Published.class).stream()
                .filter(one -> !one.entry().at().isAfter(entry.at()))
                .filter(one -> !one.log().equals(placed.log()) || one.index() < placed.index())
                .map(Placed::entry)
                .max(Comparator.comparing(Published::at))
                .filter(one -> one.run().equals(entry.run()))
                .filter(one -> one.results().equals(entry.results()))
                .isPresent();
    }

    /// That both stood for the act is V40.
    private boolean isByAnAct(Placed<ProposedHolders> placed) {
        var entry = placed.entry();
        return !entry.proposer().equals(entry.approver())
                && sitting.all(SittingEntry.Acted.class).stream()
                        .filter(act -> act.log().equals(placed.log()))
                        .filter(act -> act.index() < placed.index())
                        .map(Placed::entry)
                        .filter(act -> act.approver().equals(entry.approver()))
                        .flatMap(act -> HoldersPayload.of(act.act().toBytes()).stream())
                        .anyMatch(
                                what ->
                                        placed.log().contains("/" + what.sitting() + "/")
                                                && what.run().equals(entry.run())
                                                && what.results().equals(entry.results())
                                                && what.list().equals(entry.list()));
    }

    private void list(
            Placed<ProposedHolders> placed, HoldersList list, Optional<HoldersList> before) {
        var entry = placed.entry();
        claim(
                placed,
                placed.log().contains("/" + list.sitting() + "/")
                        && list.run().equals(entry.run())
                        && list.results().equals(entry.results())
                        && list.predecessor().equals(entry.predecessor()),
                "the list is of something else than its entry says");
        claim(
                placed,
                list.proposed().size() == entry.proposed() && list.held().size() == entry.held(),
                "%d are proposed and %d held back, the entry says %d and %d"
                        .formatted(
                                list.proposed().size(),
                                list.held().size(),
                                entry.proposed(),
                                entry.held()));
        before.filter(one -> one.results().equals(list.results()))
                .ifPresent(
                        one ->
                                claim(
                                        placed,
                                        new HashSet<>(list.held()).containsAll(one.held()),
                                        "it proposes somebody whom the list before held back"));
        reached(list.results())
                .ifPresent(
                        reached -> {
                            var all = new ArrayList<>(list.proposed());
                            all.addAll(list.held());
                            claim(
                                    placed,
                                    reached.equals(Set.copyOf(all)),
                                    "%d reached a level, %d are proposed or held back, and not the"
                                                    .formatted(reached.size(), all.size())
                                            + " same");
                        });
    }

    /// Who reached a level in the results of the bundle, when they are those.
    private Optional<Set<SessionId>> reached(Digest results) {
        if (bundle.results().filter(bytes -> isOf(bytes, results)).isEmpty()) {
            return Optional.empty();
        }
        try {
            var reached = new HashSet<SessionId>();
            for (var one : Documents.results(bundle.results().get()).scored()) {
                if (one.level().isPresent()) {
                    reached.add(one.session());
                }
            }
            return Optional.of(reached);
        } catch (BundleRefused refused) {
            // Results that cannot be read are V28.
            return Optional.empty();
        }
    }

    private boolean isOf(byte[] document, Digest results) {
        return suite.digest(RESULTS, document).equals(results);
    }
}
