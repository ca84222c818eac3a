package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.suite.Digest;

/// A share on its way from a custodian to the node that collects shares, sealed to that node's
/// one-time key (`sealed-form.md` 5.4). The custodian makes it on his own machine; his private key
/// never travels.
public final class HandIn {

    private static final int VERSION = 1;

    private final SharePurpose purpose;
    private final Digest manifest;
    private final Digest custodian;
    private final ShareEnvelope envelope;

    private HandIn(
            SharePurpose purpose, Digest manifest, Digest custodian, ShareEnvelope envelope) {
        this.purpose = requireNonNull(purpose, "purpose");
        this.manifest = requireNonNull(manifest, "manifest");
        this.custodian = requireNonNull(custodian, "custodian");
        this.envelope = requireNonNull(envelope, "envelope");
    }

    /// Opens a custodian's envelope with his key pair and seals the share to the node.
    public static HandIn of(
            SharePurpose purpose,
            Digest manifest,
            ShareEnvelope fromCustody,
            SealingKeyPair custodian,
            SealingPublicKey node)
            throws SealBroken {
        try (var share = fromCustody.open(custodian)) {
            return new HandIn(
                    purpose,
                    manifest,
                    custodian.publicKey().fingerprint(),
                    ShareEnvelope.seal(share, node));
        }
    }

    /// The same for whatever a custodian typed: his share, or what a passphrase that does not open
    /// his key file stands for, which is as long and is refused (`trust.md` 10.8).
    public static HandIn typed(
            SharePurpose purpose,
            Digest manifest,
            ShareEnvelope fromCustody,
            Digest custodian,
            KeyFile.Typed typed,
            SealingPublicKey node)
            throws SealBroken {
        return switch (typed) {
            case KeyFile.Typed.Opened(var pair) -> of(purpose, manifest, fromCustody, pair, node);
            case KeyFile.Typed.Another(var phrase) ->
                    new HandIn(purpose, manifest, custodian, fromCustody.resealed(phrase, node));
        };
    }

    /// Reads what [#toBytes] wrote.
    public static HandIn parse(byte[] bytes) throws FormRefused {
        var from = new CborReader(bytes);
        try {
            from.array(5);
            var version = from.uint();
            if (version != VERSION) {
                throw new FormRefused(
                        Reason.VERSION, "hand-in of version %d, known is 1".formatted(version));
            }
            var handIn =
                    new HandIn(
                            SharePurpose.named(from.text()),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            ShareEnvelope.decode(from.bytes()));
            from.end();
            return handIn;
        } catch (NotCanonical | IllegalArgumentException wrong) {
            throw new FormRefused(Reason.NOT_CANONICAL, wrong.getMessage(), wrong);
        }
    }

    /// Opens the share on the node. That it fits is for [Release] to say.
    public Share open(SealingKeyPair node) throws SealBroken {
        return envelope.open(node);
    }

    /// Of which key the share is said to be.
    public SharePurpose purpose() {
        return purpose;
    }

    /// For which form.
    public Digest manifest() {
        return manifest;
    }

    /// By whom, as he says; it counts when the share is the one that belongs to him.
    public Digest custodian() {
        return custodian;
    }

    /// The hand-in as it is sent.
    public byte[] toBytes() {
        return new CborWriter()
                .array(5)
                .uint(VERSION)
                .text(purpose.word())
                .bytes(manifest.toBytes())
                .bytes(custodian.toBytes())
                .bytes(envelope.toBytes())
                .toBytes();
    }

    @Override
    public String toString() {
        return "HandIn[%s, %s, share %d]".formatted(purpose.word(), custodian, envelope.index());
    }
}
