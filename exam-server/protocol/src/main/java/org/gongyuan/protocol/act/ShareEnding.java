package org.gongyuan.protocol.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.ShareEnd;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.time.Instant;

/// What a custodian stands for when he says that a share of the marking key is no more
/// (`staff-access.md` 9.8). One person says it, since it takes a share away and gives nothing.
///
/// @param manifest the sealed form whose marking key it is a share of
/// @param custodian the fingerprint of the key the share was sealed to
/// @param person whose key it is
/// @param asked when the node asked him
public record ShareEnding(
        SittingId sitting,
        Digest manifest,
        int share,
        Digest custodian,
        ShareEnd how,
        StaffId person,
        Instant asked) {

    private static final byte[] LABEL = "gongyuan/share-ended/1\0".getBytes(UTF_8);

    public ShareEnding {
        requireNonNull(sitting, "sitting");
        requireNonNull(manifest, "manifest");
        requireNonNull(custodian, "custodian");
        requireNonNull(how, "how");
        requireNonNull(person, "person");
        requireNonNull(asked, "asked");
    }

    /// What an entry of this sitting's record says.
    public static ShareEnding of(SittingId sitting, ShareEnded entry) {
        return new ShareEnding(
                sitting,
                entry.manifest(),
                entry.share(),
                entry.custodian(),
                entry.how(),
                entry.person(),
                entry.asked());
    }

    /// What his passkey answers.
    public Digest toProve() {
        var bytes =
                new CborWriter(256)
                        .array(7)
                        .text(sitting.text())
                        .bytes(manifest.toBytes())
                        .uint(share)
                        .bytes(custodian.toBytes())
                        .text(how.word())
                        .text(person.text())
                        .uint(asked.toEpochMilli())
                        .toBytes();
        return Hashing.sha256().update(LABEL).update(bytes).digest();
    }
}
