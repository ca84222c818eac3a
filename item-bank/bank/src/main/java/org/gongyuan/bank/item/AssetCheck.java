package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Looks at a file before it becomes an asset (`item-bank/spec/interchange.md`, section 9): its
/// first bytes must be what its name says, a picture may not be larger than a seat can decode,
/// vector graphics and stylesheets may not run or fetch anything. Pictures are not decoded here.
public final class AssetCheck {

    /// Bytes of one picture or stylesheet.
    public static final int MOST_PICTURE_BYTES = 16 << 20;

    /// Bytes of one sound or film.
    public static final int MOST_MEDIA_BYTES = 64 << 20;

    /// Pixels of one raster picture: decoded it takes four bytes each on every seat.
    public static final long MOST_PIXELS = 40_000_000;

    /// Pixels along one side.
    public static final long LONGEST_SIDE = 20_000;

    private final String name;
    private final byte[] bytes;
    private final Findings findings;

    private AssetCheck(String name, byte[] bytes, Findings findings) {
        this.name = name;
        this.bytes = bytes;
        this.findings = findings;
    }

    /// The asset, or empty with the refusal in `findings`.
    public static Optional<Asset> check(String name, byte[] bytes, Findings findings) {
        return new AssetCheck(name, bytes, findings).check();
    }

    private Optional<Asset> check() {
        var claimed = AssetType.ofName(name);
        if (claimed.isEmpty()) {
            return refuse(
                    0,
                    "this kind of file is not taken; png, jpeg, gif, svg, css, mp3, wav,"
                            + " ogg, mp4, webm and vtt are");
        }
        var type = claimed.get();
        int most =
                switch (type) {
                    case MP3, WAV, OGG, MP4, WEBM -> MOST_MEDIA_BYTES;
                    default -> MOST_PICTURE_BYTES;
                };
        if (bytes.length > most) {
            return refuse(0, "%d bytes, at most %d are taken".formatted(bytes.length, most));
        }
        return switch (type) {
            case SVG -> graphic();
            case CSS -> stylesheet();
            case VTT -> utf8().isPresent() ? accept(type) : refuse(0, "it is not UTF-8");
            default -> {
                var found = sniff();
                if (found != null && found.isRaster() && type.isRaster() && found != type) {
                    findings.note(
                            0,
                            name,
                            "it is %s by its first bytes, and was taken as that"
                                    .formatted(found.mediaType()));
                    yield raster(found);
                }
                if (found != type) {
                    yield refuse(0, "its first bytes are not %s".formatted(type.mediaType()));
                }
                yield type.isRaster() ? raster(type) : accept(type);
            }
        };
    }

    private Optional<Asset> accept(AssetType type) {
        return Optional.of(Asset.of(type, bytes));
    }

    private Optional<Asset> refuse(int line, String why) {
        var where = line > 0 ? "%s line %d".formatted(name, line) : name;
        findings.refuse(0, where, why);
        return Optional.empty();
    }

