package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.Documents;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks a published bundle from itself alone: reads every log once, follows sitting and sessions,
/// and computes scores and decisions anew (`verification.md`).
public final class Verifier implements AutoCloseable {

    private static final byte[] MANIFEST = "gongyuan/manifest/1\0".getBytes(UTF_8);
    private static final String SUPER_CHECKPOINT = "gongyuan-super-checkpoint/1";

    private final Bundle bundle;
    private final PublishedKeys keys;
    private final Suite suite;
    private final Findings findings = new Findings();
    private final Alongside alongside = new Alongside(findings);
    private long entries;

    private Verifier(Bundle bundle, PublishedKeys keys) {
        this.bundle = bundle;
        this.keys = keys;
        this.suite = bundle.index().suite();
    }

    /// Checks a bundle with the keys it brings, or with those the reader trusts.
    ///
    /// @param trusted the keys of the right people, if the reader knows them; others are then
    /// refused
    /// @throws BundleRefused when the bundle cannot be read at all
    public static Report verify(Bundle bundle, Optional<PublishedKeys> trusted) {
        try (var verifier = new Verifier(bundle, trusted.orElseGet(bundle::keys))) {
            return verifier.run();
        }
    }

    /// Checks one receipt against a bundle: reads the logs anew and looks whether the receipt is in
    /// them (V06). The report tells of the logs (V01 to V04) and the receipt alone.
    ///
    /// @param trusted the keys of the right people, if the reader knows them
    /// @throws BundleRefused when the bundle cannot be read at all
    public static Report receipt(
            Bundle bundle, Optional<PublishedKeys> trusted, String name, String text) {
        try (var verifier = new Verifier(bundle, trusted.orElseGet(bundle::keys))) {
            return verifier.offered(name, text);
        }
    }

    private Report offered(String name, String text) {
        var signatures = new SeatSignatures(alongside);
        var sitting = trail(Documents.manifest(bundle.manifest()), signatures);
        var logs = logs(sitting);
        signatures.give();
        new RestoredLogs(sitting, logs, findings).check();
        new ReceiptChecks(logs, findings).offered(name, text);
        alongside.join();
        var told = EnumSet.range(Check.V01, Check.V04);
        told.add(Check.V06);
        return new Report(
                sitting.stage(),
                entries,
                findings.all().stream().filter(one -> told.contains(one.check())).toList(),
                told);
    }

    private Report run() {
        alongside.check(this::files);
        var manifest = Documents.manifest(bundle.manifest());
        var manifestDigest = suite.digest(MANIFEST, bundle.manifest());
        var signatures = new SeatSignatures(alongside);
        var sitting = trail(manifest, signatures);
        var logs = logs(sitting);
        alongside.check(own -> receipts(logs, own));
        manifest(sitting, manifest, manifestDigest);
        sitting.close();
        signatures.give();
        superCheckpoint(logs);
        carriedOver(sitting, logs);
        new RestoredLogs(sitting, logs, findings).check();
        new TwoPersonActs(keys, findings).check(sitting.all(SittingEntry.Acted.class));
        new FrozenRules(sitting, findings).check();
        PublicationActs.check(sitting, findings);
        OpeningOfResponses.check(sitting, findings);
        new Custody(sitting, findings).check();
        new RetentionEnds(sitting, findings).check();
        new ShareEnds(
                        sitting,
                        bundle.index().sitting(),
                        manifestDigest,
                        manifest.marking(),
                        keys,
                        findings)
                .check();
        new ProposedHolderLists(bundle, suite, sitting).check(findings);
        new SheetChecks(bundle, keys, suite, manifest, manifestDigest, sitting, findings).run();
        alongside.join();
        return new Report(
                sitting.stage(), entries, findings.all(), Demands.of(sitting.stage(), sitting));
    }

    /// Lets the other cores go.
    @Override
    public void close() {
        alongside.close();
    }

    private SittingTrail trail(Documents.Manifest manifest, SeatSignatures signatures) {
        var manifestDigest = suite.digest(MANIFEST, bundle.manifest());
        var approvers = new HashMap<Digest, Octets>();
        keys.of("approver").forEach(key -> approvers.put(key.fingerprint(), key.key()));
        return new SittingTrail(
                suite,
                new ManifestFacts(
                        manifestDigest,
                        Instant.ofEpochMilli(manifest.notBefore()),
                        manifest.formKey(),
                        manifest.marking(),
                        approvers),
                findings,
                signatures);
    }

    private void files(Findings own) {
        own.examined(Check.V00, bundle.index().files().size());
        bundle.damage().forEach(damage -> own.fails(Check.V00, "index", damage));
    }

