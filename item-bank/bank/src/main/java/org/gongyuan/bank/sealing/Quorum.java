package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.ShareCommitments;
import org.gongyuan.trust.suite.Digest;

import java.util.HashSet;
import java.util.List;

/// Who holds the shares of a key, and how many of them it takes: share `i` belongs to the `i`-th
/// custodian, named by the fingerprint of his key (`sealed-form.md` 2.1 and 2.4).
public record Quorum(ShareCommitments commitments, List<Digest> custodians) {

    /// At least this many shares open anything.
    public static final int LEAST = 2;

    /// There are at most this many custodians of one key.
    public static final int MOST = Share.MOST;

    public Quorum {
        requireNonNull(commitments, "commitments");
        custodians = List.copyOf(custodians);
        if (commitments.count() != custodians.size()) {
            throw new IllegalArgumentException(
                    "%d custodians for %d shares"
                            .formatted(custodians.size(), commitments.count()));
        }
        if (new HashSet<>(custodians).size() != custodians.size()) {
            throw new IllegalArgumentException("a custodian is named twice");
        }
    }

    /// How many shares it takes.
    public int k() {
        return commitments.needed();
    }

    /// How many shares there are.
    public int n() {
        return custodians.size();
    }

    /// What commits to the key itself.
    public Digest key() {
        return commitments.secret();
    }
}
