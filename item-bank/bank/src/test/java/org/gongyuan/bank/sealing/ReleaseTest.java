package org.gongyuan.bank.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@DisplayName("The release of a form")
class ReleaseTest {

    private static final Instant HOUR = SealedForms.NOT_BEFORE;

    @TempDir Path folder;

    private final SealedForms forms = SealedForms.in(Suite.INTL_1);
    private SealedForm sealed;
    private SealedForm other;

    @BeforeEach
    void seal() throws Exception {
        sealed = SealedForm.read(forms.seal(folder), SealedForms.acceptance());
        other =
                SealedForm.read(
                        forms.seal(folder, forms.order(), "other"), SealedForms.acceptance());
    }

    @AfterEach
    void close() throws Exception {
        sealed.close();
        other.close();
    }

    private void refused(
            QuorumRefusal reason, List<Integer> about, List<Share> shares, Instant at) {
        var refused =
                assertInstanceOf(
                        Release.Refused.class, Release.combine(sealed.manifest(), shares, at));
        assertEquals(reason, refused.reason());
        assertEquals(about, refused.shares());
    }

    @Test
    void isRefusedAMillisecondBeforeItsHour() {
        var shares = forms.shares(sealed, SharePurpose.FORM, 0, 1, 2);

        refused(QuorumRefusal.TOO_EARLY, List.of(), shares, HOUR.minusMillis(1));
        assertInstanceOf(Release.Opened.class, Release.combine(sealed.manifest(), shares, HOUR));
    }

    @Test
    void isRefusedToFewerThanItTakes() {
        refused(
                QuorumRefusal.TOO_FEW,
                List.of(),
                forms.shares(sealed, SharePurpose.FORM, 0, 1),
                HOUR);
    }

    @Test
    void isRefusedWhenOneShareIsGivenTwice() {
        refused(
                QuorumRefusal.REPEATED_SHARE,
                List.of(2),
                forms.shares(sealed, SharePurpose.FORM, 0, 1, 1),
                HOUR);
    }

    @Test
    void isRefusedWithAShareOfAnotherForm() {
        var shares = new ArrayList<>(forms.shares(sealed, SharePurpose.FORM, 0, 1, 2));
        shares.addAll(forms.shares(other, SharePurpose.FORM, 3));

        refused(QuorumRefusal.FOREIGN_SHARE, List.of(4), shares, HOUR);
    }

    @Test
    void isRefusedWithSharesOfTheMarkingKey() {
        refused(
                QuorumRefusal.FOREIGN_SHARE,
                List.of(1, 2, 3),
                forms.shares(sealed, SharePurpose.MARKING, 0, 1, 2),
                HOUR);
    }

    @Test
    void needsEachCustodiansOwnKey() throws Exception {
        var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, forms.random);
        var envelope =
                sealed.envelope(
                        SharePurpose.FORM, forms.custodians.get(0).publicKey().fingerprint());

        assertThrows(
                SealBroken.class,
                () ->
                        HandIn.of(
                                SharePurpose.FORM,
                                sealed.manifestDigest(),
                                envelope,
                                forms.custodians.get(1),
                                node.publicKey()));
        var stranger = SealingKeyPair.generate(Suite.INTL_1, Purpose.CUSTODIAN, forms.random);
        assertThrows(
                IllegalArgumentException.class,
                () -> sealed.handIn(SharePurpose.FORM, stranger, node.publicKey()));
    }

    @Test
    void isOpenOnlyToTheNodeItWasHandedTo() throws Exception {
        var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, forms.random);
        var eavesdropper = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, forms.random);
        var handIn = sealed.handIn(SharePurpose.FORM, forms.custodians.get(0), node.publicKey());

        assertThrows(SealBroken.class, () -> handIn.open(eavesdropper));
        assertEquals(1, handIn.open(node).index());
    }

    @Test
    void ofTheMarkingKeyIsRefusedToTooFew() {
        var refused =
                assertInstanceOf(
                        MarkingQuorum.Refused.class,
                        MarkingQuorum.combine(
                                sealed.manifest(),
                                forms.shares(sealed, SharePurpose.MARKING, 0, 4)));
        assertEquals(QuorumRefusal.TOO_FEW, refused.reason());
    }

    @Test
    void isRefusedForAQuorumThatCannotBeOne() {
        var keys = forms.custodians.stream().map(SealingKeyPair::publicKey).toList();

        assertThrows(IllegalArgumentException.class, () -> new Custodians(1, keys));
        assertThrows(IllegalArgumentException.class, () -> new Custodians(6, keys));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Custodians(2, List.of(keys.get(0), keys.get(0))));
    }
}
