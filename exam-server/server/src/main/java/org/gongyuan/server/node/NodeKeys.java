package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.seal.SecretKind;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;

/// The keys a node keeps in its key folder.
public final class NodeKeys {

    private NodeKeys() {}

    /// The key checkpoints are signed with, from `checkpoint.key`; made at the first start, sealed
    /// under the passphrase if there is one, else lying open for whoever may read the folder.
    public static SigningKeyPair checkpointKey(
            Path folder, Suite suite, char[] passphrase, SecureRandom random) throws IOException {
        return key(folder, "checkpoint.key", SigningPurpose.CHECKPOINT, suite, passphrase, random);
    }

    /// The key the node speaks to other nodes with, from `node.key`; made like the checkpoint key.
    public static SigningKeyPair nodeKey(
            Path folder, Suite suite, char[] passphrase, SecureRandom random) throws IOException {
        return key(folder, "node.key", SigningPurpose.NODE, suite, passphrase, random);
    }

    /// The key rosters are kept under, from `admission.key`; made like the checkpoint key.
    public static AdmissionKey admissionKey(Path folder, char[] passphrase, SecureRandom random)
            throws IOException {
        return secret(
                folder.resolve("admission.key"),
                AdmissionKey.KIND,
                () -> AdmissionKey.generate(Suite.INTL_1, random),
                passphrase,
                random);
    }

    /// The key over what is kept of staff, from `staff.key`; made like the checkpoint key.
    public static StaffKey staffKey(Path folder, char[] passphrase, SecureRandom random)
            throws IOException {
        return secret(
                folder.resolve("staff.key"),
                StaffKey.KIND,
                () -> StaffKey.generate(Suite.INTL_1, random),
                passphrase,
                random);
    }

    private static <S extends Secret> S secret(
            Path file, SecretKind<S> kind, Supplier<S> made, char[] passphrase, SecureRandom random)
            throws IOException {
        if (Files.exists(file)) {
            try {
                return KeyFile.parse(Files.readString(file)).secret(kind, passphrase);
            } catch (SealBroken | IllegalArgumentException refused) {
                throw unopened(file, refused);
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        var key = made.get();
        var text =
                passphrase.length == 0
                        ? KeyFile.lyingOpen(key).text()
                        : KeyFile.sealed(key, passphrase, random).text();
        OwnFiles.write(file, text.getBytes(UTF_8));
        return key;
    }

    private static IOException unopened(Path file, Exception refused) {
        return new IOException(
                "the key file %s cannot be opened: %s (passphrase: environment variable"
                                .formatted(file, refused.getMessage())
                        + " GONGYUAN_KEYS_PASSPHRASE)",
                refused);
    }

    private static SigningKeyPair key(
            Path folder,
            String name,
            SigningPurpose purpose,
            Suite suite,
            char[] passphrase,
            SecureRandom random)
            throws IOException {
        var file = folder.resolve(name);
        if (Files.exists(file)) {
            try {
                return KeyFile.parse(Files.readString(file)).signingKeyPair(purpose, passphrase);
            } catch (SealBroken | IllegalArgumentException refused) {
                throw unopened(file, refused);
            }
        }
        Files.createDirectories(folder);
        var pair = SigningKeyPair.generate(suite, purpose, random);
        var text =
                passphrase.length == 0
                        ? KeyFile.lyingOpen(pair).text()
                        : KeyFile.sealed(pair, passphrase, random).text();
        OwnFiles.write(file, text.getBytes(UTF_8));
        return pair;
    }
}
