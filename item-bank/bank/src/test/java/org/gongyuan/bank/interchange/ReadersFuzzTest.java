package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.bank.item.AssetCheck;
import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.KeylessItem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

@DisplayName("Whatever bytes come from outside")
class ReadersFuzzTest {

    /// Changes per seed; more by `-Dgongyuan.fuzz.rounds`.
    private static final int ROUNDS = Integer.getInteger("gongyuan.fuzz.rounds", 300);

    @FuzzTest(maxDuration = "5s")
    void areAnItemOrRefused(FuzzedDataProvider data) {
        readItem(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "5s")
    void areAPackageOrRefused(FuzzedDataProvider data) {
        readPackage(data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "5s")
    void areAManifestOrRefused(FuzzedDataProvider data) {
        var findings = new Findings("", "imsmanifest.xml");
        var manifest = ContentManifest.read(data.consumeRemainingAsBytes(), findings);
        assertEquals(manifest.isEmpty(), findings.refused());
    }

    /// One byte says under what name, the rest is the file.
    @FuzzTest(maxDuration = "5s")
    void areAPassageOrAPictureOrRefused(FuzzedDataProvider data) {
        var name =
                data.pickValue(new String[] {"a.png", "a.jpg", "a.gif", "a.svg", "a.css", "a.mp3"});
        var bytes = data.consumeRemainingAsBytes();
        var _ = HtmlPassage.read(bytes, "p.html");
        var findings = new Findings("", name);
        var asset = AssetCheck.check(name, bytes, findings);
        assertEquals(asset.isEmpty(), findings.refused());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void madeOfAGoodItemByAccidentsAreAnItemOrRefused(long seed) {
        var random = new SplittableRandom(seed);
        var good =
                ItemFile.write(
                        Qti.accepted(
                                InteractionsTest.samples()
                                        .toList()
                                        .get(random.nextInt(16))
                                        .item()));
        for (int round = 0; round < ROUNDS; round++) {
            readItem(accident(good, random));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void madeOfAGoodPackageByAccidentsAreAPackageOrRefused(long seed) {
        var random = new SplittableRandom(seed);
        var good =
                new Packages()
                        .item("a.xml", Qti.withContent("<img src=\"a.png\" alt=\"\"/>"))
                        .and("a.png", Packages.png(1, 1))
                        .zip();
        for (int round = 0; round < ROUNDS; round++) {
            readPackage(accident(good, random));
        }
    }

    private static byte[] accident(byte[] good, RandomGenerator random) {
        var bytes = good.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                bytes[at] = (byte) random.nextInt(256);
            } else {
                int from = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
                System.arraycopy(bytes, from, bytes, at, length);
            }
        }
        return bytes;
    }

    /// An accepted item can be written, read again, taken apart and scored.
    private static void readItem(byte[] bytes) {
        var file = ItemFile.read(bytes, "item.xml");
        if (file.item().isEmpty()) {
            assertTrue(!file.refusals().isEmpty(), "refused without a reason");
            return;
        }
        Item item = file.item().get();
        assertEquals(item, ItemFile.read(ItemFile.write(item), "item.xml").item().orElseThrow());
        assertTrue(KeylessItem.of(item).bytes().length > 0);
        assertTrue(item.scoring().responses().size() == item.responses().size());
    }

    private static void readPackage(byte[] bytes) {
        var read = Packages.read(bytes);
        assertTrue(!read.report().text(Locale.CHINA).isEmpty() || read.report().isClean());
        assertTrue(!read.items().isEmpty() || !read.report().isClean());
    }
}
