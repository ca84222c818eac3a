package org.gongyuan.server.release;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.QuorumRefusal;
import org.gongyuan.bank.sealing.Release;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.share.Shares;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Where custodians hand in their shares of one form's key at one node. Not before the appointed
/// time a share is not even kept. Every refusal is an entry and an alarm. Calls come one at a time.
public final class ReleaseRoom implements AutoCloseable {

    private static final Digest NOBODY = Digest.of(new byte[Digest.LENGTH]);

    private final Manifest manifest;
    private final Digest manifestDigest;
    private final Sitting sitting;
    private final SealingKeyPair nodeKey;
    private final Consumer<String> alarm;
    private final Runnable released;
    private final ShareWatch watch;
    private final TreeMap<Integer, Share> shares = new TreeMap<>();
    /// Replaced whole, so that whoever looks need not wait for the lane.
    private volatile SortedMap<Integer, Instant> given = Collections.emptySortedMap();

    private volatile boolean isReleased;
    private boolean releasing;

    /// A room that nobody watches.
    public ReleaseRoom(
            Manifest manifest,
            Sitting sitting,
            SecureRandom random,
            Consumer<String> alarm,
            Runnable released) {
        this(manifest, sitting, random, alarm, released, ShareWatch.NONE);
    }

    /// A room with a one-time key of its own.
    ///
    /// @param alarm told of every refusal, in a sentence
    /// @param released called once the sitting has the key
    /// @param watch told of every refusal, for whoever answers for the custodians
    public ReleaseRoom(
            Manifest manifest,
            Sitting sitting,
            SecureRandom random,
            Consumer<String> alarm,
            Runnable released,
            ShareWatch watch) {
        this.manifest = requireNonNull(manifest, "manifest");
        this.manifestDigest = manifest.digest();
        this.sitting = requireNonNull(sitting, "sitting");
        this.nodeKey = SealingKeyPair.generate(manifest.suite(), Purpose.NODE, random);
        this.alarm = requireNonNull(alarm, "alarm");
        this.released = requireNonNull(released, "released");
        this.watch = requireNonNull(watch, "watch");
    }

    /// The one-time key shares are sealed to.
    public SealingPublicKey nodeKey() {
        return nodeKey.publicKey();
    }

    /// How many good shares are here.
    public int have() {
        return shares.size();
    }

    /// Which shares were given here since this node began, and when.
    public SortedMap<Integer, Instant> given() {
        return given;
    }

    /// Whether the key was rebuilt in this room.
    public boolean isReleased() {
        return isReleased;
    }

    /// Takes a share that a custodian hands in; `then` is told once its entry is durable.
    public void handIn(byte[] bytes, Consumer<HandingIn> then) {
        HandIn given;
        try {
            given = HandIn.parse(bytes);
        } catch (FormRefused | IllegalArgumentException _) {
            refuse(NOBODY, "unreadable", Sentence.SHARE_UNREADABLE.of(), then);
            return;
        }
        var custodian = known(given.custodian());
        if (given.purpose() != SharePurpose.FORM || !given.manifest().equals(manifestDigest)) {
            refuse(
                    custodian,
                    QuorumRefusal.FOREIGN_SHARE.word(),
                    Sentence.SHARE_FOREIGN.of(),
                    then);
            return;
        }
        var now = sitting.clock().instant();
        if (now.isBefore(manifest.notBefore())) {
            refuse(
                    custodian,
                    QuorumRefusal.TOO_EARLY.word(),
                    Sentence.SHARE_TOO_EARLY.of(manifest.notBefore()),
                    mark(given),
                    then);
            return;
        }
        Share share;
        try {
            share = given.open(nodeKey);
        } catch (SealBroken | KeyRefused _) {
            refuse(custodian, "unreadable", Sentence.SHARE_NOT_SEALED.of(), then);
            return;
        }
        take(share, custodian, then);
    }

    /// What a share that is not taken would be marked by: who is forced is forced early, too.
    private Optional<Digest> mark(HandIn given) {
        try (var share = given.open(nodeKey)) {
            return Optional.of(share.secondPhraseMark());
        } catch (SealBroken | KeyRefused _) {
            return Optional.empty();
        }
    }

