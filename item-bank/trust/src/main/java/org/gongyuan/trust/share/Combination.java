package org.gongyuan.trust.share;

import org.gongyuan.trust.seal.Secret;

import java.util.List;

/// What came of putting shares together (`item-bank/spec/trust.md`, section 8.4).
///
/// @param <S> the type of the secret
public sealed interface Combination<S extends Secret> {

    /// The secret is there again; its commitment holds.
    ///
    /// @param secret which the caller closes
    /// @param <S> the type of the secret
    record Rebuilt<S extends Secret>(S secret) implements Combination<S> {}

    /// It is not, for these reasons: every wrong share is named.
    ///
    /// @param because at least one reason
    /// @param <S> the type of the secret
    record Refused<S extends Secret>(List<Refusal> because) implements Combination<S> {

        /// Reasons that stay as they are.
        public Refused {
            because = List.copyOf(because);
        }
    }

    /// One reason why shares do not make the secret.
    sealed interface Refusal {

        /// The share belongs to another splitting.
        ///
        /// @param index of the share
        /// @param splitId it belongs to
        record OtherSplit(int index, SplitId splitId) implements Refusal {}

        /// The share belongs to a secret of another suite.
        ///
        /// @param index of the share
        record OtherSuite(int index) implements Refusal {}

        /// The split has no share of this index.
        ///
        /// @param index of the share
        record NoSuchShare(int index) implements Refusal {}

        /// The share was given more than once.
        ///
        /// @param index of the share
        record GivenTwice(int index) implements Refusal {}

        /// The share is not the one that was committed to.
        ///
        /// @param index of the share
        record Altered(int index) implements Refusal {}

        /// There are fewer different good shares than are needed.
        ///
        /// @param good how many there are
        /// @param needed how many there must be
        record TooFew(int good, int needed) implements Refusal {}

        /// Every share is good, yet what they make is not what was committed to: the split itself
        /// was wrong, or the secret is of another kind than was asked for.
        record NotTheSecret() implements Refusal {}
    }
}
