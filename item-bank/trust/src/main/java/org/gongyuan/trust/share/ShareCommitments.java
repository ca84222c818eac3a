package org.gongyuan.trust.share;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.List;

/// What is published about a split (`item-bank/spec/trust.md`, section 8.2): how many shares there
/// are, how many are needed, and commitments to the secret and to every share. It tells nothing of
/// either.
///
/// @param splitId which splitting
/// @param suite of the secret
/// @param needed how many shares put the secret together, *k*
/// @param secret the commitment to the secret
/// @param shares the commitments to the shares, in the order of their indices
public record ShareCommitments(
        SplitId splitId, Suite suite, int needed, Digest secret, List<Digest> shares) {

    private static final int VERSION = 1;

    /// Commitments to a split that could be.
    public ShareCommitments {
        requireNonNull(splitId, "splitId");
        requireNonNull(suite, "suite");
        requireNonNull(secret, "secret");
        shares = List.copyOf(shares);
        checkQuorum(needed, shares.size());
    }

    static void checkQuorum(int needed, int all) {
        if (all > Share.MOST) {
            throw new IllegalArgumentException(
                    "%d shares are more than %d".formatted(all, Share.MOST));
        }
        if (needed < 2) {
            throw new IllegalArgumentException(
                    "a quorum of %d would leave the secret with one custodian, at least 2"
                            .formatted(needed));
        }
        if (needed > all) {
            throw new IllegalArgumentException(
                    "a quorum of %d cannot be had from %d shares".formatted(needed, all));
        }
    }

    /// How many shares there are, *n*.
    public int count() {
        return shares.size();
    }

    /// The commitments as manifests hold them.
    public byte[] toBytes() {
        var commitments = new byte[shares.size() * Digest.LENGTH];
        for (var i = 0; i < shares.size(); i++) {
            shares.get(i).copyInto(commitments, i * Digest.LENGTH);
        }
        return new CborWriter()
                .array(6)
                .uint(VERSION)
                .uint(suite.code())
                .bytes(splitId.toBytes())
                .uint(needed)
                .bytes(secret.toBytes())
                .bytes(commitments)
                .toBytes();
    }

    /// The commitments that these bytes are. Anything else is refused by [NotCanonical].
    public static ShareCommitments decode(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.array(6);
        var version = reader.uint();
        if (version != VERSION) {
            throw new NotCanonical(
                    1, "share commitments of version %d, known is 1".formatted(version));
        }
        var suite = suite(reader);
        var splitId = SplitId.of(reader.bytes(SplitId.LENGTH));
        var needed = within(reader, 2, Share.MOST, "quorum");
        var secret = Digest.of(reader.bytes(Digest.LENGTH));
        var at = reader.position();
        var commitments = reader.bytes();
        reader.end();
        var count = commitments.length / Digest.LENGTH;
        if (commitments.length % Digest.LENGTH != 0 || count < needed || count > Share.MOST) {
            throw new NotCanonical(
                    at,
                    "commitments to %d..%d shares are due, got %d bytes"
                            .formatted(needed, Share.MOST, commitments.length));
        }
        List<Digest> shares = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            shares.add(Digest.at(commitments, i * Digest.LENGTH));
        }
        return new ShareCommitments(splitId, suite, needed, secret, shares);
    }

    static Suite suite(CborReader reader) {
        var at = reader.position();
        var code = reader.uint();
        for (var suite : Suite.values()) {
            if (suite.code() == code) {
                return suite;
            }
        }
        throw new NotCanonical(at, "suite code %d is unknown".formatted(code));
    }

    static int within(CborReader reader, int least, int most, String what) {
        var at = reader.position();
        var value = reader.uint();
        if (value < least || value > most) {
            throw new NotCanonical(
                    at, "%s %d is outside %d..%d".formatted(what, value, least, most));
        }
        return (int) value;
    }
}
