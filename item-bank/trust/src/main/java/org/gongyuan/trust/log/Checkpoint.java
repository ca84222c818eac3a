package org.gongyuan.trust.log;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// How large a log was and what its root was, to be signed (`item-bank/spec/trust.md`, section 9.5;
/// C2SP tlog-checkpoint).
///
/// @param origin which log
/// @param size how many entries it had
/// @param root over these entries
/// @param extensions further lines, which no tool audits; by custom none
public record Checkpoint(String origin, long size, Digest root, List<String> extensions) {

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /// A checkpoint that can be written.
    public Checkpoint {
        requireNonNull(root, "root");
        checkLine(origin, "origin");
        if (size < 0) {
            throw new NoteRefused("the size of a log is negative: " + size);
        }
        extensions = List.copyOf(extensions);
        extensions.forEach(line -> checkLine(line, "extension line"));
    }

    /// A checkpoint without extension lines.
    public Checkpoint(String origin, long size, Digest root) {
        this(origin, size, root, List.of());
    }

    /// The checkpoint in the text of a note. Anything else is refused.
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw new NoteRefused("a checkpoint does not end with a line end");
        }
        var lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length < 3) {
            throw new NoteRefused(
                    "a checkpoint has at least 3 lines, got %d".formatted(lines.length));
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            throw new NoteRefused("the size of a checkpoint is not a decimal number");
        }
        long size;
        try {
            size = Long.parseLong(lines[1]);
        } catch (NumberFormatException _) {
            throw new NoteRefused("the size of a checkpoint needs more than 63 bits");
        }
        var root = NoteKey.base64(lines[2], "the root of a checkpoint");
        if (root.length != Digest.LENGTH) {
            throw new NoteRefused(
                    "the root of a checkpoint is %d bytes, got %d"
                            .formatted(Digest.LENGTH, root.length));
        }
        return new Checkpoint(
                lines[0], size, Digest.of(root), List.of(lines).subList(3, lines.length));
    }

    /// The checkpoint of a signed note, after one of the log's keys was found to have signed it.
    public static Checkpoint open(byte[] note, List<NoteKey> logKeys) {
        var parsed = SignedNote.parse(note);
        var _ = parsed.signers(logKeys);
        return parse(parsed.text());
    }

    /// The text that is signed.
    public String text() {
        var text =
                new StringBuilder(origin)
                        .append('\n')
                        .append(size)
                        .append('\n')
                        .append(Base64.getEncoder().encodeToString(root.toBytes()))
                        .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// This checkpoint signed.
    public SignedNote sign(List<NoteSigner> signers) {
        return SignedNote.sign(text(), signers);
    }

    private static void checkLine(String line, String what) {
        requireNonNull(line, what);
        if (line.isEmpty() || line.chars().anyMatch(c -> c < 0x20)) {
            throw new NoteRefused(
                    "the %s of a checkpoint is empty or has a control character".formatted(what));
        }
    }
}
