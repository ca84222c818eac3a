package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.Packages.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.Asset;
import org.gongyuan.bank.item.AssetCheck;
import org.gongyuan.bank.item.AssetType;
import org.gongyuan.bank.item.Findings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;

@DisplayName("A file an item refers to")
class AssetCheckTest {

    private Findings findings = new Findings("item-1", "item.xml");

    private Optional<Asset> check(String name, byte[] bytes) {
        findings = new Findings("item-1", "item.xml");
        return AssetCheck.check(name, bytes, findings);
    }

    private Optional<Asset> check(String name, String text) {
        return check(name, text.getBytes(UTF_8));
    }

    private void assertRefused(String why, Optional<Asset> asset) {
        assertTrue(asset.isEmpty(), "accepted");
        assertTrue(findings.list().toString().contains(why), findings.list().toString());
    }

    @Test
    void isTakenIfItIsWhatItsNameSays() {
        assertEquals(AssetType.PNG, check("a.png", png(100, 100)).orElseThrow().type());
        assertEquals(AssetType.JPEG, check("A.JPG", jpeg(100, 50)).orElseThrow().type());
        assertEquals(AssetType.GIF, check("a.gif", gif(9, 9)).orElseThrow().type());
        assertEquals(AssetType.JPEG, check("a.png", jpeg(1, 1)).orElseThrow().type());
        assertTrue(findings.list().toString().contains("it is image/jpeg by its first bytes"));
        assertRefused("first bytes are not image/png", check("a.png", "GIF"));
        assertRefused("first bytes are not image/gif", check("a.gif", "<script>"));
        assertRefused("this kind of file is not taken", check("a.html", "<p/>"));
        assertRefused("this kind of file is not taken", check("png", png(1, 1)));
        assertRefused("first bytes are not video/mp4", check("a.mp4", "x"));
    }

    @Test
    void isRefusedIfASeatCouldNotDecodeIt() {
        assertRefused("60000 × 60000 pixels", check("a.png", png(60_000, 60_000)));
        assertRefused("20000 × 3000 pixels", check("a.png", png(20_000, 3000)));
        assertRefused("1 × 20001 pixels", check("a.png", png(1, 20_001)));
        assertRefused("4294967295 × 1", check("a.png", png(-1, 1)));
        assertRefused("0 × 5 pixels", check("a.png", png(0, 5)));
        assertRefused("65535 × 65535", check("a.jpg", jpeg(65_535, 65_535)));
        assertRefused("65535 × 65535", check("a.gif", gif(65_535, 65_535)));
        assertRefused("does not say how large", check("a.jpg", new byte[] {-1, -40, -1, -39}));
        assertRefused("at most 16777216 are taken", check("a.png", new byte[(16 << 20) + 1]));
    }

    @Test
    void isNamedByItsContent() {
        var one = check("a.png", png(1, 1)).orElseThrow();

        assertEquals(one, check("other.png", png(1, 1)).orElseThrow());
        assertFalse(one.equals(check("a.png", png(1, 2)).orElseThrow()));
    }

    @Test
    void asGraphicIsKeptWithoutWhatDrawingProgramsAdd() {
        var svg =
                """
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:x="urn:x" viewBox="0 0 9 9">
                <!-- the answer is B --><metadata>told</metadata><x:view/>
                <path d="M0 0" x:label="told" style="fill:url(#g)"/>
                </svg>\
                """;

        var kept = new String(check("a.svg", svg).orElseThrow().content(), UTF_8);

        assertTrue(kept.contains("M0 0") && kept.contains("url(#g)"), kept);
        assertFalse(kept.contains("answer") || kept.contains("told"), kept);
        assertTrue(findings.list().toString().contains("metadata"), findings.list().toString());
    }

    @Test
    void asGraphicIsRefusedIfItRunsOrFetches() {
        var head = "<svg xmlns=\"http://www.w3.org/2000/svg\">\n%s</svg>";
        assertRefused("a.svg line 2: svg script", check("a.svg", head.formatted("<script/>")));
        assertRefused("svg foreignObject", check("a.svg", head.formatted("<foreignObject/>")));
        assertRefused("svg image", check("a.svg", head.formatted("<image href='x'/>")));
        assertRefused("svg animate", check("a.svg", head.formatted("<animate/>")));
        assertRefused("svg a:", check("a.svg", head.formatted("<a href='x'/>")));
        assertRefused("onclick on svg g", check("a.svg", head.formatted("<g onclick='x'/>")));
        assertRefused("DOCTYPE", check("a.svg", "<!DOCTYPE svg SYSTEM \"x\"><svg/>"));
        assertRefused("begins with svg", check("a.svg", "<html/>"));
    }

    @Test
    void asStylesheetIsKeptWithoutCommentsOrRefused() {
        var kept = check("a.css", "p { color: red } /* the answer is B */").orElseThrow();

        assertEquals("p { color: red } ", new String(kept.content(), UTF_8));
        assertRefused("@import", check("a.css", "@import 'x';"));
        assertRefused("url(", check("a.css", "p { background: url(x) }"));
        assertRefused("url(", check("a.css", "p { background: u\\72 l(x) }"));
        assertRefused("javascript:", check("a.css", "p { x: java/**/script:y }"));
        assertEquals(0, check("a.css", "/* ".repeat(1_000_000)).orElseThrow().size());
        assertRefused("not UTF-8", check("a.css", new byte[] {(byte) 0xFF}));
    }

    private static byte[] jpeg(int width, int height) {
        return new byte[] {
            -1,
            -40,
            -1,
            -32,
            0,
            4,
            0,
            0,
            -1,
            -64,
            0,
            11,
            8,
            (byte) (height >> 8),
            (byte) height,
            (byte) (width >> 8),
            (byte) width,
            1,
            0,
            0,
            0,
            -1,
            -39
        };
    }

    private static byte[] gif(int width, int height) {
        return new byte[] {
            'G',
            'I',
            'F',
            '8',
            '9',
            'a',
            (byte) width,
            (byte) (width >> 8),
            (byte) height,
            (byte) (height >> 8),
            0,
            0,
            0
        };
    }
}
