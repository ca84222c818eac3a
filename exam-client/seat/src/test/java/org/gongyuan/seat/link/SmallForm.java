package org.gongyuan.seat.link;

import org.gongyuan.bank.form.Block;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Placement;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Section;
import org.gongyuan.bank.form.SectionId;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.Custodians;
import org.gongyuan.bank.sealing.FormContent;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.FormSealing;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.Release;
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A real sealed form of one item and one picture, its seat file, and its released key.
final class SmallForm {

    static final String ITEM = "<qti-assessment-item identifier=\"i-1\"/>";

    final Path seatFile;
    final Manifest manifest;
    final Digest digest;
    final FormKey key;
    private final SigningKeyPair assembler;
    private final SigningKeyPair reviewer;

    SmallForm(Path folder) throws IOException, FormRefused, SealBroken {
        var random = new SecureRandom();
        var suite = Suite.INTL_1;
        assembler = SigningKeyPair.generate(suite, SigningPurpose.ASSEMBLER, random);
        reviewer = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, random);
        var one = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random);
        var two = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random);
        var custodians = new Custodians(2, List.of(one.publicKey(), two.publicKey()));
        var notBefore = Instant.parse("2026-05-04T01:00:00Z");
        var file = folder.resolve("form.sealed");
        new FormSealing(random, Classification.WORK_SECRET)
                .seal(
                        new SealingOrder(
                                suite,
                                "caam.example",
                                "automotive-junior",
                                Classification.WORK_SECRET,
                                notBefore.minusSeconds(9_000),
                                notBefore,
                                new RuleDefaults(
                                        Duration.ofMinutes(90),
                                        Duration.ofMinutes(5),
                                        Duration.ZERO,
                                        "mohrss-5-closed"),
                                custodians,
                                custodians),
                        form(),
                        content(suite),
                        assembler,
                        reviewer,
                        file);
        seatFile = folder.resolve("form.seat");
        try (var form = SealedForm.read(file, acceptance())) {
            form.writeSeatFile(seatFile);
            manifest = form.manifest();
            digest = form.manifestDigest();
            var node = SealingKeyPair.generate(suite, Purpose.NODE, random);
            var shares = new ArrayList<Share>();
            for (var custodian : List.of(one, two)) {
                var handIn = form.handIn(SharePurpose.FORM, custodian, node.publicKey());
                shares.add(HandIn.parse(handIn.toBytes()).open(node));
            }
            key =
                    switch (Release.combine(manifest, shares, notBefore)) {
                        case Release.Opened(var opened, var _) -> opened;
                        case Release.Refused refused -> throw new AssertionError(refused.because());
                    };
        }
    }

    Acceptance acceptance() {
        return Acceptance.upTo(Classification.WORK_SECRET)
                .trusting(
                        Set.of(
                                assembler.verifyingKey().fingerprint(),
                                reviewer.verifyingKey().fingerprint()));
    }

    private static Form form() {
        var placement =
                new Placement(
                        new PlacementId(1),
                        new ItemReference("i-1", 1),
                        Weight.parse("1"),
                        Optional.empty(),
                        false);
        return new Form(
                new FormId("auto-junior", 1),
                "Junior level",
                "zh-CN",
                Optional.of(Duration.ofMinutes(90)),
                List.of(
                        new Section(
                                new SectionId("single"),
                                "One",
                                "",
                                Navigation.NONLINEAR,
                                Optional.empty(),
                                true,
                                List.of(Block.of(placement)))),
                List.of());
    }

    private static FormContent content(Suite suite) {
        return new FormContent(
                List.of(
                        new FormContent.Item(
                                new ItemReference("i-1", 1),
                                suite.digest(new byte[] {1}),
                                ITEM,
                                "<scoring/>",
                                "<guide/>",
                                false,
                                List.of(),
                                List.of("images/engine.png"))),
                List.of(),
                List.of(
                        new FormContent.Asset(
                                "images/engine.png", "image/png", new byte[300_000])));
    }
}
