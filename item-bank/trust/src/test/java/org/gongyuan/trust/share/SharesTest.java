package org.gongyuan.trust.share;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.MarkingPartKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.share.Combination.Rebuilt;
import org.gongyuan.trust.share.Combination.Refusal;
import org.gongyuan.trust.share.Combination.Refused;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

@DisplayName("Shares of a secret")
class SharesTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final FormKey key = FormKey.generate(Suite.INTL_1, RANDOM);
    private final Shares.Split split = Shares.split(key, 3, 5, SplitId.random(RANDOM), RANDOM);

    @ParameterizedTest
    @EnumSource
    void makeTheSecretWhicheverOfThemMeet(Suite suite) {
        var key = FormKey.generate(suite, RANDOM);
        var split = Shares.split(key, 3, 5, SplitId.random(RANDOM), RANDOM);
        for (var chosen = 0; chosen < 1 << 5; chosen++) {
            List<Share> meeting = new ArrayList<>();
            for (var i = 0; i < 5; i++) {
                if ((chosen >> i & 1) == 1) {
                    meeting.add(split.shares().get(i));
                }
            }
            Collections.shuffle(meeting, RANDOM);
            var outcome = Shares.combine(FormKey.KIND, meeting, split.commitments());
            if (meeting.size() >= 3) {
                assertEquals(key.digestCommitment(), rebuilt(outcome).digestCommitment());
            } else {
                refused(outcome, new Refusal.TooFew(meeting.size(), 3));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 255", "255, 255", "7, 13"})
    void canBeAnyQuorum(int needed, int all) {
        var split = Shares.split(key, needed, all, SplitId.random(RANDOM), RANDOM);
        List<Share> meeting = new ArrayList<>(split.shares());
        Collections.shuffle(meeting, RANDOM);

        assertEquals(
                key.digestCommitment(),
                rebuilt(
                                Shares.combine(
                                        FormKey.KIND,
                                        meeting.subList(0, needed),
                                        split.commitments()))
                        .digestCommitment());
        refused(
                Shares.combine(FormKey.KIND, meeting.subList(0, needed - 1), split.commitments()),
                new Refusal.TooFew(needed - 1, needed));
    }

    @ParameterizedTest
    @EnumSource
    void canBeThoseOfAMarkingKey(Suite suite) {
        var marking = SealingKeyPair.generate(suite, Purpose.MARKING, RANDOM);
        var split = Shares.split(marking, 2, 3, SplitId.random(RANDOM), RANDOM);
        var again =
                rebuilt(
                        Shares.combine(
                                SealingKeyPair.kind(Purpose.MARKING),
                                split.shares().subList(1, 3),
                                split.commitments()));

        assertEquals(marking.publicKey(), again.publicKey());
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "0, 3", "-1, 3", "4, 3", "2, 1", "2, 256", "256, 256"})
    void areNotMadeForAQuorumThatCannotBe(int needed, int all) {
        assertThrows(
                IllegalArgumentException.class,
                () -> Shares.split(key, needed, all, SplitId.random(RANDOM), RANDOM));
    }

    @Test
    void ofAnotherSplitAreNamed() {
        var other = Shares.split(key, 3, 5, SplitId.random(RANDOM), RANDOM);

        refused(
                combine(share(1), other.shares().get(1), share(3)),
                new Refusal.OtherSplit(2, other.commitments().splitId()),
                new Refusal.TooFew(2, 3));
        refused(
                combine(share(1), share(4), share(3), other.shares().get(1)),
                new Refusal.OtherSplit(2, other.commitments().splitId()));
    }

    @Test
    void givenTwiceAreNamed() {
        refused(
                combine(share(1), share(2), share(2)),
                new Refusal.GivenTwice(2),
                new Refusal.TooFew(2, 3));
        refused(combine(share(1), share(2), share(3), share(1)), new Refusal.GivenTwice(1));
    }

    @Test
    void thatWereAlteredAreNamed() {
        var value = share(2).expose();
        for (var bit = 0; bit < 256; bit++) {
            var altered = value.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            var wrong = new Share(share(2).splitId(), Suite.INTL_1, 2, altered);

            refused(
                    combine(share(1), wrong, share(3)),
                    new Refusal.Altered(2),
                    new Refusal.TooFew(2, 3));
            assertEquals(
                    List.of(new Refusal.Altered(2)), Shares.refusals(wrong, split.commitments()));
        }
        var renumbered = new Share(share(2).splitId(), Suite.INTL_1, 4, value);
        refused(
                combine(share(1), renumbered, share(3)),
                new Refusal.Altered(4),
                new Refusal.TooFew(2, 3));
    }

    @Test
    void thatCannotExistAreNamed() {
        var sixth = new Share(share(1).splitId(), Suite.INTL_1, 6, new byte[32]);
        var otherSuite = new Share(share(1).splitId(), Suite.SM_1, 5, share(5).expose());

        refused(
                combine(share(1), share(2), share(3), sixth, otherSuite),
                new Refusal.NoSuchShare(6),
                new Refusal.OtherSuite(5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Share(share(1).splitId(), Suite.INTL_1, 0, new byte[32]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Share(share(1).splitId(), Suite.INTL_1, 256, new byte[32]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Share(share(1).splitId(), Suite.INTL_1, 1, new byte[31]));
    }

    @Test
    void doNotMakeASecretOfAnotherKind() {
        refused(
                Shares.combine(MarkingPartKey.KIND, split.shares(), split.commitments()),
                new Refusal.NotTheSecret());
    }

    @Test
    void doNotMakeASecretThatWasNotCommittedTo() {
        var honest = split.commitments();
        var other = FormKey.generate(Suite.INTL_1, RANDOM).digestCommitment();
        var lying =
                new ShareCommitments(honest.splitId(), honest.suite(), 3, other, honest.shares());

        refused(Shares.combine(FormKey.KIND, split.shares(), lying), new Refusal.NotTheSecret());
    }

    @Test
    void travelSealedToTheirHolders() throws SealBroken {
        for (var suite : Suite.values()) {
            var key = FormKey.generate(suite, RANDOM);
            var split = Shares.split(key, 2, 2, SplitId.random(RANDOM), RANDOM);
            var node = SealingKeyPair.generate(suite, Purpose.NODE, RANDOM);
            List<Share> handedIn = new ArrayList<>();
            for (var share : split.shares()) {
                var custodian = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, RANDOM);
                var kept = ShareEnvelope.seal(share, custodian.publicKey()).toBytes();
                var opened = ShareEnvelope.decode(kept).open(custodian);
                var sent = ShareEnvelope.seal(opened, node.publicKey()).toBytes();
                var envelope = ShareEnvelope.decode(sent);
                assertEquals(share.index(), envelope.index());
                assertEquals(share.splitId(), envelope.splitId());
                assertEquals(suite, envelope.suite());
                handedIn.add(envelope.open(node));
                assertThrows(SealBroken.class, () -> ShareEnvelope.decode(sent).open(custodian));
            }
            assertEquals(
                    key.digestCommitment(),
                    rebuilt(Shares.combine(FormKey.KIND, handedIn, split.commitments()))
                            .digestCommitment());
        }
    }

    @Test
    void areRefusedInAnEnvelopeWithAnyBitFlipped() {
        var custodian = SealingKeyPair.generate(Suite.SM_1, Purpose.CUSTODIAN, RANDOM);
        var split =
                Shares.split(
                        FormKey.generate(Suite.SM_1, RANDOM), 2, 2, SplitId.random(RANDOM), RANDOM);
        var envelope =
                ShareEnvelope.seal(split.shares().getFirst(), custodian.publicKey()).toBytes();
        for (var bit = 0; bit < envelope.length * 8; bit++) {
            var altered = envelope.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            var refused =
                    assertThrows(
                            Exception.class,
                            () -> ShareEnvelope.decode(altered).open(custodian),
                            "bit " + bit);
            assertFalse(
                    !(refused instanceof SealBroken) && !(refused instanceof NotCanonical),
                    refused.toString());
        }
        for (var length = 0; length < envelope.length; length++) {
            var cut = Arrays.copyOf(envelope, length);
            assertThrows(NotCanonical.class, () -> ShareEnvelope.decode(cut));
        }
        var longer = Arrays.copyOf(envelope, envelope.length + 1);
        assertThrows(NotCanonical.class, () -> ShareEnvelope.decode(longer));
    }

    @Test
    void areNotSealedToJustAnybody() {
        var seat = SealingKeyPair.generate(Suite.INTL_1, Purpose.SEAT, RANDOM).publicKey();
        var sm = SealingKeyPair.generate(Suite.SM_1, Purpose.CUSTODIAN, RANDOM).publicKey();

        assertThrows(IllegalArgumentException.class, () -> ShareEnvelope.seal(share(1), seat));
        assertThrows(IllegalArgumentException.class, () -> ShareEnvelope.seal(share(1), sm));
    }

    @Test
    void haveCommitmentsThatComeBackTheSame() {
        var encoded = split.commitments().toBytes();

        assertEquals(split.commitments(), ShareCommitments.decode(encoded));
        for (var length = 0; length <= encoded.length + 1; length++) {
            if (length != encoded.length) {
                var other = Arrays.copyOf(encoded, length);
                assertThrows(NotCanonical.class, () -> ShareCommitments.decode(other));
            }
        }
        for (var at : new int[] {1, 2}) {
            var altered = encoded.clone();
            altered[at] = 9;
            assertThrows(NotCanonical.class, () -> ShareCommitments.decode(altered));
        }
        for (var quorum : new int[] {0, 1, 6}) {
            var altered = encoded.clone();
            altered[3 + 17] = (byte) quorum;
            assertThrows(NotCanonical.class, () -> ShareCommitments.decode(altered));
        }
    }

    @Test
    void tellNothingAndEndOnClose() throws ReflectiveOperationException {
        var share = share(1);
        var hex = HexFormat.of().formatHex(share.expose());
        var field = Share.class.getDeclaredField("value");
        field.setAccessible(true);

        assertFalse(share.toString().contains(hex.substring(0, 8)));
        assertFalse(split.toString().contains(hex.substring(0, 8)));
        split.close();
        assertArrayEquals(new byte[32], (byte[]) field.get(share));
        assertThrows(IllegalStateException.class, share::digestCommitment);
    }

    @Test
    void areNeverTheSecretItself() {
        var secret = key.exposeForSharing();
        for (var share : split.shares()) {
            assertFalse(Arrays.equals(secret, share.expose()));
        }
        assertNotEquals(
                split.shares().getFirst().digestCommitment(),
                split.shares().getLast().digestCommitment());
    }

    @Test
    void haveSplitIdsInOneForm() {
        var id = SplitId.random(RANDOM);

        assertEquals(id, SplitId.of(id.toBytes()));
        for (var text : new String[] {"", "00", "A".repeat(32), "g".repeat(32)}) {
            assertThrows(IllegalArgumentException.class, () -> new SplitId(text));
        }
    }

    /// Fewer shares than needed fit every secret equally well: two of three shares of the same key
    /// differ from split to split and interpolate to something else.
    @Test
    void belowTheQuorumMakeSomethingElse() {
        var random = new SplittableRandom(5);
        for (var round = 0; round < 20; round++) {
            var fresh = Shares.split(key, 3, 3, SplitId.random(RANDOM), RANDOM);
            List<Share> two = new ArrayList<>(fresh.shares());
            two.remove(random.nextInt(3));
            var honest = fresh.commitments();
            var asIfTwoSufficed =
                    new ShareCommitments(
                            honest.splitId(), honest.suite(), 2, honest.secret(), honest.shares());
            refused(Shares.combine(FormKey.KIND, two, asIfTwoSufficed), new Refusal.NotTheSecret());
        }
    }

    private Share share(int index) {
        return split.shares().get(index - 1);
    }

    private Combination<FormKey> combine(Share... shares) {
        return Shares.combine(FormKey.KIND, List.of(shares), split.commitments());
    }

    private static <S extends Secret> S rebuilt(Combination<S> outcome) {
        return switch (outcome) {
            case Rebuilt<S>(var secret) -> secret;
            case Refused<S>(var because) -> throw new AssertionError(because.toString());
        };
    }

    private static void refused(Combination<?> outcome, Refusal... because) {
        var refused = assertInstanceOf(Refused.class, outcome);
        assertEquals(List.of(because), refused.because());
    }
}