    private void take(Share share, Digest custodian, Consumer<HandingIn> then) {
        int index = share.index();
        var mark = Optional.of(share.secondPhraseMark());
        var refusals = Shares.refusals(share, manifest.formKey().commitments());
        if (!refusals.isEmpty() || !holds(custodian, index)) {
            share.close();
            boolean altered = refusals.stream().anyMatch(Refusal.Altered.class::isInstance);
            refuse(
                    custodian,
                    (altered ? QuorumRefusal.WRONG_SHARE : QuorumRefusal.FOREIGN_SHARE).word(),
                    Sentence.SHARE_WRONG.of(index),
                    mark,
                    then);
            return;
        }
        if (given.containsKey(index)) {
            share.close();
            refuse(
                    custodian,
                    QuorumRefusal.REPEATED_SHARE.word(),
                    Sentence.SHARE_REPEATED.of(index),
                    then);
            return;
        }
        var received =
                new SittingEntry.ShareReceived(
                        sitting.clock().instant(), SharePurpose.FORM.word(), custodian, index);
        boolean isTaken = sitting.enter(received, _ -> received(index, then));
        if (isTaken) {
            keep(index, share);
            var more = new TreeMap<>(given);
            more.put(index, received.at());
            given = Collections.unmodifiableSortedMap(more);
        } else {
            share.close();
            then.accept(new HandingIn.Refused("busy", Sentence.SHARE_BUSY.of()));
        }
    }

    /// After the release a share is noted and not kept: there is no second release here.
    private void keep(int index, Share share) {
        if (isReleased) {
            share.close();
        } else {
            shares.put(index, share);
        }
    }

    private void received(int index, Consumer<HandingIn> then) {
        int needed = manifest.formKey().k();
        if (isReleased || releasing || shares.size() < needed) {
            then.accept(new HandingIn.Received(index, given.size(), needed));
            return;
        }
        var now = sitting.clock().instant();
        switch (Release.combine(manifest, List.copyOf(shares.values()), now)) {
            case Release.Opened(var key, var indices) -> release(key, indices, then);
            case Release.Refused(var reason, _, var because) ->
                    refuse(NOBODY, reason.word(), because, then);
        }
    }

    private void release(FormKey key, List<Integer> indices, Consumer<HandingIn> then) {
        boolean isTaken =
                sitting.enter(
                        new SittingEntry.Released(
                                sitting.clock().instant(),
                                manifestDigest,
                                key.digestCommitment(),
                                indices),
                        _ -> {
                            releasing = false;
                            isReleased = true;
                            sitting.released(key);
                            released.run();
                            forget();
                            then.accept(new HandingIn.Released(indices));
                        });
        releasing = isTaken;
        if (!isTaken) {
            key.close();
            sitting.timers().after(Duration.ofSeconds(1), () -> received(indices.getLast(), then));
        }
    }

    private void refuse(Digest custodian, String reason, String because, Consumer<HandingIn> then) {
        refuse(custodian, reason, because, Optional.empty(), then);
    }

    private void refuse(
            Digest custodian,
            String reason,
            String because,
            Optional<Digest> mark,
            Consumer<HandingIn> then) {
        watch.refused(sitting.id().text(), custodian, reason, mark);
        alarm.accept(
                "sitting %s: a share was refused: %s (%s)"
                        .formatted(sitting.id(), reason, because));
        var refused = new HandingIn.Refused(reason, because);
        boolean isTaken =
                sitting.enter(
                        new SittingEntry.ShareRefused(
                                sitting.clock().instant(),
                                SharePurpose.FORM.word(),
                                custodian,
                                reason),
                        _ -> then.accept(refused));
        if (!isTaken) {
            then.accept(refused);
        }
    }

    private boolean holds(Digest custodian, int index) {
        var custodians = manifest.formKey().custodians();
        return index >= 1
                && index <= custodians.size()
                && custodians.get(index - 1).equals(custodian);
    }

    private Digest known(Digest custodian) {
        return manifest.formKey().custodians().contains(custodian) ? custodian : NOBODY;
    }

    private void forget() {
        shares.values().forEach(Share::close);
        shares.clear();
    }

    @Override
    public void close() {
        forget();
        nodeKey.close();
    }
}
