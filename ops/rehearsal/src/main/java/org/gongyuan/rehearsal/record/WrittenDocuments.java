package org.gongyuan.rehearsal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The documents of a written sitting: cut score, human scores, results, and the digest of what
/// went in.
/// Written from `cut-score.md` and `scoring.md` with no code of the server's.
final class WrittenDocuments {

    private static final Digest NONE = Digest.of(new byte[Digest.LENGTH]);
    private static final int LOWEST = 60;

    private WrittenDocuments() {}

    static Digest digest(Suite suite, String label, byte[] document) {
        return suite.digest((label + "\0").getBytes(UTF_8), document);
    }

    private static BigDecimal maximum(WrittenForm form) {
        return BigDecimal.valueOf(form.items - 1 + 10);
    }

    private static BigDecimal lowest(WrittenForm form) {
        return maximum(form)
                .multiply(BigDecimal.valueOf(LOWEST))
                .divideToIntegralValue(BigDecimal.valueOf(100));
    }

    static byte[] cutScore(WrittenSitting sitting, long adopted) {
        var form = sitting.form;
        var to = new CborWriter(512);
        to.array(12)
                .uint(1)
                .text("caam.example")
                .text("written")
                .text(form.manifest.form().id())
                .uint(form.manifest.form().revision())
                .bytes(form.manifest.digest().toBytes())
                .text("modified Angoff, two rounds")
                .text(plain(maximum(form)))
                .array(1)
                .array(2)
                .text("junior")
                .text(plain(lowest(form)));
        to.array(5).text("study-1").uint(15).uint(2).uint(adopted - 4000).bytes(NONE.toBytes());
        to.array(2);
        to.array(3).text("proposal").text("chair").uint(adopted - 3000);
        to.array(3).text("determination").text("board").uint(adopted - 2000);
        to.uint(adopted - 1000);
        return signed(
                sitting.suite, to.toBytes(), "gongyuan/cut-score/1", sorted(sitting.authorities));
    }

    private static List<SigningKeyPair> sorted(List<SigningKeyPair> pairs) {
        return pairs.stream()
                .sorted(Comparator.comparing(pair -> pair.verifyingKey().fingerprint().hex()))
                .toList();
    }

    static byte[] humanScores(WrittenSitting sitting) {
        var form = sitting.form;
        var essay = new PlacementId(form.items);
        var marked =
                sitting.runs.values().stream()
                        .filter(run -> run.standing < 2 && run.last.containsKey(essay))
                        .toList();
        var to = new CborWriter(4096);
        to.array(9)
                .uint(1)
                .text(form.manifest.form().id())
                .uint(form.manifest.form().revision())
                .bytes(form.manifest.digest().toBytes())
                .text("li.na")
                .text("wang.wei")
                .text("")
                .text("2")
                .array(marked.size());
        for (var run : marked) {
            var mark = WrittenSitting.mark(run.session);
            to.array(6)
                    .bytes(run.session.toBytes())
                    .uint(essay.number())
                    .bytes(run.last.get(essay).toBytes())
                    .text(plain(mark))
                    .text(plain(mark))
                    .nil();
        }
        return signed(sitting.suite, to.toBytes(), "gongyuan/human-scores/1", sitting.markers);
    }

    private static byte[] signed(
            Suite suite, byte[] body, String label, List<SigningKeyPair> signers) {
        var to = new CborWriter(body.length + 512);
        to.array(2).bytes(body).array(signers.size());
        for (var signer : signers) {
            to.array(2)
                    .bytes(signer.verifyingKey().toBytes())
                    .bytes(signer.sign(digest(suite, label, body).toBytes()).toBytes());
        }
        return to.toBytes();
    }

    static Digest inputs(WrittenSitting sitting, Digest cutScore) {
        var to = new CborWriter(4096);
        to.array(6)
                .uint(1)
                .bytes(sitting.form.manifest.digest().toBytes())
                .bytes(sitting.form.manifest.vault().answerKey().toBytes())
                .bytes(cutScore.toBytes())
                .array(1)
                .bytes(sitting.humanDigest().toBytes())
                .array(sitting.runs.size());
        for (var run : sitting.runs.values()) {
            to.array(3)
                    .bytes(run.session.toBytes())
                    .uint(run.standing)
                    .bytes(sheet(sitting, run).toBytes());
        }
        return digest(sitting.suite, "gongyuan/score-inputs/1", to.toBytes());
    }

    private static Digest sheet(WrittenSitting sitting, WrittenSitting.Run run) {
        return run.standing > 1 ? NONE : Chains.sheet(sitting.suite, run.session, run.last);
    }

    static byte[] results(WrittenSitting sitting, Digest cutScore, Digest inputs) {
        var form = sitting.form;
        var to = new CborWriter(65_536);
        to.array(13)
                .uint(1)
                .text("caam.example")
                .text("written")
                .text(sitting.sitting.text())
                .text(form.manifest.form().id())
                .uint(form.manifest.form().revision())
                .bytes(form.manifest.digest().toBytes())
                .bytes(cutScore.toBytes())
                .bytes(inputs.toBytes())
                .text(plain(maximum(form)))
                .array(1)
                .text("junior");
        var scored = sitting.runs.values().stream().filter(run -> run.standing < 2).toList();
        to.array(scored.size());
        for (var run : scored) {
            result(sitting, run, to);
        }
        var excluded = sitting.runs.values().stream().filter(run -> run.standing > 1).toList();
        to.array(excluded.size());
        excluded.forEach(run -> to.array(2).bytes(run.session.toBytes()).uint(run.standing));
        return to.toBytes();
    }

    /// Who reached the level, in the order of the results.
    static List<SessionId> reached(WrittenSitting sitting) {
        return sitting.runs.values().stream()
                .filter(run -> run.standing < 2)
                .filter(run -> sum(points(sitting, run)).compareTo(lowest(sitting.form)) >= 0)
                .map(run -> run.session)
                .toList();
    }

    private static List<BigDecimal> points(WrittenSitting sitting, WrittenSitting.Run run) {
        var points = new ArrayList<BigDecimal>();
        for (int number = 1; number <= sitting.form.items; number++) {
            points.add(points(sitting, run, new PlacementId(number)));
        }
        return points;
    }

    private static BigDecimal sum(List<BigDecimal> points) {
        return points.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void result(WrittenSitting sitting, WrittenSitting.Run run, CborWriter to) {
        var points = points(sitting, run);
        var raw = sum(points);
        to.array(6)
                .bytes(run.session.toBytes())
                .uint(run.standing)
                .bytes(sheet(sitting, run).toBytes())
                .array(points.size());
        for (int number = 1; number <= points.size(); number++) {
            to.array(2).uint(number).text(plain(points.get(number - 1)));
        }
        to.text(plain(raw));
        if (raw.compareTo(lowest(sitting.form)) >= 0) {
            to.uint(0);
        } else {
            to.nil();
        }
    }

    private static BigDecimal points(
            WrittenSitting sitting, WrittenSitting.Run run, PlacementId placement) {
        var opened = run.opened.get(placement);
        if (opened == null) {
            return BigDecimal.ZERO;
        }
        if (sitting.form.isMarkedByHand(placement.number())) {
            return WrittenSitting.mark(run.session);
        }
        var body =
                ResponseBody.decode(
                        java.util.Arrays.copyOfRange(opened, Chains.SALT, opened.length));
        boolean right = body.equals(ResponseBody.of("RESPONSE", "A"));
        return right ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    private static String plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.signum() == 0 ? "0" : stripped.toPlainString();
    }
}
