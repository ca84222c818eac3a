package org.gongyuan.trust.share;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SecondPhrase;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;

/// A share sealed to one holder: to a custodian when the secret is split, to the release node's
/// one-time key when he hands it in (`item-bank/spec/trust.md`, section 8.3). Split, index and
/// suite are readable and bound by the seal.
public final class ShareEnvelope {

    private static final int VERSION = 1;

    private final SplitId splitId;
    private final Suite suite;
    private final int index;
    private final byte[] sealed;

    private ShareEnvelope(SplitId splitId, Suite suite, int index, byte[] sealed) {
        this.splitId = requireNonNull(splitId, "splitId");
        this.suite = requireNonNull(suite, "suite");
        this.index = index;
        this.sealed = sealed;
    }

    /// Seals a share to a custodian or a node.
    public static ShareEnvelope seal(Share share, SealingPublicKey holder) {
        if (holder.purpose() != Purpose.CUSTODIAN
                && holder.purpose() != Purpose.NODE
                && holder.purpose() != Purpose.APPROVER) {
            throw new IllegalArgumentException(
                    "a share is sealed to a custodian, an approver or a node, not to a key of %s"
                            .formatted(holder.purpose()));
        }
        if (holder.suite() != share.suite()) {
            throw new IllegalArgumentException(
                    "a share of suite %s cannot be sealed to a key of suite %s"
                            .formatted(share.suite(), holder.suite()));
        }
        var value = share.expose();
        try {
            return new ShareEnvelope(
                    share.splitId(),
                    share.suite(),
                    share.index(),
                    holder.seal(value, bound(share.splitId(), share.suite(), share.index())));
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /// An envelope of the same split and index to another holder, with what a second phrase stands
    /// for in the place of the share (section 10.8).
    public ShareEnvelope resealed(SecondPhrase phrase, SealingPublicKey holder) {
        var value = phrase.exposeForSharing();
        try (var share = new Share(splitId, suite, index, value)) {
            return seal(share, holder);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /// The envelope that these bytes are. Anything else is refused by [NotCanonical].
    public static ShareEnvelope decode(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.array(5);
        var version = reader.uint();
        if (version != VERSION) {
            throw new NotCanonical(
                    1, "a share envelope of version %d, known is 1".formatted(version));
        }
        var suite = ShareCommitments.suite(reader);
        var splitId = SplitId.of(reader.bytes(SplitId.LENGTH));
        var index = ShareCommitments.within(reader, 1, Share.MOST, "index of a share");
        var envelope = new ShareEnvelope(splitId, suite, index, reader.bytes());
        reader.end();
        return envelope;
    }

    /// Opens the share with the holder's private key.
    public Share open(SealingKeyPair holder) throws SealBroken {
        var value = holder.open(sealed, bound(splitId, suite, index));
        try {
            if (value.length != Share.LENGTH) {
                throw new SealBroken(
                        SealBroken.Reason.OTHER_CONTENT,
                        "what is sealed is %d bytes, a share is %d"
                                .formatted(value.length, Share.LENGTH));
            }
            return new Share(splitId, suite, index, value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /// Which splitting the share is a part of.
    public SplitId splitId() {
        return splitId;
    }

    /// The suite of the secret.
    public Suite suite() {
        return suite;
    }

    /// Which part it is, from 1.
    public int index() {
        return index;
    }

    /// The envelope as it is stored and sent.
    public byte[] toBytes() {
        return new CborWriter()
                .array(5)
                .uint(VERSION)
                .uint(suite.code())
                .bytes(splitId.toBytes())
                .uint(index)
                .bytes(sealed)
                .toBytes();
    }

    @Override
    public String toString() {
        return "ShareEnvelope[%s, %d]".formatted(splitId, index);
    }

    private static byte[] bound(SplitId splitId, Suite suite, int index) {
        return new CborWriter()
                .array(4)
                .text("gongyuan.org/share/1")
                .text(suite.id())
                .bytes(splitId.toBytes())
                .uint(index)
                .toBytes();
    }
}
