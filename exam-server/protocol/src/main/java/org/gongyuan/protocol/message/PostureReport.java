package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

import java.util.ArrayList;
import java.util.List;

/// Everything that was found about a seat's machine at one look (`seat-protocol.md` section 12). An
/// empty one says that it was looked at and nothing was found.
public record PostureReport(List<Finding> findings) {

    /// The most findings of one report.
    public static final int MOST = 40;

    /// The longest evidence, in characters.
    public static final int LONGEST_EVIDENCE = 500;

    private static final int VERSION = 1;

    /// One thing found, with what was seen; no candidate's data.
    public record Finding(FindingKind kind, String evidence) {

        public Finding {
            requireNonNull(kind, "kind");
            if (evidence.length() > LONGEST_EVIDENCE || evidence.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(
                        "evidence is one line of at most %d characters, not %d"
                                .formatted(LONGEST_EVIDENCE, evidence.length()));
            }
        }
    }

    public PostureReport {
        findings = List.copyOf(findings);
        if (findings.size() > MOST) {
            throw new IllegalArgumentException(
                    "a posture report has at most %d findings, not %d"
                            .formatted(MOST, findings.size()));
        }
    }

    /// The kinds found, each once, in the order of the list.
    public List<FindingKind> kinds() {
        return findings.stream().map(Finding::kind).distinct().sorted().toList();
    }

    /// As it is sent: `[1, [[word, evidence], …]]`.
    public byte[] toBytes() {
        var to = new CborWriter(256).array(2).uint(VERSION).array(findings.size());
        for (var finding : findings) {
            to.array(2).text(finding.kind().word()).text(finding.evidence());
        }
        return to.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws NotAMessage when it is something else
    public static PostureReport read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(2);
            long version = from.uint();
            if (version != VERSION) {
                throw new NotAMessage("unknown version of a posture report: " + version);
            }
            int length = from.array();
            if (length > MOST) {
                throw new NotAMessage(
                        "a posture report has at most %d findings, not %d".formatted(MOST, length));
            }
            var findings = new ArrayList<Finding>(length);
            for (int i = 0; i < length; i++) {
                from.array(2);
                findings.add(new Finding(FindingKind.named(from.text()), from.text()));
            }
            from.end();
            return new PostureReport(findings);
        } catch (NotAMessage refused) {
            throw refused;
        } catch (NotCanonical | IllegalArgumentException refused) {
            throw new NotAMessage("not a posture report: " + refused.getMessage(), refused);
        }
    }
}
