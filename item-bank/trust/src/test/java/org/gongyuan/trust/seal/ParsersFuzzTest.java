package org.gongyuan.trust.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;

import java.util.Arrays;

/// Parsers of bytes from outside: whatever comes, they refuse by their own exception or read it in
/// its one form. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Bytes from outside")
class ParsersFuzzTest {

    private static final ItemKey ITEM = ItemKey.KIND.restore(Suite.INTL_1, new byte[32]);
    private static final SealingKeyPair SM2 =
            SealingKeyPair.generate(Suite.SM_1, Purpose.NODE, Keys.RANDOM);

    @FuzzTest(maxDuration = "10s")
    void areCborInItsOneFormOrRefused(byte[] data) {
        byte[] item;
        try {
            item = new CborReader(data).raw();
        } catch (NotCanonical _) {
            return;
        }
        if (!Arrays.equals(item, new CborWriter().raw(item).toBytes())) {
            throw new AssertionError("an item was read that cannot be written");
        }
    }

    @FuzzTest(maxDuration = "10s")
    void areNoEnvelope(byte[] data) {
        try {
            var _ = ITEM.open(data, data);
            throw new AssertionError("an envelope was forged");
        } catch (SealBroken _) {
            // refused
        }
        try {
            var _ = ITEM.openChunked(data, data);
            throw new AssertionError("a chunked seal was forged");
        } catch (SealBroken _) {
            // refused
        }
        try {
            var _ = SM2.open(data, data);
            throw new AssertionError("an envelope to a public key was forged");
        } catch (SealBroken _) {
            // refused
        }
    }

    @FuzzTest(maxDuration = "10s")
    void areANoteInItsOneFormOrRefused(byte[] data) {
        try {
            var note = SignedNote.parse(data);
            if (!Arrays.equals(data, note.toBytes())) {
                throw new AssertionError("a note was read that would be written otherwise");
            }
            var _ = Checkpoint.parse(note.text());
        } catch (NoteRefused _) {
            // refused
        }
        try {
            var _ = NoteKey.parse(new String(data, ISO_8859_1));
        } catch (NoteRefused _) {
            // refused
        }
    }

    @FuzzTest(maxDuration = "10s")
    void areAKeyFileInItsOneFormOrRefused(byte[] data) {
        var text = new String(data, ISO_8859_1);
        try {
            if (!KeyFile.parse(text).text().equals(text)) {
                throw new AssertionError("a key file was read that would be written otherwise");
            }
        } catch (KeyRefused _) {
            // refused
        }
    }

    @FuzzTest(maxDuration = "10s")
    void areProofsSharesTilesOrRefused(byte[] data) {
        try {
            var _ = InclusionProof.decode(data);
        } catch (NotCanonical _) {
            // refused
        }
        try {
            var _ = ShareCommitments.decode(data);
        } catch (NotCanonical _) {
            // refused
        }
        try {
            var _ = ShareEnvelope.decode(data);
        } catch (NotCanonical _) {
            // refused
        }
        try {
            var _ = EntryBundle.decode(data);
            var _ = TilePath.parse(new String(data, ISO_8859_1));
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = SealingPublicKey.decode(data);
        } catch (KeyRefused _) {
            // refused
        }
        try {
            var _ = VerifyingKey.decode(data);
        } catch (KeyRefused _) {
            // refused
        }
    }
}
