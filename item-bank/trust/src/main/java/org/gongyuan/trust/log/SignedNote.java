package org.gongyuan.trust.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A text and the signatures below it (`item-bank/spec/trust.md`, section 9.4; C2SP signed-note).
/// Parsing says nothing about trust: the text must not be used before [#signers] named who signed
/// it.
public final class SignedNote {

    /// How many bytes a note may have.
    public static final int LONGEST = 1 << 20;

    /// How many signatures a note may have.
    public static final int MOST_SIGNATURES = 100;

    private static final String DASH = "\u2014 ";

    private final String text;
    private final List<Line> lines;

    /// One signature line.
    static final class Line {

        private final String name;
        private final byte[] id;
        private final byte[] signature;

        Line(String name, byte[] id, byte[] signature) {
            this.name = name;
            this.id = id;
            this.signature = signature;
        }

        private String text() {
            var bytes = Arrays.copyOf(id, id.length + signature.length);
            System.arraycopy(signature, 0, bytes, id.length, signature.length);
            return "%s%s %s\n".formatted(DASH, name, Base64.getEncoder().encodeToString(bytes));
        }

        private static Line parse(String line) {
            if (!line.startsWith(DASH)) {
                throw new NoteRefused("a signature line does not begin with a dash and a space");
            }
            var parts = line.substring(DASH.length()).split(" ", -1);
            if (parts.length != 2) {
                throw new NoteRefused("a signature line is not a dash, a name and a signature");
            }
            NoteKey.checkName(parts[0]);
            var bytes = NoteKey.base64(parts[1], "the signature of " + parts[0]);
            if (bytes.length <= NoteKey.ID) {
                throw new NoteRefused("the signature of %s is too short".formatted(parts[0]));
            }
            return new Line(
                    parts[0],
                    Arrays.copyOf(bytes, NoteKey.ID),
                    Arrays.copyOfRange(bytes, NoteKey.ID, bytes.length));
        }
    }

    private SignedNote(String text, List<Line> lines) {
        this.text = text;
        this.lines = List.copyOf(lines);
    }

    /// The note of this text, signed by all of these.
    public static SignedNote sign(String text, List<NoteSigner> signers) {
        requireNonNull(text, "text");
        if (signers.isEmpty() || signers.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note has 1 to %d signatures, asked for were %d"
                            .formatted(MOST_SIGNATURES, signers.size()));
        }
        checkText(text);
        var bytes = text.getBytes(UTF_8);
        return new SignedNote(text, signers.stream().map(signer -> signer.sign(bytes)).toList());
    }

    /// The note that these bytes are. Anything else is refused.
    public static SignedNote parse(byte[] note) {
        if (note.length > LONGEST) {
            throw new NoteRefused(
                    "a note has at most %d bytes, got %d".formatted(LONGEST, note.length));
        }
        try {
            return parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString());
        } catch (CharacterCodingException _) {
            throw new NoteRefused("a note is not UTF-8");
        }
    }

    /// The note that this text is.
    public static SignedNote parse(String note) {
        checkText(note);
        var split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw new NoteRefused("a note has no empty line before its signatures");
        }
        List<Line> lines = new ArrayList<>();
        var from = split + 2;
        while (from < note.length()) {
            var end = note.indexOf('\n', from);
            if (lines.size() == MOST_SIGNATURES) {
                throw new NoteRefused(
                        "a note has more than %d signatures".formatted(MOST_SIGNATURES));
            }
            lines.add(Line.parse(note.substring(from, end)));
            from = end + 1;
        }
        if (lines.isEmpty()) {
            throw new NoteRefused("a note has no signature");
        }
        return new SignedNote(note.substring(0, split + 1), lines);
    }

    /// The text without the signatures, its last line end included.
    public String text() {
        return text;
    }

    /// Which of the keys signed this note: at least one. A note that none signed is refused, and so
    /// is one with a line of a known key that does not hold, whoever else signed it.
    public Set<NoteKey> signers(List<NoteKey> known) {
        Set<NoteKey> signers = new HashSet<>();
        var bytes = text.getBytes(UTF_8);
        for (var line : lines) {
            for (var key : known) {
                if (!key.name().equals(line.name) || !Arrays.equals(key.id(), line.id)) {
                    continue;
                }
                if (!key.key().holdsOnNote(line.signature, bytes)) {
                    throw new NoteRefused("the signature of %s does not hold".formatted(line.name));
                }
                signers.add(key);
            }
        }
        if (signers.isEmpty()) {
            throw new NoteRefused("no known key signed this note");
        }
        return signers;
    }

    /// This note with one more signature.
    public SignedNote and(NoteSigner signer) {
        List<Line> more = new ArrayList<>(lines);
        more.add(signer.sign(text.getBytes(UTF_8)));
        return new SignedNote(text, more);
    }

    /// The whole note as it is served.
    public byte[] toBytes() {
        return toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        for (var line : lines) {
            note.append(line.text());
        }
        return note.toString();
    }

    private static void checkText(String text) {
        if (!text.endsWith("\n")) {
            throw new NoteRefused("a note does not end with a line end");
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < 0x20 && c != '\n') {
                throw new NoteRefused("a note has a control character at " + i);
            }
            if (Character.isSurrogate(c)
                    && !(Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(++i)))) {
                throw new NoteRefused("a note has half a surrogate pair at " + i);
            }
        }
    }
}
