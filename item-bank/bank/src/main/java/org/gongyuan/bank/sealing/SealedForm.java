package org.gongyuan.bank.sealing;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.MarkingPartKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The whole sealed form, as the bank makes it and the server keeps it: ciphertext and what may be
/// known before the release (`sealed-form.md`). Safe for many threads.
public final class SealedForm implements AutoCloseable {

    private final FormFile file;
    private final Custody custody;
    private final long markingFrom;

    private SealedForm(FormFile file, Custody custody, long markingFrom) {
        this.file = file;
        this.custody = custody;
        this.markingFrom = markingFrom;
    }

    /// Opens a sealed form and checks all of it: signatures, structure, digests.
    public static SealedForm read(Path path, Acceptance acceptance)
            throws FormRefused, IOException {
        var file = FormFile.open(path, acceptance);
        try {
            return read(file);
        } catch (FormRefused | IOException | RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    private static SealedForm read(FormFile file) throws FormRefused, IOException {
        var manifest = file.manifest();
        var bindings = Bindings.of(manifest);
        var vault = manifest.vault();
        var custody = file.sized(file.seatFileSize(), Manifest.Vault.LARGEST_CUSTODY, "custody");
        if (custody.length != vault.custodySize()
                || !bindings.custodyDigest(custody).equals(vault.custody())) {
            throw new FormRefused(Reason.DIGEST, "custody does not have its digest");
        }
        var from = file.seatFileSize() + 4 + custody.length;
        var end = from + vault.markingSize();
        if (file.size() < end) {
            throw new FormRefused(
                    Reason.TRUNCATED,
                    "the file has %d bytes, its marking part ends at %d"
                            .formatted(file.size(), end));
        }
        if (file.size() > end) {
            throw new FormRefused(
                    Reason.TRAILING,
                    "%d bytes follow the marking part".formatted(file.size() - end));
        }
        if (!file.digest(bindings.markingLabel(), from, end).equals(vault.marking())) {
            throw new FormRefused(Reason.DIGEST, "the marking part does not have its digest");
        }
        return new SealedForm(file, Custody.parse(custody, manifest), from);
    }

    /// What may be known of the form before its release.
    public Manifest manifest() {
        return file.manifest();
    }

    /// The name of the form.
    public Digest manifestDigest() {
        return file.manifestDigest();
    }

    /// Who signed it.
    public FormSignatures signatures() {
        return file.signatures();
    }

    /// The manifest and the signatures as they stand in the file, for the published bundle.
    public byte[] signatureBytes() throws FormRefused, IOException {
        var manifest = file.manifest().toBytes();
        return file.sized(FormFile.PREAMBLE.length + 4L + manifest.length, 64 << 10, "signatures");
    }

    /// How many of the file's first bytes are the seat file. They may be served as they are.
    public long seatFileSize() {
        return file.seatFileSize();
    }

    /// Writes the seat file out once, so that it can be served from where no shares lie.
    public void writeSeatFile(Path to) throws FormRefused, IOException {
        try (var out =
                Files.newOutputStream(
                        to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var piece = 1 << 20;
            for (var at = 0L; at < seatFileSize(); at += piece) {
                out.write(file.bytes(at, (int) Math.min(piece, seatFileSize() - at)));
            }
        }
    }

    /// The envelope of a custodian, by the fingerprint of his key; refused if he holds no share.
    public ShareEnvelope envelope(SharePurpose purpose, Digest custodian) throws FormRefused {
        var index = quorum(purpose).custodians().indexOf(custodian) + 1;
        if (index == 0) {
            throw new IllegalArgumentException(
                    "no custodian %s holds a share of the %s key of %s"
                            .formatted(
                                    custodian.hex().substring(0, 16),
                                    purpose.word(),
                                    manifest().form()));
        }
        try {
            return ShareEnvelope.decode(custody.envelope(purpose, index));
        } catch (NotCanonical wrong) {
            throw new FormRefused(
                    Reason.NOT_CANONICAL,
                    "envelope %d: %s".formatted(index, wrong.getMessage()),
                    wrong);
        }
    }

    /// Opens a custodian's share and seals it to the node that collects shares.
    public HandIn handIn(SharePurpose purpose, SealingKeyPair custodian, SealingPublicKey node)
            throws FormRefused {
        try {
            return HandIn.of(
                    purpose,
                    manifestDigest(),
                    envelope(purpose, custodian.publicKey().fingerprint()),
                    custodian,
                    node);
        } catch (SealBroken broken) {
            throw new FormRefused(
                    Reason.BROKEN, "the custodian's envelope: " + broken.getMessage(), broken);
        }
    }

    /// The same for whatever a custodian typed, whose key file says whose it is.
    public HandIn handIn(
            SharePurpose purpose, Digest custodian, KeyFile.Typed typed, SealingPublicKey node)
            throws FormRefused {
        try {
            return HandIn.typed(
                    purpose,
                    manifestDigest(),
                    envelope(purpose, custodian),
                    custodian,
                    typed,
                    node);
        } catch (SealBroken broken) {
            throw new FormRefused(
                    Reason.BROKEN, "the custodian's envelope: " + broken.getMessage(), broken);
        }
    }

    private Quorum quorum(SharePurpose purpose) {
        return switch (purpose) {
            case FORM -> manifest().formKey();
            case MARKING -> manifest().markingKey().quorum();
            case RESULTS, REHEARSAL -> throw Custody.none();
        };
    }

    /// Opens the form as a seat would, for reviewing it after its release.
    public OpenForm open(FormKey key) throws FormRefused, IOException {
        return OpenForm.open(file, key);
    }

    /// Opens the marking part with the marking key its quorum rebuilt.
    public MarkingPart marking(SealingKeyPair markingKey) throws FormRefused, IOException {
        var bindings = Bindings.of(manifest());
        var sealed = file.bytes(markingFrom, (int) manifest().vault().markingSize());
        try (var key =
                markingKey.unwrap(
                        MarkingPartKey.KIND, custody.markingPartKey(), bindings.markingPartKey())) {
            return MarkingPart.parse(key.openChunked(sealed, bindings.markingPart()), manifest());
        } catch (SealBroken broken) {
            throw new FormRefused(
                    Reason.BROKEN, "the marking part: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
