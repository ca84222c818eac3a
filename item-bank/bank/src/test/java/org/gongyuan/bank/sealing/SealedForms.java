package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/// Examples of sealed forms for tests: three items in two sections, a stimulus and a picture, five
/// custodians of whom three are needed.
public final class SealedForms {

    public static final Instant SEALED_AT = Instant.parse("2026-05-01T08:00:00Z");
    public static final Instant NOT_BEFORE = Instant.parse("2026-05-04T01:00:00Z");

    /// Stands in everything a seat must never see.
    public static final String SECRET = "RIGHT-ANSWER-7f3a";

    /// Stands in everything a seat may see once it has the key.
    public static final String SHOWN = "stem-of-the-item-51c8";

    public final Suite suite;
    public final SecureRandom random = new SecureRandom();
    public final SigningKeyPair assembler;
    public final SigningKeyPair reviewer;
    public final List<SealingKeyPair> custodians;

    private SealedForms(Suite suite) {
        this.suite = suite;
        assembler = SigningKeyPair.generate(suite, SigningPurpose.ASSEMBLER, random);
        reviewer = SigningKeyPair.generate(suite, SigningPurpose.REVIEWER, random);
        custodians =
                IntStream.range(0, 5)
                        .mapToObj(_ -> SealingKeyPair.generate(suite, Purpose.CUSTODIAN, random))
                        .toList();
    }

    public static SealedForms in(Suite suite) {
        return new SealedForms(suite);
    }

    public Custodians threeOfFive() {
        return new Custodians(3, custodians.stream().map(SealingKeyPair::publicKey).toList());
    }

    public SealingOrder order() {
        return new SealingOrder(
                suite,
                "caam.example",
                "automotive-junior",
                Classification.WORK_SECRET,
                SEALED_AT,
                NOT_BEFORE,
                new RuleDefaults(
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(75),
                        "mohrss-5-closed"),
                threeOfFive(),
                threeOfFive());
    }

    public static Form form() {
        var first = List.of(Block.of(placement(1, "i-1")), Block.of(placement(2, "i-2")));
        var second = List.of(Block.of(placement(3, "i-3")));
        return new Form(
                new FormId("auto-junior", 2),
                "Junior level " + SHOWN,
                "zh-CN",
                Optional.of(Duration.ofMinutes(90)),
                List.of(section("single", first), section("case", second)),
                List.of());
    }

    private static Section section(String id, List<Block> blocks) {
        return new Section(
                new SectionId(id),
                "Section " + SHOWN,
                "<p>" + SHOWN + "</p>",
                Navigation.NONLINEAR,
                Optional.empty(),
                true,
                blocks);
    }

    private static Placement placement(int number, String item) {
        return new Placement(
                new PlacementId(number),
                new ItemReference(item, 1),
                Weight.parse("2.5"),
                Optional.empty(),
                false);
    }

    public FormContent content() {
        var items = new ArrayList<FormContent.Item>();
        for (var n = 1; n <= 3; n++) {
            items.add(
                    new FormContent.Item(
                            new ItemReference("i-" + n, 1),
                            suite.digest(new byte[] {(byte) n}),
                            "<item>%s %d</item>".formatted(SHOWN, n),
                            "<scoring>%s %d</scoring>".formatted(SECRET, n),
                            "<guide>%s %d</guide>".formatted(SECRET, n),
                            n == 3,
                            n == 3 ? List.of("case-1") : List.of(),
                            n == 1 ? List.of("images/engine.png") : List.of()));
        }
        return new FormContent(
                items,
                List.of(
                        new FormContent.Stimulus(
                                "case-1",
                                "<stimulus>" + SHOWN + "</stimulus>",
                                List.of("images/case.svg"))),
                List.of(
                        new FormContent.Asset("images/engine.png", "image/png", picture()),
                        new FormContent.Asset(
                                "images/case.svg",
                                "image/svg+xml",
                                ("<svg>" + SHOWN + "</svg>").getBytes(UTF_8))));
    }

    /// Longer than three chunks.
    public static byte[] picture() {
        var picture = new byte[200_000];
        for (var i = 0; i < picture.length; i++) {
            picture[i] = (byte) (i * 31);
        }
        return picture;
    }

    public Path seal(Path folder) throws IOException {
        return seal(folder, order(), "form.sealed");
    }

    public Path seal(Path folder, SealingOrder order, String name) throws IOException {
        var file = folder.resolve(name);
        new FormSealing(random, Classification.TOP_SECRET)
                .seal(order, form(), content(), assembler, reviewer, file);
        return file;
    }

    public static Acceptance acceptance() {
        return Acceptance.upTo(Classification.WORK_SECRET);
    }

    /// The shares of these custodians, counted from 0, as a node gets them.
    public List<Share> shares(SealedForm form, SharePurpose purpose, int... who) {
        var node = SealingKeyPair.generate(suite, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        for (var index : who) {
            try {
                var handIn = form.handIn(purpose, custodians.get(index), node.publicKey());
                shares.add(HandIn.parse(handIn.toBytes()).open(node));
            } catch (FormRefused | SealBroken broken) {
                throw new AssertionError(broken);
            }
        }
        return shares;
    }
}
