package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.KeyFile;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;

/// Where the passphrase of a key file comes from: the terminal, or a file that only its owner may
/// read. Never the arguments, which every process of the machine may see.
final class Passphrase {

    private static final int LONGEST = 1024;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = {
                "口令文件第一行；只有所有者可读，否则拒绝。不给则在终端询问。",
                "First line is the passphrase; refused unless only its owner may read it."
                        + " Without it the terminal is asked."
            })
    private Path file;

    @Option(
            names = "--open",
            description = {
                "密钥文件不加口令，任何能读该文件的人都能用：只用于演练。",
                "The key file lies open, whoever reads it can use it: rehearsals only."
            })
    private boolean open;

    /// For picocli, which fills it from flags.
    Passphrase() {}

    /// The source for one of several key files of a command.
    Passphrase(Path file, boolean open) {
        this.file = file;
        this.open = open;
    }

    /// Whether the key lies open, as was said in so many words.
    boolean isOpen() {
        return open;
    }

    /// The passphrase that opens this key file; empty for one that lies open.
    char[] opening(KeyFile key, Path of) throws IOException {
        if (!key.isSealed()) {
            if (!open) {
                throw new Refused(
                        Refused.REFUSED,
                        "the key file %s lies open without passphrase; say --open to use it"
                                .formatted(of));
            }
            return new char[0];
        }
        return file != null
                ? fromFile(file, "passphrase file")
                : asked("口令 passphrase: " + of + ": ", of);
    }

    /// The same where nobody may be told whether it was right: it is asked twice, so that whoever
    /// mistypes hears it here, and what he hears says nothing of the key file
    /// (`exam-server/spec/staff-access.md` 8.5).
    char[] openingUnjudged(KeyFile key, Path of) throws IOException {
        return key.isSealed() && file == null
                ? twice("口令 passphrase: " + of + ": ", of)
                : opening(key, of);
    }

    /// The passphrase for a new key file, asked twice on the terminal.
    char[] choosing(Path of) throws IOException {
        if (file != null) {
            if (open) {
                throw new Refused(
                        Refused.MISUSED, "--open and --passphrase-file cannot be said together");
            }
            return fromFile(file, "passphrase file");
        }
        return twice("新口令 new passphrase: " + of + ": ", of);
    }

    private static char[] twice(String prompt, Path of) {
        var first = asked(prompt, of);
        var again = asked("再输一次 once more: ", of);
        try {
            if (!Arrays.equals(first, again)) {
                Arrays.fill(first, '\0');
                throw new Refused(
                        Refused.REFUSED,
                        "the two passphrases differ; nothing was done, type it again");
            }
            return first;
        } finally {
            Arrays.fill(again, '\0');
        }
    }

    private static char[] asked(String prompt, Path of) {
        return asked(prompt, "the passphrase", of.toString(), "--passphrase-file");
    }

    /// What a person types at the terminal, unseen.
    static char[] asked(String prompt, String what, String of, String otherwise) {
        var console =
                Interactive.terminal()
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.MISUSED,
                                                "no terminal is there to ask for %s of %s; give %s"
                                                        .formatted(what, of, otherwise)));
        var typed = console.readPassword("%s", prompt);
        if (typed == null || typed.length == 0) {
            throw new Refused(Refused.REFUSED, "%s of %s was not given".formatted(what, of));
        }
        return typed;
    }

    /// The first line of a file that only its owner may read.
    static char[] fromFile(Path file, String what) throws IOException {
        var bytes = OwnFile.read(file, what, LONGEST);
        try {
            OwnFile.refuseReadableByOthers(file, what);
            var decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            var text = new char[decoded.length()];
            decoded.get(text);
            var end = 0;
            while (end < text.length && text[end] != '\n' && text[end] != '\r') {
                end++;
            }
            if (end == 0) {
                throw new Refused(Refused.REFUSED, "the %s %s begins empty".formatted(what, file));
            }
            var passphrase = Arrays.copyOf(text, end);
            Arrays.fill(text, '\0');
            return passphrase;
        } catch (CharacterCodingException _) {
            throw new Refused(Refused.REFUSED, "the %s %s is not UTF-8".formatted(what, file));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
