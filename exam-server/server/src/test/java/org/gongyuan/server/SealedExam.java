package org.gongyuan.server;

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
import org.gongyuan.bank.sealing.RuleDefaults;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SealingOrder;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A sealed form with three choices for an hour, and its five custodians, of whom three are needed.
public final class SealedExam {

    public static final Suite SUITE = Suite.INTL_1;

    private static final SecureRandom RANDOM = new SecureRandom();

    public final Path file;
    public final Manifest manifest;
    private final List<SealingKeyPair> custodians =
            IntStream.range(0, 5)
                    .mapToObj(_ -> SealingKeyPair.generate(SUITE, Purpose.CUSTODIAN, RANDOM))
                    .toList();

    public SealedExam(Path folder, Instant notBefore) throws IOException {
        file = folder.resolve("form.sealed");
        var three = new Custodians(3, custodians.stream().map(SealingKeyPair::publicKey).toList());
        manifest =
                new FormSealing(RANDOM, Classification.INTERNAL)
                        .seal(
                                new SealingOrder(
                                        SUITE,
                                        "caam.example",
                                        "automotive-junior",
                                        Classification.INTERNAL,
                                        notBefore.minus(Duration.ofDays(1)),
                                        notBefore,
                                        new RuleDefaults(
                                                Duration.ofHours(1),
                                                Duration.ofMinutes(15),
                                                Duration.ZERO,
                                                "open"),
                                        three,
                                        three),
                                form(),
                                content(),
                                SigningKeyPair.generate(SUITE, SigningPurpose.ASSEMBLER, RANDOM),
                                SigningKeyPair.generate(SUITE, SigningPurpose.REVIEWER, RANDOM),
                                file);
    }

    /// A custodian's key pair, for who plays him.
    public SealingKeyPair custodian(int which) {
        return custodians.get(which);
    }

    /// A custodian opens his share and seals it to a node.
    public byte[] handIn(int custodian, SealingPublicKey node) {
        return handIn(SharePurpose.FORM, custodian, node);
    }

    public byte[] handIn(SharePurpose purpose, int custodian, SealingPublicKey node) {
        try (var form = SealedForm.read(file, Acceptance.upTo(Classification.INTERNAL))) {
            HandIn handIn = form.handIn(purpose, custodians.get(custodian), node);
            return handIn.toBytes();
        } catch (FormRefused | IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Form form() {
        return new Form(
                new FormId("auto-junior", 1),
                "Junior level",
                "zh-CN",
                Optional.of(Duration.ofHours(1)),
                List.of(
                        new Section(
                                new SectionId("all"),
                                "All",
                                "<p>All</p>",
                                Navigation.NONLINEAR,
                                Optional.empty(),
                                false,
                                IntStream.rangeClosed(1, 3)
                                        .mapToObj(n -> Block.of(placement(n)))
                                        .toList())),
                List.of());
    }

    private static Placement placement(int number) {
        return new Placement(
                new PlacementId(number),
                new ItemReference("i-" + number, 1),
                Weight.parse("1"),
                Optional.empty(),
                false);
    }

    private static FormContent content() {
        return new FormContent(
                IntStream.rangeClosed(1, 3)
                        .mapToObj(
                                n ->
                                        new FormContent.Item(
                                                new ItemReference("i-" + n, 1),
                                                SUITE.digest(new byte[] {(byte) n}),
                                                "<item>%d</item>".formatted(n),
                                                scoring(n),
                                                "<guide>%d</guide>".formatted(n),
                                                false,
                                                List.of(),
                                                List.of()))
                        .toList(),
                List.of(),
                List.of());
    }

    /// One choice of which A is right, a point each.
    private static String scoring(int number) {
        return """
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i-%d" title="i" adaptive="false" time-dependent="false">
        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>
        <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
        <qti-item-body/>
        <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
        </qti-assessment-item>
        """
                .formatted(number);
    }
}
