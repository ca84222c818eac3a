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
        return file != null ? fromFile(file) : asked("口令 passphrase: " + of + ": ", of);
    }

    /// The passphrase for a new key file, asked twice on the terminal.
    char[] choosing(Path of) throws IOException {
        if (file != null) {
            if (open) {
                throw new Refused(
                        Refused.MISUSED, "--open and --passphrase-file cannot be said together");
            }
            return fromFile(file);
        }
        var first = asked("新口令 new passphrase: " + of + ": ", of);
        var again = asked("再输一次 once more: ", of);
        try {
            if (!Arrays.equals(first, again)) {
                Arrays.fill(first, '\0');
                throw new Refused(Refused.REFUSED, "the two passphrases differ");
            }
            return first;
        } finally {
            Arrays.fill(again, '\0');
        }
    }

    private static char[] asked(String prompt, Path of) {
        var console =
                Interactive.terminal()
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.MISUSED,
                                                "no terminal is there to ask for the passphrase of %s; give --passphrase-file"
                                                        .formatted(of)));
        var typed = console.readPassword("%s", prompt);
        if (typed == null || typed.length == 0) {
            throw new Refused(Refused.REFUSED, "no passphrase was given for %s".formatted(of));
        }
        return typed;
    }

    private static char[] fromFile(Path file) throws IOException {
        var bytes = OwnFile.read(file, "passphrase file", LONGEST);
        try {
            OwnFile.refuseReadableByOthers(file, "passphrase file");
            var decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            var text = new char[decoded.length()];
            decoded.get(text);
            var end = 0;
            while (end < text.length && text[end] != '\n' && text[end] != '\r') {
                end++;
            }
            if (end == 0) {
                throw new Refused(
                        Refused.REFUSED, "the passphrase file %s begins empty".formatted(file));
            }
            var passphrase = Arrays.copyOf(text, end);
            Arrays.fill(text, '\0');
            return passphrase;
        } catch (CharacterCodingException _) {
            throw new Refused(
                    Refused.REFUSED, "the passphrase file %s is not UTF-8".formatted(file));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
