package org.gongyuan.server.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of scoring a sitting (`scoring.md` section 6): the same bytes whenever the same inputs
/// are scored. Secret until publication; prints nothing.
public record Results(
        String body,
        String exam,
        String sitting,
        FormId form,
        Digest manifest,
        Digest cutScore,
        Digest inputs,
        Points maximum,
        List<String> levels,
        List<Result> scored,
        List<Excluded> excluded) {

    private static final int VERSION = 1;
    private static final byte[] LABEL = "gongyuan/results/1\0".getBytes(UTF_8);

    /// One session's result. `points` are those of placements 1, 2, 3 …; `level` is the index of
    /// the level reached, empty when none is.
    public record Result(
            SessionId session,
            Standing standing,
            Digest sheet,
            List<Points> points,
            Points raw,
            OptionalInt level) {

        public Result {
            requireNonNull(session, "session");
            requireNonNull(standing, "standing");
            requireNonNull(sheet, "sheet");
            points = List.copyOf(points);
            requireNonNull(raw, "raw");
            requireNonNull(level, "level");
        }

        @Override
        public String toString() {
            return "Result[%s]".formatted(session);
        }
    }

    /// A session that was not scored, and why.
    public record Excluded(SessionId session, Standing standing) {

        public Excluded {
            requireNonNull(session, "session");
            requireNonNull(standing, "standing");
        }
    }

    public Results {
        requireNonNull(form, "form");
        requireNonNull(manifest, "manifest");
        requireNonNull(cutScore, "cutScore");
        requireNonNull(inputs, "inputs");
        requireNonNull(maximum, "maximum");
        levels = List.copyOf(levels);
        scored = List.copyOf(scored);
        excluded = List.copyOf(excluded);
    }

    /// The document.
    public byte[] toBytes() {
        var to =
                new CborWriter(4096)
                        .array(13)
                        .uint(VERSION)
                        .text(body)
                        .text(exam)
                        .text(sitting)
                        .text(form.id())
                        .uint(form.revision())
                        .bytes(manifest.toBytes())
                        .bytes(cutScore.toBytes())
                        .bytes(inputs.toBytes())
                        .text(maximum.toString())
                        .array(levels.size());
        levels.forEach(to::text);
        to.array(scored.size());
        for (var result : scored) {
            to.array(6)
                    .bytes(result.session().toBytes())
                    .uint(result.standing().code())
                    .bytes(result.sheet().toBytes())
                    .array(result.points().size());
            var placement = 1;
            for (var points : result.points()) {
                to.array(2).uint(placement).text(points.toString());
                placement++;
            }
            to.text(result.raw().toString());
            if (result.level().isPresent()) {
                to.uint(result.level().getAsInt());
            } else {
                to.nil();
            }
        }
        to.array(excluded.size());
        excluded.forEach(
                one -> to.array(2).bytes(one.session().toBytes()).uint(one.standing().code()));
        return to.toBytes();
    }

    /// The digest the record names them by.
    public Digest digest(Suite suite) {
        return digest(suite, toBytes());
    }

    static Digest digest(Suite suite, byte[] document) {
        return suite.digest(LABEL, document);
    }

    /// Reads a document; what is none is [NotCanonical].
    public static Results parse(byte[] bytes) {
        var from = new CborReader(bytes);
        try {
            from.array(13);
            var version = from.uint();
            if (version != VERSION) {
                throw new NotCanonical(1, "results of version %d, known is 1".formatted(version));
            }
            var results =
                    new Results(
                            from.text(),
                            from.text(),
                            from.text(),
                            new FormId(from.text(), from.uint(Integer.MAX_VALUE)),
                            digest(from),
                            digest(from),
                            digest(from),
                            PointsText.parse(from.text()),
                            texts(from),
                            scored(from),
                            excluded(from));
            from.end();
            return results;
        } catch (IllegalArgumentException wrong) {
            throw new NotCanonical(from.position(), wrong.getMessage());
        }
    }

    private static Digest digest(CborReader from) {
        return Digest.of(from.bytes(Digest.LENGTH));
    }

    private static List<String> texts(CborReader from) {
        var texts = new ArrayList<String>();
        for (var left = from.array(); left > 0; left--) {
            texts.add(from.text());
        }
        return texts;
    }

    private static List<Result> scored(CborReader from) {
        var scored = new ArrayList<Result>();
        for (var left = from.array(); left > 0; left--) {
            from.array(6);
            scored.add(
                    new Result(
                            SessionId.of(from.bytes(SessionId.LENGTH)),
                            Standing.coded(from.uint(1)),
                            digest(from),
                            points(from),
                            PointsText.parse(from.text()),
                            from.nil()
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(from.uint(Integer.MAX_VALUE))));
        }
        return scored;
    }

    private static List<Points> points(CborReader from) {
        var points = new ArrayList<Points>();
        for (var left = from.array(); left > 0; left--) {
            from.array(2);
            if (from.uint() != points.size() + 1) {
                throw new IllegalArgumentException("placements are not 1, 2, 3 …");
            }
            points.add(PointsText.parse(from.text()));
        }
        return points;
    }

    private static List<Excluded> excluded(CborReader from) {
        var excluded = new ArrayList<Excluded>();
        for (var left = from.array(); left > 0; left--) {
            from.array(2);
            excluded.add(
                    new Excluded(
                            SessionId.of(from.bytes(SessionId.LENGTH)),
                            Standing.coded(from.uint(3))));
        }
        return excluded;
    }

    /// The result of a session.
    public Optional<Result> of(SessionId session) {
        return scored.stream().filter(result -> result.session().equals(session)).findFirst();
    }

    @Override
    public String toString() {
        return "Results[%s, %d scored]".formatted(sitting, scored.size());
    }
}
