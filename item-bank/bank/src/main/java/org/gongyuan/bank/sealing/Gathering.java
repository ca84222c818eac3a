package org.gongyuan.bank.sealing;

import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.seal.SecretKind;
import org.gongyuan.trust.share.Combination;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.Shares;

import java.util.List;

/// Shares brought together under a quorum: the key, or the first reason of `sealed-form.md` 8.2
/// that applies.
///
/// @param <S> the type of the key
public sealed interface Gathering<S extends Secret> {

    /// The key is there.
    ///
    /// @param key which the caller closes
    /// @param shares the indices of the shares that made it, rising
    /// @param <S> the type of the key
    record Complete<S extends Secret>(S key, List<Integer> shares) implements Gathering<S> {}

    /// It is not.
    ///
    /// @param reason by its name in the specification
    /// @param shares the indices of the shares the reason is about
    /// @param because a sentence
    /// @param <S> the type of the key
    record Incomplete<S extends Secret>(QuorumRefusal reason, List<Integer> shares, String because)
            implements Gathering<S> {}

    /// Brings shares of a key together.
    ///
    /// @param <S> the type of the key
    static <S extends Secret> Gathering<S> combine(
            SecretKind<S> kind, List<Share> shares, Quorum quorum) {
        return switch (Shares.combine(kind, shares, quorum.commitments())) {
            case Combination.Rebuilt<S>(var key) ->
                    new Complete<>(key, shares.stream().map(Share::index).sorted().toList());
            case Combination.Refused<S>(var because) -> refused(because, quorum);
        };
    }

    private static <S extends Secret> Incomplete<S> refused(List<Refusal> because, Quorum quorum) {
        for (var reason : QuorumRefusal.values()) {
            var matching = because.stream().filter(refusal -> reason(refusal) == reason).toList();
            if (!matching.isEmpty()) {
                var shares =
                        matching.stream()
                                .map(Gathering::index)
                                .filter(i -> i > 0)
                                .sorted()
                                .toList();
                return new Incomplete<>(reason, shares, sentence(reason, shares, matching, quorum));
            }
        }
        throw new IllegalStateException("refused for no reason");
    }

    private static QuorumRefusal reason(Refusal refusal) {
        return switch (refusal) {
            case Refusal.OtherSplit _, Refusal.OtherSuite _, Refusal.NoSuchShare _ ->
                    QuorumRefusal.FOREIGN_SHARE;
            case Refusal.GivenTwice _ -> QuorumRefusal.REPEATED_SHARE;
            case Refusal.Altered _ -> QuorumRefusal.WRONG_SHARE;
            case Refusal.TooFew _ -> QuorumRefusal.TOO_FEW;
            case Refusal.NotTheSecret _ -> QuorumRefusal.WRONG_KEY;
        };
    }

    private static int index(Refusal refusal) {
        return switch (refusal) {
            case Refusal.OtherSplit(var index, _) -> index;
            case Refusal.OtherSuite(var index) -> index;
            case Refusal.NoSuchShare(var index) -> index;
            case Refusal.GivenTwice(var index) -> index;
            case Refusal.Altered(var index) -> index;
            case Refusal.TooFew _, Refusal.NotTheSecret _ -> 0;
        };
    }

    private static String sentence(
            QuorumRefusal reason, List<Integer> shares, List<Refusal> matching, Quorum quorum) {
        return switch (reason) {
            case TOO_EARLY -> "it is too early";
            case FOREIGN_SHARE -> "shares %s belong to another key".formatted(shares);
            case REPEATED_SHARE -> "shares %s were given more than once".formatted(shares);
            case WRONG_SHARE -> "shares %s are not those that were given out".formatted(shares);
            case TOO_FEW -> {
                var good = matching.getFirst() instanceof Refusal.TooFew(var some, _) ? some : 0;
                yield "%d good shares are there, %d are needed".formatted(good, quorum.k());
            }
            case WRONG_KEY -> "the shares are good and make another key than the manifest's";
        };
    }
}
