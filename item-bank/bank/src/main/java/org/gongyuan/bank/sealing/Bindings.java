package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.share.SplitId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;

/// What everything sealed in one act is bound to: the associated data of `sealed-form.md`.
record Bindings(Suite suite, SealingId sealing, FormId form) {

    private static final byte[] BLOB = "gongyuan/blob/1\0".getBytes(UTF_8);
    private static final byte[] CUSTODY = "gongyuan/custody/1\0".getBytes(UTF_8);
    private static final byte[] MARKING = "gongyuan/marking-part/1\0".getBytes(UTF_8);
    private static final byte[] SPLIT = "gongyuan/split/1\0".getBytes(UTF_8);

    static Bindings of(Manifest manifest) {
        return new Bindings(manifest.suite(), manifest.identity().sealing(), manifest.form());
    }

    /// Section 3.2.
    byte[] blob(BlobId blob) {
        return start("gongyuan/blob/1", 5).bytes(blob.toBytes()).toBytes();
    }

    /// Section 5.1.
    byte[] markingPartKey() {
        return start("gongyuan/marking-part-key/1", 4).toBytes();
    }

    /// Section 6.1.
    byte[] markingPart() {
        return start("gongyuan/marking-part/1", 4).toBytes();
    }

    /// Section 5.2.
    SplitId splitId(SharePurpose purpose) {
        var digest = suite.digest(SPLIT, sealing.toBytes(), purpose.word().getBytes(UTF_8));
        return SplitId.of(Arrays.copyOf(digest.toBytes(), SplitId.LENGTH));
    }

    /// Section 3.1.
    Digest blobDigest(byte[] sealed) {
        return suite.digest(BLOB, sealed);
    }

    byte[] blobLabel() {
        return BLOB.clone();
    }

    byte[] markingLabel() {
        return MARKING.clone();
    }

    /// Section 5.3.
    Digest custodyDigest(byte[] custody) {
        return suite.digest(CUSTODY, custody);
    }

    /// Section 6.1.
    Digest markingDigest(byte[] sealed) {
        return suite.digest(MARKING, sealed);
    }

    private CborWriter start(String label, int fields) {
        return new CborWriter()
                .array(fields)
                .text(label)
                .bytes(sealing.toBytes())
                .text(form.id())
                .uint(form.revision());
    }
}
