package org.gongyuan.rehearsal.record;

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
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A small real form, really sealed: single-choice items and, last, one that people mark. Right is
/// always `A`, worth one point.
final class WrittenForm {

    static final Instant NOT_BEFORE = Instant.parse("2026-05-16T01:00:00Z");
    private static final int CUSTODIANS = 5;
    private static final int NEEDED = 3;

    final Manifest manifest;
    final byte[] signatures;
    final byte[] answerKey;
    final SigningKeyPair assembler;
    final SigningKeyPair reviewer;
    final List<SealingKeyPair> custodians;
    final int items;

    private WrittenForm(Suite suite, int items, Path folder, SecureRandom random)
            throws IOException, FormRefused, SealBroken {
        this.items = items;
        assembler = SigningKeyPair.generate(suite, SigningPurpose.ASSEMBLER, random);
        reviewer = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, random);
        custodians =
                IntStream.range(0, CUSTODIANS)
                        .mapToObj(_ -> SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random))
                        .toList();
        var quorum =
                new Custodians(NEEDED, custodians.stream().map(SealingKeyPair::publicKey).toList());
        var order =
                new SealingOrder(
                        suite,
                        "caam.example",
                        "written",
                        Classification.INTERNAL,
                        NOT_BEFORE.minus(Duration.ofDays(9)),
                        NOT_BEFORE,
                        new RuleDefaults(
                                Duration.ofMinutes(90),
                                Duration.ofMinutes(5),
                                Duration.ZERO,
                                "mohrss-5-closed"),
                        quorum,
                        quorum);
        var file = folder.resolve("written.sealed");
        manifest =
                new FormSealing(random, Classification.WORK_SECRET)
                        .seal(order, form(items), content(suite, items), assembler, reviewer, file);
        try (var form = SealedForm.read(file, Acceptance.upTo(Classification.WORK_SECRET))) {
            signatures = form.signatureBytes();
            answerKey = answerKey(suite, form, random);
        }
    }

    static WrittenForm seal(Suite suite, int items, Path folder, SecureRandom random) {
        try {
            return new WrittenForm(suite, items, folder, random);
        } catch (IOException | FormRefused | SealBroken failed) {
            throw new IllegalStateException("the written form cannot be sealed", failed);
        }
    }

    /// Whether a person marks that placement.
    boolean isMarkedByHand(int placement) {
        return placement == items;
    }

    private byte[] answerKey(Suite suite, SealedForm form, SecureRandom random)
            throws FormRefused, SealBroken, IOException {
        var node = SealingKeyPair.generate(suite, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        for (int i = 0; i < NEEDED; i++) {
            shares.add(
                    form.handIn(SharePurpose.MARKING, custodians.get(i), node.publicKey())
                            .open(node));
        }
        return switch (MarkingQuorum.combine(manifest, shares)) {
            case MarkingQuorum.Opened(var key, _) -> {
                try (key) {
                    yield form.marking(key).toBytes();
                }
            }
            case MarkingQuorum.Refused refused ->
                    throw new IllegalStateException("marking quorum: " + refused);
        };
    }

    private static Form form(int items) {
        var blocks =
                IntStream.rangeClosed(1, items)
                        .mapToObj(
                                number ->
                                        Block.of(
                                                new Placement(
                                                        new PlacementId(number),
                                                        new ItemReference("w-" + number, 1),
                                                        Weight.ONE,
                                                        Optional.empty(),
                                                        false)))
                        .toList();
        return new Form(
                new FormId("written", 1),
                "Written",
                "en",
                Optional.of(Duration.ofMinutes(90)),
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

    private static FormContent content(Suite suite, int items) {
        var content = new ArrayList<FormContent.Item>();
        for (int number = 1; number <= items; number++) {
            boolean byHand = number == items;
            content.add(
                    new FormContent.Item(
                            new ItemReference("w-" + number, 1),
                            suite.digest(new byte[] {(byte) number, (byte) (number >> 8)}),
                            "<qti-assessment-item/>",
                            scoring(number, byHand),
                            "",
                            byHand,
                            List.of(),
                            List.of()));
        }
        return new FormContent(content, List.of(), List.of());
    }

    private static String scoring(int number, boolean byHand) {
        var head =
                "<qti-assessment-item xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" identifier=\"w-%d\" title=\"w\" adaptive=\"false\" time-dependent=\"false\">"
                        .formatted(number);
        var outcome =
                "<qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\" normal-maximum=\"%d\"%s/>"
                        .formatted(byHand ? 10 : 1, byHand ? " external-scored=\"human\"" : "");
        var response =
                byHand
                        ? "<qti-response-declaration identifier=\"RESPONSE\" cardinality=\"single\""
                                + " base-type=\"string\"/>"
                        : "<qti-response-declaration identifier=\"RESPONSE\" cardinality=\"single\""
                              + " base-type=\"identifier\"><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>";
        var rules =
                byHand
                        ? ""
                        : "<qti-response-processing"
                              + " template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"/>";
        return head + response + outcome + "<qti-item-body/>" + rules + "</qti-assessment-item>";
    }
}
