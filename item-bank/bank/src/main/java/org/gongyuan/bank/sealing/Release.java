package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.share.Share;

import java.time.Instant;
import java.util.List;

/// What came of bringing shares of the form key together: the key, or one named refusal
/// (`sealed-form.md` section 8). Nothing else turns shares into a form key.
public sealed interface Release {

    /// The form may be opened.
    ///
    /// @param key which the caller closes
    /// @param shares the indices of the shares that made it, rising
    record Opened(FormKey key, List<Integer> shares) implements Release {

        public Opened {
            requireNonNull(key, "key");
            shares = List.copyOf(shares);
        }
    }

    /// It may not.
    ///
    /// @param reason by the names of section 8.2
    /// @param shares the indices of the shares the reason is about, if it is about any
    /// @param because a sentence for those in the release room
    record Refused(QuorumRefusal reason, List<Integer> shares, String because) implements Release {

        public Refused {
            requireNonNull(reason, "reason");
            shares = List.copyOf(shares);
            requireNonNull(because, "because");
        }
    }

    /// Brings shares together at an instant.
    static Release combine(Manifest manifest, List<Share> shares, Instant at) {
        if (at.isBefore(manifest.notBefore())) {
            return new Refused(
                    QuorumRefusal.TOO_EARLY,
                    List.of(),
                    "form %s may not be opened before %s, it is %s"
                            .formatted(manifest.form(), manifest.notBefore(), at));
        }
        return switch (Gathering.combine(FormKey.KIND, shares, manifest.formKey())) {
            case Gathering.Complete<FormKey>(var key, var indices) -> new Opened(key, indices);
            case Gathering.Incomplete<FormKey>(var reason, var indices, var because) ->
                    new Refused(reason, indices, because);
        };
    }
}
