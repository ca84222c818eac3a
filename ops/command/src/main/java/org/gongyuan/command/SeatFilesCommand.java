package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.lockdown.posture.FileManifest;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;

/// `gongyuan seat-files`: the awarding body's signature of the list of a seat's own files
/// (`exam-client/spec/lockdown.md` 5.4 and 5.5), which `ops/package` writes.
@Command(
        name = "seat-files",
        description = {
            "考位程序文件清单的签名。",
            "The signature of the list of the seat program's own files."
        },
        subcommands = {SeatFilesCommand.Sign.class, SeatFilesCommand.Check.class})
final class SeatFilesCommand extends Family {

    private static final byte[] LABEL = "gongyuan/seat-files/1\0".getBytes(UTF_8);
    private static final long LARGEST = 32L << 20;
    private static final long LARGEST_SIGNATURE = 1_024;

    /// A list that holds together, as it is signed: the label and its bytes.
    private static byte[] signed(Path list) throws IOException {
        var bytes = OwnFile.read(list, "list of files", LARGEST);
        try {
            var _ = FileManifest.read(new String(bytes, UTF_8));
        } catch (IOException wrong) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(list, wrong.getMessage()));
        }
        var signed = new byte[LABEL.length + bytes.length];
        System.arraycopy(LABEL, 0, signed, 0, LABEL.length);
        System.arraycopy(bytes, 0, signed, LABEL.length, bytes.length);
        return signed;
    }

    /// `gongyuan seat-files sign`.
    @Command(
            name = "sign",
            description = {
                "评价机构对清单签名；签名放进软件包：ops/package --signature。",
                "The awarding body signs a list; ops/package --signature puts it into the package."
            })
    static final class Sign extends ActCommand {

        @Option(
                names = "--list",
                required = true,
                paramLabel = "FILE",
                description = "清单 The list that ops/package wrote.")
        private Path list;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "KEY",
                description = "评价机构密钥文件（用途 authority）The body's key file, purpose authority.")
        private Path key;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "新文件 The new file.")
        private Path out;

        @Mixin private Passphrase passphrase;
        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var what = signed(list);
            try (var pair = KeyFiles.signing(key, SigningPurpose.AUTHORITY, passphrase)) {
                var text = Base64.getEncoder().encodeToString(pair.sign(what).toBytes()) + "\n";
                OwnFile.create(out, text.getBytes(UTF_8));
                var signer = pair.verifyingKey().text();
                told.tell(
                        this,
                        new JsonObject().put("signature", out.toString()).put("signer", signer),
                        "签名 signature    %s".formatted(out),
                        "公钥 files.signer %s".formatted(signer));
            }
            return DONE;
        }
    }

    /// `gongyuan seat-files check`.
    @Command(
            name = "check",
            description = {"核对清单的签名。", "Whether the signature of a list holds."})
    static final class Check extends ActCommand {

        @Option(
                names = "--list",
                required = true,
                paramLabel = "FILE",
                description = "清单 The list.")
        private Path list;

        @Option(
                names = "--signature",
                required = true,
                paramLabel = "FILE",
                description = "签名 Its signature.")
        private Path signature;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "PUB",
                description = "评价机构公钥文件 The body's public key file.")
        private Path key;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var what = signed(list);
            var signer = PublicPart.verifying(key, SigningPurpose.AUTHORITY);
            if (!signer.holds(read(signature), what)) {
                throw new Refused(
                        Refused.REFUSED,
                        "the signature %s of %s was not made by the key in %s"
                                .formatted(signature, list, key));
            }
            told.tell(
                    this,
                    new JsonObject().put("list", list.toString()).put("holds", true),
                    "签名有效 the signature holds");
            return DONE;
        }

        private static Signature read(Path file) throws IOException {
            var text =
                    new String(OwnFile.read(file, "signature", LARGEST_SIGNATURE), UTF_8).strip();
            try {
                return Signature.decode(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException wrong) {
                throw new Refused(
                        Refused.REFUSED,
                        "%s holds no signature in base64: %s".formatted(file, wrong.getMessage()));
            }
        }
    }
}
