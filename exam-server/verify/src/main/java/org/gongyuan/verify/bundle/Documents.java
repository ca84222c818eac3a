package org.gongyuan.verify.bundle;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.suite.Digest;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The documents of a bundle, read positionally: manifest, signatures, answer key, sheets, cut
/// score, human scores, results. Only what the checks need is kept.
public final class Documents {

    private static final int LARGEST_SHEET = 16 << 20;

    private Documents() {}

    /// What the checks need of a manifest (`sealed-form.md` section 2).
    public record Manifest(
            String suite,
            String form,
            int revision,
            long notBefore,
            Digest assembler,
            Digest reviewer,
            Quorum formKey,
            Quorum marking,
            Digest answerKey,
            List<PlacementId> placements) {}

    /// How many shares a key takes, the commitment to the key, and to whose keys its shares were
    /// sealed, share 1 first.
    public record Quorum(int k, Digest key, List<Digest> custodians) {

        public Quorum {
            custodians = List.copyOf(custodians);
        }
    }

    /// One signature and the key it is by.
    public record Signed(long role, Octets key, Octets signature) {}

    /// One placement of the opened marking part (section 6.2).
    public record Marked(
            PlacementId placement, BigDecimal weight, boolean byHuman, Octets scoring) {}

    /// One response of an opened sheet.
    public record Opened(PlacementId placement, long seq, Octets saltAndBody) {}

    /// The opened sheet of one session.
    public record Sheet(SessionId session, List<Opened> responses) {}

    /// A level and the lowest points that reach it.
    public record Level(String name, BigDecimal lowest) {}

    /// A signed document: the body as signed, and its signatures.
    public record SignedDocument(Octets body, List<Signed> signatures) {}

    /// What the checks need of a cut score (`cut-score.md` section 1).
    public record CutScore(
            Digest manifest,
            BigDecimal maximum,
            List<Level> levels,
            long panelClosed,
            long adopted) {}

    /// One marked response (`scoring.md` section 4.1).
    public record HumanScore(
            SessionId session,
            PlacementId placement,
            Digest commitment,
            BigDecimal first,
            BigDecimal second,
            Optional<BigDecimal> third) {}

    /// A document of human scores.
    public record HumanScores(
            Digest manifest,
            List<String> markers,
            BigDecimal largestDifference,
            List<HumanScore> scores) {}

    /// One session's result.
    public record Scored(
            SessionId session,
            long standing,
            Digest sheet,
            Map<PlacementId, BigDecimal> points,
            BigDecimal raw,
            Optional<Integer> level) {}

    /// The results document (`scoring.md` section 6).
    public record Results(
            Digest manifest,
            Digest cutScore,
            Digest inputs,
            BigDecimal maximum,
            List<String> levels,
            List<Scored> scored,
            Map<SessionId, Long> excluded) {}

    /// Reads the manifest.
    public static Manifest manifest(byte[] bytes) {
        return read("the manifest", bytes, Documents::manifest);
    }

    private static Manifest manifest(CborReader in) {
        in.array(22);
        version(in);
        var suite = in.text();
        in.bytes();
        in.text();
        in.text();
        var form = in.text();
        int revision = Math.toIntExact(in.uint());
        in.text();
        in.uint();
        long notBefore = in.uint();
        in.raw();
        var placements = placements(in);
        in.raw();
        in.raw();
        in.array(2);
        var assembler = digest(in);
        var reviewer = digest(in);
        var formQuorum = quorum(in);
        in.array(2);
        in.bytes();
        var marking = quorum(in);
        in.bytes();
        in.uint();
        in.bytes();
        in.uint();
        var answerKey = digest(in);
        return new Manifest(
                suite,
                form,
                revision,
                notBefore,
                assembler,
                reviewer,
                formQuorum,
                marking,
                answerKey,
                placements);
    }

    private static Quorum quorum(CborReader in) {
        in.array(4);
        int k = Math.toIntExact(in.uint());
        in.uint();
        var key = ShareCommitments.decode(in.bytes()).secret();
        return new Quorum(k, key, list(in, one -> Digest.of(one.bytes(Digest.LENGTH))));
    }

    private static List<PlacementId> placements(CborReader in) {
        var all = new ArrayList<PlacementId>();
        list(
                in,
                section -> {
                    section.array(5);
                    section.text();
                    section.uint();
                    section.uint();
                    section.bool();
                    return list(
                            section,
                            block -> {
                                block.array(3);
                                block.bool();
                                block.bool();
                                return list(
                                        block,
                                        placement -> {
                                            placement.array(4);
                                            all.add(placement(placement));
                                            placement.uint();
                                            placement.uint();
                                            return placement.bool();
                                        });
                            });
                });
        return all;
    }

    /// Reads the signatures of a manifest.
    public static List<Signed> signatures(byte[] bytes) {
        return read(
                "the signatures",
                bytes,
                in ->
                        list(
                                in,
                                one -> {
                                    one.array(3);
                                    return new Signed(
                                            one.uint(),
                                            Octets.of(one.bytes()),
                                            Octets.of(one.bytes()));
                                }));
    }

    /// Reads the opened marking part.
    public static List<Marked> answerKey(byte[] bytes) {
        return read(
                "the answer key",
                bytes,
                in -> {
                    in.array(5);
                    version(in);
                    in.text();
                    in.uint();
                    in.bytes();
                    return list(
                            in,
                            one -> {
                                one.array(8);
                                var placement = placement(one);
                                one.text();
                                one.uint();
                                one.bytes();
                                var weight = number(one);
                                boolean byHuman = one.bool();
                                var scoring = Octets.of(one.bytes());
                                one.bytes();
                                return new Marked(placement, weight, byHuman, scoring);
                            });
                });
    }

