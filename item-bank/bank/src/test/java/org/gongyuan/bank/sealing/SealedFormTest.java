package org.gongyuan.bank.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

@DisplayName("A sealed form")
class SealedFormTest {

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Suite.class)
    void isOpenedAtItsHourByAQuorumAndShowsItsItems(Suite suite) throws Exception {
        var forms = SealedForms.in(suite);
        try (var sealed = SealedForm.read(forms.seal(folder), SealedForms.acceptance())) {
            var seatFile = folder.resolve("seat");
            sealed.writeSeatFile(seatFile);
            var shares = forms.shares(sealed, SharePurpose.FORM, 4, 0, 2);
            var release = Release.combine(sealed.manifest(), shares, SealedForms.NOT_BEFORE);
            var opened = assertInstanceOf(Release.Opened.class, release);
            try (var key = opened.key();
                    var seat = SeatForm.read(seatFile, SealedForms.acceptance())) {
                assertEquals(List.of(1, 3, 5), opened.shares());
                assertEquals(sealed.manifestDigest(), seat.manifestDigest());
                var form = seat.open(key);
                assertEquals(
                        "<item>%s 2</item>".formatted(SealedForms.SHOWN),
                        form.item(new PlacementId(2)));
                assertEquals("i-1", form.shown(new PlacementId(1)).identifier());
                assertArrayEquals(
                        SealedForms.picture(),
                        form.asset(
                                form.shown(new PlacementId(1)).assets().get("images/engine.png")));
                var stimulus = form.shown(new PlacementId(3)).stimuli().get("case-1");
                assertTrue(form.stimulus(stimulus).contains(SealedForms.SHOWN));
                assertEquals("Junior level " + SealedForms.SHOWN, form.layout().title());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void givesItsAnswersToTheMarkingQuorumAlone(Suite suite) throws Exception {
        var forms = SealedForms.in(suite);
        try (var sealed = SealedForm.read(forms.seal(folder), SealedForms.acceptance())) {
            var shares = forms.shares(sealed, SharePurpose.MARKING, 1, 2, 3);
            var quorum = MarkingQuorum.combine(sealed.manifest(), shares);
            try (var key = assertInstanceOf(MarkingQuorum.Opened.class, quorum).key()) {
                var marking = sealed.marking(key);

                assertEquals(3, marking.placements().size());
                var third = marking.placements().get(2);
                assertEquals(
                        "<scoring>%s 3</scoring>".formatted(SealedForms.SECRET), third.scoring());
                assertTrue(third.byHuman());
                assertEquals("2.5", third.weight().toString());
                var given = MarkingPart.parse(marking.toBytes(), sealed.manifest());
                assertEquals(marking.placements(), given.placements());
            }
            var stranger = SealingKeyPair.generate(suite, Purpose.MARKING, forms.random);
            assertEquals(
                    Reason.BROKEN,
                    assertThrows(FormRefused.class, () -> sealed.marking(stranger)).reason());
        }
    }

    @Test
    void tellsASeatNoAnswer() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var file = forms.seal(folder);
        var everything = new ByteArrayOutputStream();
        try (var sealed = SealedForm.read(file, SealedForms.acceptance())) {
            var seatFile = folder.resolve("seat");
            sealed.writeSeatFile(seatFile);
            var bytes = Files.readAllBytes(seatFile);
            assertArrayEquals(
                    bytes, Arrays.copyOf(Files.readAllBytes(file), (int) sealed.seatFileSize()));
            assertFalse(holds(bytes, SealedForms.SHOWN), "content before the release");
            everything.writeBytes(bytes);
            var shares = forms.shares(sealed, SharePurpose.FORM, 0, 1, 2);
            var release = Release.combine(sealed.manifest(), shares, SealedForms.NOT_BEFORE);
            try (var key = ((Release.Opened) release).key();
                    var seat = SeatForm.read(seatFile, SealedForms.acceptance())) {
                var form = seat.open(key);
                everything.writeBytes(form.layout().toBytes());
                for (var n = 1; n <= 3; n++) {
                    everything.writeBytes(form.item(new PlacementId(n)).getBytes(UTF_8));
                }
                for (var stimulus : form.layout().stimuli()) {
                    everything.writeBytes(form.stimulus(stimulus.blob()).getBytes(UTF_8));
                }
                for (var asset : form.layout().assets()) {
                    everything.writeBytes(form.asset(asset.blob()));
                }
            }
        }
        assertTrue(holds(everything.toByteArray(), SealedForms.SHOWN));
        assertFalse(holds(everything.toByteArray(), SealedForms.SECRET));
    }

    private static boolean holds(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    void namesNoItemAndNoTitleInItsManifest() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        try (var sealed = SealedForm.read(forms.seal(folder), SealedForms.acceptance())) {
            var manifest = sealed.manifest().toBytes();

            assertFalse(holds(manifest, "i-1"));
            assertFalse(holds(manifest, "case-1"));
            assertFalse(holds(manifest, SealedForms.SHOWN));
            assertEquals(sealed.manifest(), Manifest.parse(manifest));
        }
    }

    @Test
    void isTheSameToReadHoweverOftenItsContentIsSealed() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var first = forms.seal(folder, forms.order(), "first");
        var second = forms.seal(folder, forms.order(), "second");
        try (var one = SealedForm.read(first, SealedForms.acceptance());
                var other = SealedForm.read(second, SealedForms.acceptance())) {
            assertEquals(one.manifest().outline(), other.manifest().outline());
            assertEquals(
                    one.manifest().contents().blobs().stream().map(Blob::plainSize).toList(),
                    other.manifest().contents().blobs().stream().map(Blob::plainSize).toList());
            assertFalse(one.manifestDigest().equals(other.manifestDigest()));
            assertFalse(one.manifest().formKey().key().equals(other.manifest().formKey().key()));
        }
    }

    @Test
    void isRefusedToADeploymentThatMayNotHoldIt() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var file = forms.seal(folder);
        var refused =
                assertThrows(
                        FormRefused.class,
                        () -> SealedForm.read(file, Acceptance.upTo(Classification.INTERNAL)));

        assertEquals(Reason.CLASSIFICATION, refused.reason());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new FormSealing(forms.random, Classification.INTERNAL)
                                .seal(
                                        forms.order(),
                                        SealedForms.form(),
                                        forms.content(),
                                        forms.assembler,
                                        forms.reviewer,
                                        folder.resolve("never")));
    }

    @Test
    void isRefusedWhenItsSignersAreNotTrusted() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var file = forms.seal(folder);
        var assembler = forms.assembler.verifyingKey().fingerprint();
        var reviewer = forms.reviewer.verifyingKey().fingerprint();

        SealedForm.read(file, SealedForms.acceptance().trusting(Set.of(assembler, reviewer)))
                .close();
        var refused =
                assertThrows(
                        FormRefused.class,
                        () ->
                                SealedForm.read(
                                        file,
                                        SealedForms.acceptance().trusting(Set.of(assembler))));
        assertEquals(Reason.SIGNER, refused.reason());
    }

    @Test
    void isNotSealedByOnePersonNorOverAnother() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var file = forms.seal(folder);
        var sealing = new FormSealing(forms.random, Classification.TOP_SECRET);

        assertThrows(
                java.io.IOException.class,
                () ->
                        sealing.seal(
                                forms.order(),
                                SealedForms.form(),
                                forms.content(),
                                forms.assembler,
                                forms.reviewer,
                                file));
        var other = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.ASSEMBLER, forms.random);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        sealing.seal(
                                forms.order(),
                                SealedForms.form(),
                                forms.content(),
                                forms.assembler,
                                other,
                                folder.resolve("other")));
    }

    @Test
    void doesNotOpenWithAnotherFormsKey() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        try (var sealed = SealedForm.read(forms.seal(folder), SealedForms.acceptance());
                var stranger = FormKey.generate(Suite.INTL_1, forms.random)) {
            assertEquals(
                    Reason.BROKEN,
                    assertThrows(FormRefused.class, () -> sealed.open(stranger)).reason());
        }
    }

    @Test
    void printsNoSecret() throws Exception {
        var forms = SealedForms.in(Suite.INTL_1);
        var content = forms.content();

        assertFalse(content.items().toString().contains(SealedForms.SECRET));
        assertFalse(content.stimuli().toString().contains(SealedForms.SHOWN));
    }
}