    private List<LogReading> logs(SittingTrail sitting) {
        var readings = new ArrayList<LogReading>();
        var into =
                new LogReading.Entries() {
                    @Override
                    public void entry(String origin, long index, SittingEntry entry) {
                        entries++;
                        sitting.follow(origin, index, entry);
                    }

                    @Override
                    public void entry(String origin, long index, SessionEntry entry) {
                        entries++;
                        sitting.follow(origin, index, entry);
                    }

                    @Override
                    public void setAside(String origin, long index, Entry entry) {
                        entries++;
                        sitting.setAside(origin, index, entry);
                    }
                };
        // The log of a node that was alone has no entry whose place another could hold.
        boolean isAlone = bundle.logs().size() == 1;
        for (var log : bundle.logs()) {
            var reading = new LogReading(log, bundle.index().sitting(), keys, findings);
            try {
                reading.read(into, isAlone ? Set.of() : LogReading.aside(log), alongside);
            } catch (BundleRefused cut) {
                findings.fails(Check.V03, log.node(), cut.getMessage());
            }
            readings.add(reading);
        }
        readings.sort(Comparator.comparing(LogReading::origin));
        return readings;
    }

    private void manifest(SittingTrail sitting, Documents.Manifest manifest, Digest digest) {
        var accepted = sitting.all(SittingEntry.ManifestAccepted.class);
        if (accepted.isEmpty()) {
            findings.fails(Check.V07, "record", "no manifest was accepted");
            return;
        }
        for (var acceptance : accepted) {
            var entry = acceptance.entry();
            findings.claim(
                    entry.manifest().equals(digest)
                            && entry.form().equals(manifest.form())
                            && entry.revision() == manifest.revision()
                            && entry.suite().equals(manifest.suite())
                            && entry.notBefore().toEpochMilli() == manifest.notBefore()
                            && entry.k() == manifest.formKey().k(),
                    Check.V07,
                    acceptance.where(),
                    "the manifest of the bundle is not the one that was accepted");
            findings.claim(
                    entry.signers().equals(List.of(manifest.assembler(), manifest.reviewer())),
                    Check.V07,
                    acceptance.where(),
                    "the signers accepted are not those the manifest names");
        }
        var signatures = Documents.signatures(bundle.signatures());
        boolean two =
                signatures.size() == 2
                        && signatures.get(0).role() == 0
                        && signatures.get(1).role() == 1;
        findings.claim(two, Check.V07, "form/signatures", "not one of each signer");
        if (two) {
            signed(
                    "assembler",
                    SigningPurpose.ASSEMBLER,
                    manifest.assembler(),
                    digest,
                    signatures.get(0));
            signed(
                    "reviewer",
                    SigningPurpose.REVIEWER,
                    manifest.reviewer(),
                    digest,
                    signatures.get(1));
        }
        findings.claim(
                !manifest.assembler().equals(manifest.reviewer()),
                Check.V07,
                "form/manifest",
                "one key signed twice");
    }

    private void signed(
            String role,
            SigningPurpose purpose,
            Digest fingerprint,
            Digest manifest,
            Documents.Signed signature) {
        var known = keys.of(role, fingerprint);
        findings.claim(
                known.isPresent()
                        && known.get().equals(signature.key())
                        && Signatures.by(
                                purpose, known.get(), manifest.toBytes(), signature.signature()),
                Check.V07,
                "form/signatures",
                "the %s's signature does not hold".formatted(role));
    }

    private void superCheckpoint(List<LogReading> logs) {
        var expected = new StringBuilder(SUPER_CHECKPOINT).append('\n');
        for (var log : logs) {
            log.last()
                    .ifPresent(
                            last ->
                                    expected.append(log.origin())
                                            .append(' ')
                                            .append(last.size())
                                            .append(' ')
                                            .append(
                                                    Base64.getEncoder()
                                                            .encodeToString(last.root().toBytes()))
                                            .append('\n'));
        }
        findings.claim(
                expected.toString().equals(new String(bundle.superCheckpoint(), UTF_8)),
                Check.V05,
                "logs/super-checkpoint",
                "it does not list the last checkpoint of every log");
    }

    /// What a node carried over from another's log must stand there, and count.
    private void carriedOver(SittingTrail sitting, List<LogReading> logs) {
        var byOrigin = new HashMap<String, LogReading>();
        logs.forEach(log -> byOrigin.put(log.origin(), log));
        for (var fact : sitting.all(SittingEntry.CarriedOver.class)) {
            var carried = fact.entry();
            var from = byOrigin.get(carried.origin());
            findings.claim(
                    from != null
                            && !carried.origin().equals(fact.log())
                            && carried.closing().equals(from.closing().get(carried.index())),
                    Check.V34,
                    fact.where(),
                    "what is carried over is not entry %d of %s, or does not count there"
                            .formatted(carried.index(), carried.origin()));
        }
    }

    private void receipts(List<LogReading> logs, Findings own) {
        var checks = new ReceiptChecks(logs, own);
        for (var name : bundle.receipts()) {
            checks.offered(name, new String(bundle.read(name), UTF_8));
        }
        if (bundle.receipts().isEmpty()) {
            own.notReached(Check.V06, "no receipts are offered");
        }
    }
}