    /// Reads the opened sheets (`bundle.md` section 3).
    public static List<Sheet> sheets(byte[] bytes) {
        var sheets = new ArrayList<Sheet>();
        var in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            if (in.remaining() < Integer.BYTES) {
                throw new BundleRefused("the sheets end inside a length");
            }
            int length = in.getInt();
            if (length < 0 || length > LARGEST_SHEET || length > in.remaining()) {
                throw new BundleRefused("a sheet of %d bytes is too long".formatted(length));
            }
            var sheet = new byte[length];
            in.get(sheet);
            sheets.add(read("sheet " + sheets.size(), sheet, Documents::sheet));
        }
        return sheets;
    }

    private static Sheet sheet(CborReader in) {
        in.array(3);
        version(in);
        var session = session(in);
        return new Sheet(
                session,
                list(
                        in,
                        one -> {
                            one.array(3);
                            return new Opened(placement(one), one.uint(), Octets.of(one.bytes()));
                        }));
    }

    /// Reads a signed document: a body and signatures over it.
    public static SignedDocument signed(String what, byte[] bytes) {
        return read(
                what,
                bytes,
                in -> {
                    in.array(2);
                    var body = Octets.of(in.bytes());
                    return new SignedDocument(
                            body,
                            list(
                                    in,
                                    one -> {
                                        one.array(2);
                                        return new Signed(
                                                0, Octets.of(one.bytes()), Octets.of(one.bytes()));
                                    }));
                });
    }

    /// Reads the body of a cut score.
    public static CutScore cutScore(byte[] body) {
        return read(
                "the cut score",
                body,
                in -> {
                    in.array(12);
                    version(in);
                    in.text();
                    in.text();
                    in.text();
                    in.uint();
                    var manifest = digest(in);
                    in.text();
                    var maximum = number(in);
                    var levels =
                            list(
                                    in,
                                    one -> {
                                        one.array(2);
                                        return new Level(one.text(), number(one));
                                    });
                    in.array(5);
                    in.text();
                    in.uint();
                    in.uint();
                    long closed = in.uint();
                    in.bytes();
                    in.raw();
                    return new CutScore(manifest, maximum, levels, closed, in.uint());
                });
    }

    /// Reads the body of a document of human scores.
    public static HumanScores humanScores(byte[] body) {
        return read(
                "the human scores",
                body,
                in -> {
                    in.array(9);
                    version(in);
                    in.text();
                    in.uint();
                    var manifest = digest(in);
                    var markers = List.of(in.text(), in.text(), in.text());
                    var largest = number(in);
                    return new HumanScores(
                            manifest, markers, largest, list(in, Documents::humanScore));
                });
    }

    private static HumanScore humanScore(CborReader one) {
        one.array(6);
        return new HumanScore(
                session(one),
                placement(one),
                digest(one),
                number(one),
                number(one),
                one.nil() ? Optional.empty() : Optional.of(number(one)));
    }

    /// Reads the results.
    public static Results results(byte[] bytes) {
        return read("the results", bytes, Documents::results);
    }

    private static Results results(CborReader in) {
        in.array(13);
        version(in);
        in.text();
        in.text();
        in.text();
        in.text();
        in.uint();
        var manifest = digest(in);
        var cutScore = digest(in);
        var inputs = digest(in);
        var maximum = number(in);
        var levels = list(in, CborReader::text);
        var scored = list(in, Documents::scored);
        var excluded = new LinkedHashMap<SessionId, Long>();
        list(
                in,
                one -> {
                    one.array(2);
                    return excluded.put(session(one), one.uint());
                });
        return new Results(manifest, cutScore, inputs, maximum, levels, scored, excluded);
    }

    private static Scored scored(CborReader one) {
        one.array(6);
        var session = session(one);
        long standing = one.uint();
        var sheet = digest(one);
        var points = new LinkedHashMap<PlacementId, BigDecimal>();
        list(
                one,
                point -> {
                    point.array(2);
                    return points.put(placement(point), number(point));
                });
        var raw = number(one);
        return new Scored(
                session,
                standing,
                sheet,
                points,
                raw,
                one.nil() ? Optional.empty() : Optional.of(Math.toIntExact(one.uint())));
    }

    private static <T> List<T> list(CborReader in, Function<CborReader, T> element) {
        int length = in.array();
        var elements = new ArrayList<T>();
        for (int i = 0; i < length; i++) {
            elements.add(element.apply(in));
        }
        return elements;
    }

    private static void version(CborReader in) {
        long version = in.uint();
        if (version != 1) {
            throw new BundleRefused("unknown version " + version);
        }
    }

    private static Digest digest(CborReader in) {
        return Digest.of(in.bytes(Digest.LENGTH));
    }

    private static SessionId session(CborReader in) {
        return SessionId.of(in.bytes(SessionId.LENGTH));
    }

    private static PlacementId placement(CborReader in) {
        return new PlacementId(Math.toIntExact(in.uint()));
    }

    private static BigDecimal number(CborReader in) {
        return new BigDecimal(in.text());
    }

    private static <T> T read(String what, byte[] bytes, Function<CborReader, T> as) {
        try {
            var in = new CborReader(bytes);
            var document = as.apply(in);
            in.end();
            return document;
        } catch (NotCanonical | ArithmeticException | IllegalArgumentException refused) {
            throw new BundleRefused(what + ": " + refused.getMessage(), refused);
        }
    }
}