    private AssetType sniff() {
        if (startsWith(0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return AssetType.PNG;
        }
        if (startsWith(0, 0xFF, 0xD8, 0xFF)) {
            return AssetType.JPEG;
        }
        if (startsWith(0, 'G', 'I', 'F', '8')) {
            return AssetType.GIF;
        }
        if (startsWith(0, 'O', 'g', 'g', 'S')) {
            return AssetType.OGG;
        }
        if (startsWith(0, 'R', 'I', 'F', 'F') && startsWith(8, 'W', 'A', 'V', 'E')) {
            return AssetType.WAV;
        }
        if (startsWith(0, 0x1A, 0x45, 0xDF, 0xA3)) {
            return AssetType.WEBM;
        }
        if (startsWith(4, 'f', 't', 'y', 'p')) {
            return AssetType.MP4;
        }
        if (startsWith(0, 'I', 'D', '3')
                || (bytes.length > 1 && at(0) == 0xFF && (at(1) & 0xE0) == 0xE0)) {
            return AssetType.MP3;
        }
        return null;
    }

    private boolean startsWith(int from, int... expected) {
        if (bytes.length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (at(from + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private int at(int index) {
        return bytes[index] & 0xFF;
    }

    private Optional<Asset> raster(AssetType type) {
        var size =
                switch (type) {
                    case PNG -> png();
                    case GIF -> gif();
                    default -> jpeg();
                };
        if (size.isEmpty()) {
            return refuse(0, "its header does not say how large the picture is");
        }
        long width = size.get().width;
        long height = size.get().height;
        if (width < 1 || height < 1) {
            return refuse(0, "the picture is %d × %d pixels".formatted(width, height));
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
            return refuse(
                    0,
                    "the picture is %d × %d pixels; at most %d in all and %d along a side are taken"
                            .formatted(width, height, MOST_PIXELS, LONGEST_SIDE));
        }
        return accept(type);
    }

    private record Size(long width, long height) {}

    private Optional<Size> png() {
        if (bytes.length < 33 || !startsWith(12, 'I', 'H', 'D', 'R')) {
            return Optional.empty();
        }
        var header = ByteBuffer.wrap(bytes, 16, 8);
        return Optional.of(
                new Size(
                        Integer.toUnsignedLong(header.getInt()),
                        Integer.toUnsignedLong(header.getInt())));
    }

    private Optional<Size> gif() {
        if (bytes.length < 13) {
            return Optional.empty();
        }
        return Optional.of(new Size(at(6) | (at(7) << 8), at(8) | (at(9) << 8)));
    }

    /// Walks the segments to the frame header. A second frame header with another size would be
    /// read by some decoders: the largest counts.
    private Optional<Size> jpeg() {
        int at = 2;
        Size largest = null;
        while (at + 4 <= bytes.length) {
            if (at(at) != 0xFF) {
                break;
            }
            int marker = at(at + 1);
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
                at += 2;
                continue;
            }
            if (marker == 0xDA || marker == 0xD9) {
                break;
            }
            int length = (at(at + 2) << 8) | at(at + 3);
            boolean frame =
                    marker >= 0xC0
                            && marker <= 0xCF
                            && marker != 0xC4
                            && marker != 0xC8
                            && marker != 0xCC;
            if (frame && at + 9 <= bytes.length) {
                int height = (at(at + 5) << 8) | at(at + 6);
                int width = (at(at + 7) << 8) | at(at + 8);
                if (largest == null || (long) width * height > largest.width * largest.height) {
                    largest = new Size(width, height);
                }
            }
            at += 2 + Math.max(2, length);
        }
        return Optional.ofNullable(largest);
    }

    private Optional<Asset> graphic() {
        Markup markup;
        try {
            markup = Markup.read(bytes, MarkupLimits.GRAPHIC);
        } catch (MarkupRefused refused) {
            return refuse(refused.line(), "%s: %s".formatted(refused.what(), refused.why()));
        }
        var inside = new Findings(findings.item(), name);
        if (markup.doctype() > 0) {
            inside.note(markup.doctype(), "DOCTYPE", "the document type was not kept");
        }
        var clean = GraphicCheck.clean(markup.root(), inside);
        for (var finding : inside.list()) {
            var what = "%s line %d: %s".formatted(name, finding.line(), finding.what());
            switch (finding.severity()) {
                case REFUSED -> findings.refuse(0, what, finding.why());
                case WARNING -> findings.warn(0, what, finding.why());
                case NOTE -> findings.note(0, what, finding.why());
            }
        }
        return inside.refused()
                ? Optional.empty()
                : Optional.of(Asset.of(AssetType.SVG, CanonicalXml.file(clean)));
    }

    private Optional<Asset> stylesheet() {
        var css = utf8();
        if (css.isEmpty()) {
            return refuse(0, "it is not UTF-8");
        }
        var refused = StyleCheck.refused(css.get());
        if (refused.isPresent()) {
            return refuse(0, "%s can fetch or run something".formatted(refused.get()));
        }
        return Optional.of(
                Asset.of(
                        AssetType.CSS,
                        StyleCheck.withoutComments(css.get()).getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> utf8() {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException broken) {
            return Optional.empty();
        }
    }
}
