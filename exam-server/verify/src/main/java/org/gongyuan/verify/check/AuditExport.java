package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.NotAnEntry;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// An audit export as its reader checks it (`staff-access.md` 6.4): every entry is in its log,
/// under a checkpoint that a key he trusts has signed. That nothing was left out between two
/// entries no export can show; that is what the whole log is for.
public final class AuditExport {

    private static final String FIRST_LINE = "gongyuan-audit-export/1";
    private static final int LONGEST_LINE = 64 << 10;
    private static final int HEAD = 4;

    private final Findings findings = new Findings();
    private final PublishedKeys keys;
    private final List<Checkpoint> logs = new ArrayList<>();
    private long lines;
    private long entries;

    private AuditExport(PublishedKeys keys) {
        this.keys = requireNonNull(keys, "keys");
    }

    /// What the check of an export found.
    ///
    /// @param entries how many entries it has
    public record Result(long entries, Finding finding) {

        public Result {
            requireNonNull(finding, "finding");
        }
    }

    /// Checks an export against the checkpoint keys its reader trusts.
    ///
    /// @throws BundleRefused when it is no export of this version, or breaks off
    public static Result verify(BufferedReader from, PublishedKeys keys) throws IOException {
        var export = new AuditExport(keys);
        export.read(from);
        return new Result(
                export.entries,
                export.findings.all().stream()
                        .filter(one -> one.check() == Check.V47)
                        .findFirst()
                        .orElseThrow());
    }

    private void read(BufferedReader from) throws IOException {
        for (int i = 0; i < HEAD; i++) {
            var line = next(from);
            if (i == 0 && !line.equals(FIRST_LINE)) {
                throw new BundleRefused("an audit export begins with " + FIRST_LINE);
            }
        }
        while (true) {
            var words = next(from).split(" ", -1);
            try {
                switch (words[0]) {
                    case "log" -> log(words);
                    case "entry" -> entry(words);
                    case "end" -> {
                        end(words);
                        return;
                    }
                    default -> throw refused("is neither log, entry nor end");
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
                throw refused("is malformed: " + malformed.getMessage());
            }
        }
    }

    private String next(BufferedReader from) throws IOException {
        lines++;
        var line = new StringBuilder();
        for (int c = from.read(); c != '\n'; c = from.read()) {
            if (c < 0) {
                throw new BundleRefused(
                        "the export breaks off after %d lines; ask for it again"
                                .formatted(lines - 1));
            }
            if (line.length() == LONGEST_LINE) {
                throw refused("is longer than %d characters".formatted(LONGEST_LINE));
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private BundleRefused refused(String what) {
        return new BundleRefused("line %d of the export %s".formatted(lines, what));
    }

    private void log(String[] words) {
        if (words.length != 3 || Integer.parseInt(words[1]) != logs.size()) {
            throw refused("is not the %dth log".formatted(logs.size()));
        }
        var note = Base64.getUrlDecoder().decode(words[2]);
        var text = new String(note, UTF_8);
        var origin = text.substring(0, Math.max(0, text.indexOf('\n')));
        try {
            logs.add(Checkpoint.open(note, trusted(origin)));
        } catch (NoteRefused refused) {
            findings.fails(Check.V47, origin, refused.getMessage());
            logs.add(new Checkpoint("none", 0, Digest.of(new byte[Digest.LENGTH])));
        }
    }

    private List<NoteKey> trusted(String origin) {
        var trusted = new ArrayList<NoteKey>();
        for (var key : keys.of("checkpoint")) {
            try {
                trusted.add(new NoteKey(origin, VerifyingKey.decode(key.key().toBytes())));
            } catch (KeyRefused unusable) {
                findings.fails(Check.V47, key.fingerprint().hex(), unusable.getMessage());
            }
        }
        return trusted;
    }

    private void entry(String[] words) {
        if (words.length != 5) {
            throw refused("has %d words, an entry has 5".formatted(words.length));
        }
        var checkpoint = logs.get(Integer.parseInt(words[1]));
        long index = Long.parseLong(words[2]);
        var leaf = Base64.getUrlDecoder().decode(words[3]);
        var where = "%s entry %d".formatted(checkpoint.origin(), index);
        entries++;
        try {
            var entry = Leaf.read(leaf);
            boolean holds =
                    Arrays.equals(Leaf.of(entry), leaf)
                            && new InclusionProof(index, checkpoint.size(), proof(words[4]))
                                    .holds(leaf, checkpoint.root());
            findings.claim(
                    holds, Check.V47, where, "the proof does not lead to the checkpoint's root");
        } catch (NotAnEntry refused) {
            findings.fails(Check.V47, where, refused.getMessage());
        }
    }

    private List<Digest> proof(String word) {
        if (word.equals("-")) {
            return List.of();
        }
        var hashes = Base64.getUrlDecoder().decode(word);
        if (hashes.length % Digest.LENGTH != 0) {
            throw refused("has a proof that is no row of hashes");
        }
        var proof = new ArrayList<Digest>();
        for (int at = 0; at < hashes.length; at += Digest.LENGTH) {
            proof.add(Digest.of(Arrays.copyOfRange(hashes, at, at + Digest.LENGTH)));
        }
        return proof;
    }

    private void end(String[] words) {
        long said = Long.parseLong(words[1]);
        findings.claim(
                said == entries,
                Check.V47,
                "end",
                "it says %d entries and has %d".formatted(said, entries));
    }
}
