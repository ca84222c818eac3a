package org.gongyuan.command;

import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// `gongyuan key`: key files of persons and nodes.
@Command(
        name = "key",
        description = {"个人与节点的密钥文件。", "Key files of persons and nodes."},
        subcommands = {KeyCommand.New.class, KeyCommand.Show.class})
final class KeyCommand extends Family {

    /// What a new key may be for, as it is typed: signing purposes by their name, sealing purposes
    /// with `-sealing` behind it, except that a custodian's key is the one shares are sealed to.
    static final class Purposes implements Iterable<String> {

        private static final String SEALING = "-sealing";
        private static final List<SigningPurpose> SIGNING =
                List.of(
                        SigningPurpose.ASSEMBLER,
                        SigningPurpose.REVIEWER,
                        SigningPurpose.AUTHORITY,
                        SigningPurpose.APPROVER,
                        SigningPurpose.MARKER,
                        SigningPurpose.PROCTOR,
                        SigningPurpose.CHECKPOINT,
                        SigningPurpose.WITNESS,
                        SigningPurpose.PANELIST,
                        SigningPurpose.REGISTRAR);

        @Override
        public Iterator<String> iterator() {
            var names = new ArrayList<String>();
            SIGNING.forEach(purpose -> names.add(purpose.name().toLowerCase(Locale.ROOT)));
            names.add("custodian");
            names.add("approver" + SEALING);
            names.add("node");
            return names.iterator();
        }

        private static PublicPart create(
                String purpose, Suite suite, Path out, Passphrase passphrase, SecureRandom random)
                throws IOException {
            for (var signing : SIGNING) {
                if (signing.name().toLowerCase(Locale.ROOT).equals(purpose)) {
                    try (var pair = SigningKeyPair.generate(suite, signing, random)) {
                        return KeyFiles.write(out, pair, passphrase, random);
                    }
                }
            }
            var sealing =
                    switch (purpose) {
                        case "custodian" -> Purpose.CUSTODIAN;
                        case "approver" + SEALING -> Purpose.APPROVER;
                        case "node" -> Purpose.NODE;
                        default ->
                                throw new Refused(
                                        Refused.MISUSED,
                                        "unknown purpose \"%s\"; known are %s"
                                                .formatted(
                                                        purpose,
                                                        String.join(", ", new Purposes())));
                    };
            try (var pair = SealingKeyPair.generate(suite, sealing, random)) {
                return KeyFiles.write(out, pair, passphrase, random);
            }
        }
    }

    /// `gongyuan key new`.
    @Command(
            name = "new",
            description = {
                "生成一个密钥文件；公钥写在旁边的 FILE.pub。",
                "Makes a key file; the public key is written beside it as FILE.pub."
            })
    static final class New extends ActCommand {

        @Option(
                names = "--purpose",
                required = true,
                paramLabel = "PURPOSE",
                completionCandidates = Purposes.class,
                description = {
                    "用途，密钥只能用于此 What the key is for; it works for nothing else:",
                    "${COMPLETION-CANDIDATES}"
                })
        private String purpose;

        @Option(
                names = "--suite",
                defaultValue = "INTL-1",
                paramLabel = "SUITE",
                description = "INTL-1 (${DEFAULT-VALUE}) | SM-1")
        private String suite;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = {"新文件 The new file."})
        private Path out;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Mixin private Passphrase passphrase;

        @Override
        public Integer call() throws IOException {
            var part =
                    Purposes.create(
                            purpose, Suites.named(suite), out, passphrase, new SecureRandom());
            new Printed(this, asJson).key(out, part);
            if (passphrase.isOpen()) {
                tell(
                        "gongyuan: %s 未加口令，仅供演练 lies open: rehearsals only, never an exam"
                                .formatted(out));
            }
            return DONE;
        }
    }

    /// `gongyuan key show`.
    @Command(
            name = "show",
            description = {
                "显示密钥文件或 .pub 文件的种类、指纹和公钥；不需要口令。",
                "Kind, fingerprint and public key of a key file or .pub file; needs no passphrase."
            })
    static final class Show extends ActCommand {

        @Parameters(paramLabel = "FILE", description = "密钥文件或 .pub 文件 Key file or .pub file.")
        private Path file;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws IOException {
            new Printed(this, asJson).key(file, PublicPart.read(file));
            return DONE;
        }
    }

    /// How a key is told.
    record Printed(ActCommand to, boolean asJson) {

        void key(Path file, PublicPart part) {
            if (asJson) {
                to.json(part.json().put("file", file.toString()));
                return;
            }
            to.say("文件 file         %s".formatted(file));
            to.say("种类 kind         %s, %s".formatted(part.kind(), part.suite()));
            part.fingerprint().ifPresent(one -> to.say("指纹 fingerprint  %s".formatted(one)));
            part.text().ifPresent(one -> to.say("公钥 public       %s".formatted(one)));
        }
    }
}
