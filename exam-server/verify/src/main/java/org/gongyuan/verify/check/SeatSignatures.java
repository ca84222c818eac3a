package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The signatures of the seats (V16, V18): the dearest thing to check, and each for itself, so they
/// are given to [Alongside] some at a time.
final class SeatSignatures {

    private static final int AT_A_TIME = 32;

    private final Alongside alongside;
    private List<Due> due = new ArrayList<>();

    private record Due(
            SeatKey key,
            Digest signed,
            Octets signature,
            Check check,
            String where,
            String otherwise) {

        boolean holds() {
            try {
                return key.opened()
                        .filter(
                                opened ->
                                        opened.holds(
                                                Signature.decode(signature.toBytes()),
                                                signed.toBytes()))
                        .isPresent();
            } catch (IllegalArgumentException refused) {
                return false;
            }
        }
    }

    /// A seat's key as the record has it, decoded once however often it signs.
    static final class SeatKey {

        private final Octets encoded;
        private Optional<VerifyingKey> opened;

        SeatKey(Octets encoded) {
            this.encoded = encoded;
        }

        /// Whether the record means this key by these bytes.
        boolean is(Octets other) {
            return encoded.equals(other);
        }

        private synchronized Optional<VerifyingKey> opened() {
            if (opened == null) {
                try {
                    opened =
                            Optional.of(VerifyingKey.decode(encoded.toBytes()))
                                    .filter(key -> key.purpose() == SigningPurpose.SEAT);
                } catch (NotCanonical | IllegalArgumentException refused) {
                    opened = Optional.empty();
                }
            }
            return opened;
        }
    }

    SeatSignatures(Alongside alongside) {
        this.alongside = alongside;
    }

    /// Fails the check unless the seat's key signed the digest.
    void demand(
            SeatKey key,
            Digest signed,
            Octets signature,
            Check check,
            String where,
            String otherwise) {
        due.add(new Due(key, signed, signature, check, where, otherwise));
        if (due.size() == AT_A_TIME) {
            give();
        }
    }

    /// Gives those that wait for others to come.
    void give() {
        var batch = due;
        due = new ArrayList<>();
        alongside.check(
                findings -> {
                    for (var one : batch) {
                        if (!one.holds()) {
                            findings.fails(one.check(), one.where(), one.otherwise());
                        }
                    }
                });
    }
}
