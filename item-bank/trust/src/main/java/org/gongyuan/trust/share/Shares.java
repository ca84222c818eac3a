package org.gongyuan.trust.share;

import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.seal.SecretKind;
import org.gongyuan.trust.share.Combination.Rebuilt;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Combination.Refused;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Splits a secret among *n* custodians of whom any *k* put it together again, and puts it together
/// (`item-bank/spec/trust.md`, section 8).
public final class Shares {

    private static final ShamirSecretSplitter.Algorithm FIELD = ShamirSecretSplitter.Algorithm.AES;

    private Shares() {}

    /// A secret that has been split.
    ///
    /// @param shares one for each custodian, in the order of their indices
    /// @param commitments to be published with the split
    public record Split(List<Share> shares, ShareCommitments commitments) implements AutoCloseable {

        /// Shares that stay as they are.
        public Split {
            shares = List.copyOf(shares);
        }

        /// Wipes every share.
        @Override
        public void close() {
            shares.forEach(Share::close);
        }
    }

    /// Splits `secret` into `all` shares of which any `needed` suffice.
    public static Split split(
            Secret secret, int needed, int all, SplitId splitId, SecureRandom random) {
        ShareCommitments.checkQuorum(needed, all);
        var bytes = secret.exposeForSharing();
        try {
            var parts =
                    ShamirSecretSplitter.getInstance(FIELD, Secret.LENGTH, random)
                            .resplit(bytes, needed, all)
                            .getSecretShares();
            List<Share> shares = new ArrayList<>();
            for (var i = 0; i < all; i++) {
                var value = parts[i].getEncoded();
                shares.add(new Share(splitId, secret.suite(), i + 1, value));
                Arrays.fill(value, (byte) 0);
            }
            return new Split(
                    shares,
                    new ShareCommitments(
                            splitId,
                            secret.suite(),
                            needed,
                            secret.digestCommitment(),
                            shares.stream().map(Share::digestCommitment).toList()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a share cannot be encoded", impossible);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Why this share does not belong to this split, if it does not: so that a share can be judged
    /// when it is handed in.
    public static List<Refusal> refusals(Share share, ShareCommitments commitments) {
        if (!share.splitId().equals(commitments.splitId())) {
            return List.of(new Refusal.OtherSplit(share.index(), share.splitId()));
        }
        if (share.suite() != commitments.suite()) {
            return List.of(new Refusal.OtherSuite(share.index()));
        }
        if (share.index() > commitments.count()) {
            return List.of(new Refusal.NoSuchShare(share.index()));
        }
        if (!share.digestCommitment().equals(commitments.shares().get(share.index() - 1))) {
            return List.of(new Refusal.Altered(share.index()));
        }
        return List.of();
    }

    /// Puts the secret together. One wrong share refuses all, and every wrong share is named.
    public static <S extends Secret> Combination<S> combine(
            SecretKind<S> kind, List<Share> shares, ShareCommitments commitments) {
        List<Refusal> because = new ArrayList<>();
        Map<Integer, Share> good = new LinkedHashMap<>();
        for (var share : shares) {
            var refusals = refusals(share, commitments);
            because.addAll(refusals);
            if (refusals.isEmpty() && good.putIfAbsent(share.index(), share) != null) {
                because.add(new Refusal.GivenTwice(share.index()));
            }
        }
        if (good.size() < commitments.needed()) {
            because.add(new Refusal.TooFew(good.size(), commitments.needed()));
        }
        if (!because.isEmpty()) {
            return new Refused<>(because);
        }
        var bytes = interpolated(List.copyOf(good.values()));
        try {
            var secret = kind.restore(commitments.suite(), bytes);
            if (secret.digestCommitment().equals(commitments.secret())) {
                return new Rebuilt<>(secret);
            }
            secret.close();
        } catch (KeyRefused _) {
            // then it is not the secret
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        return new Refused<>(List.of(new Refusal.NotTheSecret()));
    }

    private static byte[] interpolated(List<Share> shares) {
        var parts = new ShamirSplitSecretShare[shares.size()];
        for (var i = 0; i < parts.length; i++) {
            var value = shares.get(i).expose();
            parts[i] = new ShamirSplitSecretShare(value, shares.get(i).index());
            Arrays.fill(value, (byte) 0);
        }
        try {
            return ShamirSplitSecret.getInstance(FIELD, parts).getSecret();
        } catch (IOException impossible) {
            throw new IllegalStateException("shares cannot be combined", impossible);
        }
    }
}
