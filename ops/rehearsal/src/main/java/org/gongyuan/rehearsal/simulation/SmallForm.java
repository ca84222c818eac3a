package org.gongyuan.rehearsal.simulation;

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
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.MarkingQuorum;
import org.gongyuan.bank.sealing.Release;
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.bank.sealing.SeatForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A small form, really sealed, with its custodians' shares. Made once and used by every seed.
final class SmallForm {

    static final Suite SUITE = Suite.INTL_1;
    static final Instant NOT_BEFORE = Instant.parse("2026-05-16T01:00:00Z");
    static final int ITEMS = 6;

    private static final int CUSTODIANS = 5;
    private static final int NEEDED = 3;

    private static SmallForm made;

    private final Manifest manifest;
    private final SeatForm seatForm;
    private final long seatFileSize;
    private final SealedForm sealedForm;
    private final List<SealingKeyPair> custodians;
    private final SealingKeyPair marking;
    private final FormKey formKey;

    private SmallForm(Path folder, SecureRandom random)
            throws IOException, FormRefused, SealBroken {
        var assembler = SigningKeyPair.generate(SUITE, SigningPurpose.ASSEMBLER, random);
        var reviewer = SigningKeyPair.generate(SUITE, SigningPurpose.REVIEWER, random);
        custodians =
                IntStream.range(0, CUSTODIANS)
                        .mapToObj(_ -> SealingKeyPair.generate(SUITE, Purpose.CUSTODIAN, random))
                        .toList();
        var quorum =
                new Custodians(NEEDED, custodians.stream().map(SealingKeyPair::publicKey).toList());
        var order =
                new SealingOrder(
                        SUITE,
                        "caam.example",
                        "simulated",
                        Classification.INTERNAL,
                        NOT_BEFORE.minus(Duration.ofDays(9)),
                        NOT_BEFORE,
                        new RuleDefaults(
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(3),
                                Duration.ofMinutes(2),
                                "open"),
                        quorum,
                        quorum);
        var whole = folder.resolve("simulated.sealed");
        manifest =
                new FormSealing(random, Classification.WORK_SECRET)
                        .seal(order, form(), content(), assembler, reviewer, whole);
        var acceptance = Acceptance.upTo(Classification.WORK_SECRET);
        var forSeats = folder.resolve("simulated.seat");
        sealedForm = SealedForm.read(whole, acceptance);
        sealedForm.writeSeatFile(forSeats);
        seatFileSize = sealedForm.seatFileSize();
        marking =
                switch (MarkingQuorum.combine(manifest, shares(SharePurpose.MARKING, random))) {
                    case MarkingQuorum.Opened(var key, _) -> key;
                    case MarkingQuorum.Refused refused ->
                            throw new IllegalStateException("marking quorum: " + refused);
                };
        formKey =
                switch (Release.combine(manifest, shares(SharePurpose.FORM, random), NOT_BEFORE)) {
                    case Release.Opened(var key, _) -> key;
                    case Release.Refused refused ->
                            throw new IllegalStateException("release: " + refused);
                };
        seatForm = SeatForm.read(forSeats, acceptance);
    }

    private List<Share> shares(SharePurpose purpose, SecureRandom random)
            throws FormRefused, SealBroken {
        var node = SealingKeyPair.generate(SUITE, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        for (var custodian : custodians) {
            shares.add(sealedForm.handIn(purpose, custodian, node.publicKey()).open(node));
        }
        return shares;
    }

    /// The form of this program run.
    static synchronized SmallForm made() {
        if (made == null) {
            try {
                var folder = Files.createTempDirectory("simulated-form");
                made = new SmallForm(folder, new SecureRandom());
                for (var name : List.of("simulated.sealed", "simulated.seat")) {
                    folder.resolve(name).toFile().deleteOnExit();
                }
                folder.toFile().deleteOnExit();
            } catch (IOException failed) {
                throw new UncheckedIOException("the small form cannot be written", failed);
            } catch (FormRefused | SealBroken refused) {
                throw new IllegalStateException("the small form cannot be sealed", refused);
            }
        }
        return made;
    }

    Manifest manifest() {
        return manifest;
    }

    SeatForm seatForm() {
        return seatForm;
    }

    long seatFileSize() {
        return seatFileSize;
    }

    /// What a custodian, 0 to 4, hands in to a node.
    synchronized byte[] handIn(int custodian, SealingPublicKey node) {
        try {
            return sealedForm.handIn(SharePurpose.FORM, custodians.get(custodian), node).toBytes();
        } catch (FormRefused refused) {
            throw new IllegalStateException("a share cannot be handed in", refused);
        }
    }

    int custodians() {
        return CUSTODIANS;
    }

    int needed() {
        return NEEDED;
    }

    /// What marking opens response keys with.
    SealingKeyPair marking() {
        return marking;
    }

    /// The form key; whoever gets it closes it.
    FormKey formKey() {
        return FormKey.KIND.restore(SUITE, formKey.exposeForSharing());
    }

    private static Form form() {
        var blocks =
                IntStream.rangeClosed(1, ITEMS)
                        .mapToObj(
                                number ->
                                        Block.of(
                                                new Placement(
                                                        new PlacementId(number),
                                                        new ItemReference("s-" + number, 1),
                                                        Weight.ONE,
                                                        Optional.empty(),
                                                        false)))
                        .toList();
        return new Form(
                new FormId("simulated", 1),
                "Simulated",
                "en",
                Optional.of(Duration.ofMinutes(10)),
                List.of(
                        new Section(
                                new SectionId("all"),
                                "All",
                                "",
                                Navigation.NONLINEAR,
                                Optional.empty(),
                                false,
                                blocks)),
                List.of());
    }

    private static FormContent content() {
        var content = new ArrayList<FormContent.Item>();
        for (int number = 1; number <= ITEMS; number++) {
            content.add(
                    new FormContent.Item(
                            new ItemReference("s-" + number, 1),
                            SUITE.digest(new byte[] {(byte) number}),
                            "<qti-assessment-item/>",
                            scoring(number),
                            "",
                            false,
                            List.of(),
                            List.of()));
        }
        return new FormContent(content, List.of(), List.of());
    }

    private static String scoring(int number) {
        return """
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" \
        identifier="s-%d" title="s" adaptive="false" time-dependent="false">\
        <qti-response-declaration identifier="RESPONSE" cardinality="single" \
        base-type="identifier"><qti-correct-response><qti-value>A</qti-value>\
        </qti-correct-response></qti-response-declaration>\
        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" \
        normal-maximum="1"/><qti-item-body/><qti-response-processing \
        template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>\
        </qti-assessment-item>\
        """
                .formatted(number);
    }
}
