package org.gongyuan.bank.sealing;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Path;

/// The seat file on a seat: manifest, signatures and keyless blobs, checked, and unreadable until
/// the form key comes (`sealed-form.md` 1.2). It may be here hours before. Safe for many threads.
public final class SeatForm implements AutoCloseable {

    private final FormFile file;

    private SeatForm(FormFile file) {
        this.file = file;
    }

    /// Opens a seat file: signatures, structure and the digest of every blob are checked now.
    public static SeatForm read(Path path, Acceptance acceptance) throws FormRefused, IOException {
        var file = FormFile.open(path, acceptance);
        if (file.size() != file.seatFileSize()) {
            var surplus = file.size() - file.seatFileSize();
            file.close();
            throw new FormRefused(
                    Reason.TRAILING, "%d bytes follow the last blob".formatted(surplus));
        }
        return new SeatForm(file);
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

    /// Opens the form. Each item and asset is opened when it is asked for. The key stays the
    /// caller's to close; afterwards nothing more can be opened.
    public OpenForm open(FormKey key) throws FormRefused, IOException {
        return OpenForm.open(file, key);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
