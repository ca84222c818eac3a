package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Share;

import java.util.List;

/// What came of bringing shares of the marking key together: the key pair that opens marking part
/// and responses, or one named refusal (`sealed-form.md` 8.3).
public sealed interface MarkingQuorum {

    /// Responses may be opened.
    ///
    /// @param key which the caller closes
    /// @param shares the indices of the shares that made it, rising
    record Opened(SealingKeyPair key, List<Integer> shares) implements MarkingQuorum {

        public Opened {
            requireNonNull(key, "key");
            shares = List.copyOf(shares);
        }
    }

    /// They may not.
    ///
    /// @param reason by the names of section 8.2, never too early
    /// @param shares the indices of the shares the reason is about, if it is about any
    /// @param because a sentence for those in the room
    record Refused(QuorumRefusal reason, List<Integer> shares, String because)
            implements MarkingQuorum {

        public Refused {
            requireNonNull(reason, "reason");
            shares = List.copyOf(shares);
            requireNonNull(because, "because");
        }
    }

    /// Brings shares together.
    static MarkingQuorum combine(Manifest manifest, List<Share> shares) {
        var terms = manifest.markingKey();
        var kind = SealingKeyPair.kind(Purpose.MARKING);
        return switch (Gathering.combine(kind, shares, terms.quorum())) {
            case Gathering.Complete<SealingKeyPair>(var key, var indices) -> {
                if (!key.publicKey().equals(terms.publicKey())) {
                    key.close();
                    yield new Refused(
                            QuorumRefusal.WRONG_KEY,
                            List.of(),
                            "the shares make another key than the manifest's");
                }
                yield new Opened(key, indices);
            }
            case Gathering.Incomplete<SealingKeyPair>(var reason, var indices, var because) ->
                    new Refused(reason, indices, because);
        };
    }
}
