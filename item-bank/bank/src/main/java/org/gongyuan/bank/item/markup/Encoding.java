package org.gongyuan.bank.item.markup;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// Turns the bytes of an XML file into characters: UTF-8 or UTF-16, told by the byte order mark or
/// the first bytes, checked against what the file declares. No other encoding is read, and no
/// invalid byte is replaced.
final class Encoding {

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "^<\\?xml\\s[^>]*?encoding\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')[^>]*\\?>");
    private static final Pattern VERSION =
            Pattern.compile("^<\\?xml\\s+version\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final int LONGEST_DECLARATION = 400;

    private Encoding() {}

    static String decode(byte[] bytes) throws MarkupRefused {
        if (bytes.length == 0) {
            throw new MarkupRefused(0, "empty file", "there is no XML in it");
        }
        Charset actual = sniff(bytes);
        int mark = markLength(bytes);
        String text;
        try {
            text =
                    actual.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark))
                            .toString();
        } catch (CharacterCodingException broken) {
            throw new MarkupRefused(
                    lineOfFirstBadByte(bytes, mark, actual),
                    "encoding",
                    "%sthe bytes are not valid %s; save the file as UTF-8"
                            .formatted(declaredName(bytes), actual.name()));
        }
        var head = text.substring(0, Math.min(text.length(), LONGEST_DECLARATION));
        checkDeclared(head, actual);
        checkVersion(head);
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static Charset sniff(byte[] b) throws MarkupRefused {
        int b0 = at(b, 0);
        int b1 = at(b, 1);
        int b2 = at(b, 2);
        int b3 = at(b, 3);
        if ((b0 == 0 && b1 == 0 && b2 == 0xFE && b3 == 0xFF)
                || (b0 == 0xFF && b1 == 0xFE && b2 == 0 && b3 == 0)
                || (b0 == 0 && b1 == 0 && b2 == 0 && b3 == '<')
                || (b0 == '<' && b1 == 0 && b2 == 0 && b3 == 0)) {
            throw new MarkupRefused(0, "encoding", "UTF-32 is not read; save the file as UTF-8");
        }
        if ((b0 == 0xFE && b1 == 0xFF) || (b0 == 0 && b1 == '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if ((b0 == 0xFF && b1 == 0xFE) || (b0 == '<' && b1 == 0)) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xFF : -1;
    }

    private static int markLength(byte[] b) {
        if (at(b, 0) == 0xEF && at(b, 1) == 0xBB && at(b, 2) == 0xBF) {
            return 3;
        }
        boolean bigEndian = at(b, 0) == 0xFE && at(b, 1) == 0xFF;
        boolean littleEndian = at(b, 0) == 0xFF && at(b, 1) == 0xFE;
        return bigEndian || littleEndian ? 2 : 0;
    }

    private static void checkDeclared(String head, Charset actual) throws MarkupRefused {
        var declaration = DECLARATION.matcher(head);
        if (!declaration.find()) {
            return;
        }
        var declared = declaration.group(1) != null ? declaration.group(1) : declaration.group(2);
        var name = declared.toUpperCase(Locale.ROOT);
        boolean agrees =
                actual.equals(StandardCharsets.UTF_8)
                        ? name.equals("UTF-8") || name.equals("UTF8") || name.equals("US-ASCII")
                        : name.equals("UTF-16") || name.equals(actual.name());
        if (!agrees) {
            throw new MarkupRefused(
                    1,
                    "encoding",
                    "the file declares \"%s\" but its bytes are %s; save it as UTF-8"
                            .formatted(declared, actual.name()));
        }
    }

    private static void checkVersion(String head) throws MarkupRefused {
        var version = VERSION.matcher(head);
        if (version.find()) {
            var named = version.group(1) != null ? version.group(1) : version.group(2);
            if (!named.equals("1.0")) {
                throw new MarkupRefused(
                        1, "XML version \"%s\"".formatted(named), "only XML 1.0 is read");
            }
        }
    }

    /// What the file itself says, as the beginning of a sentence; nothing if it says nothing.
    private static String declaredName(byte[] bytes) {
        var head =
                new String(
                        bytes,
                        0,
                        Math.min(bytes.length, LONGEST_DECLARATION),
                        StandardCharsets.ISO_8859_1);
        var declaration = DECLARATION.matcher(head);
        if (!declaration.find()) {
            return "";
        }
        var declared = declaration.group(1) != null ? declaration.group(1) : declaration.group(2);
        return "the file declares \"%s\"; ".formatted(declared);
    }

    private static int lineOfFirstBadByte(byte[] bytes, int from, Charset charset) {
        var decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        var out = CharBuffer.allocate(bytes.length + 1);
        decoder.decode(in, out, true);
        out.flip();
        int line = 1;
        while (out.hasRemaining()) {
            if (out.get() == '\n') {
                line++;
            }
        }
        return line;
    }
}
