package org.gongyuan.seat.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.posture.FileManifest;
import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Hashing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// Whether the program's own files are those that were signed (lockdown.md 5.4). Looked at once, at
/// the start: it takes seconds, and a file changed later is loaded no more.
final class SignedFiles {

    private static final byte[] LABEL = "gongyuan/seat-files/1\0".getBytes(UTF_8);
    private static final int PART = 1 << 16;

    /// Where the files, their manifest and its signature are.
    ///
    /// @param manifest the manifest; its signature lies beside it as `NAME.sig`
    record Where(Path folder, Path manifest, VerifyingKey signer) {

        Where {
            requireNonNull(folder, "folder");
            requireNonNull(manifest, "manifest");
            requireNonNull(signer, "signer");
        }

        Path signature() {
            return manifest.resolveSibling(manifest.getFileName() + ".sig");
        }
    }

    private SignedFiles() {}

    /// The bytes that are signed: a label and the manifest's text.
    static byte[] signed(byte[] manifest) {
        var signed = new byte[LABEL.length + manifest.length];
        System.arraycopy(LABEL, 0, signed, 0, LABEL.length);
        System.arraycopy(manifest, 0, signed, LABEL.length, manifest.length);
        return signed;
    }

    /// Holds the files against their manifest, and the manifest against its signature.
    static Optional<Finding> look(Where where) {
        try {
            var manifest = Files.readAllBytes(where.manifest());
            var signature = Base64.getDecoder().decode(Files.readString(where.signature()).strip());
            if (!where.signer().holds(Signature.decode(signature), signed(manifest))) {
                return Optional.of(
                        new Finding(
                                FindingKind.FILES_CHANGED,
                                "the manifest is not signed by files.signer"));
            }
            return FileManifest.read(new String(manifest, UTF_8))
                    .check(where.folder(), SignedFiles::digest);
        } catch (IOException | RuntimeException failed) {
            return Optional.of(
                    new Finding(FindingKind.NOT_LOOKED_AT, "own files: " + failed.getMessage()));
        }
    }

    /// SHA-256 of a file, read in parts.
    static byte[] digest(Path file) throws IOException {
        var hashing = Hashing.sha256();
        try (var in = Files.newInputStream(file)) {
            var part = new byte[PART];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                hashing.update(part, 0, read);
            }
        }
        return hashing.digest().toBytes();
    }
}
