package org.gongyuan.bank.sealing;

import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingPublicKey;

import java.util.HashSet;
import java.util.List;

/// Who is to hold the shares of a key, and how many of them it shall take.
public record Custodians(int k, List<SealingPublicKey> keys) {

    public Custodians {
        keys = List.copyOf(keys);
        if (k < Quorum.LEAST || k > keys.size() || keys.size() > Quorum.MOST) {
            throw new IllegalArgumentException(
                    "%d of %d custodians is no quorum: at least %d, at most all of them, and at most %d custodians"
                            .formatted(k, keys.size(), Quorum.LEAST, Quorum.MOST));
        }
        if (new HashSet<>(keys).size() != keys.size()) {
            throw new IllegalArgumentException("a custodian is named twice");
        }
        for (var key : keys) {
            if (key.purpose() != Purpose.CUSTODIAN) {
                throw new IllegalArgumentException("%s is no custodian's key".formatted(key));
            }
        }
    }
}
