package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.NotCanonical;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

@DisplayName("A response body")
class ResponseBodyTest {

    @Test
    void hasOneEncodingWhateverTheOrderItWasPutTogetherIn() {
        var body =
                ResponseBody.of(
                        Map.of(
                                "RESPONSE2", Optional.empty(),
                                "RESPONSE1", Items.given("A", "B")));

        assertEquals(
                "82"
                        + ("82" + "69524553504f4e534531" + "82" + "6141" + "6142")
                        + ("82" + "69524553504f4e534532" + "f6"),
                HexFormat.of().formatHex(body.encode()));
        assertEquals(body, ResponseBody.decode(body.encode()));
    }

    @ParameterizedTest
    @CsvSource({"80, 0", "81826152f6, 1", "8182615280, 1", "828261418161418261428161 42, 2"})
    void isReadBackToTheSameBytes(String hex, int identifiers) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        var body = ResponseBody.decode(bytes);

        assertEquals(identifiers, body.tokens().size());
        assertArrayEquals(bytes, body.encode());
    }

    @ParameterizedTest
    @CsvSource({
        "'', nothing at all",
        "8080, bytes after the end",
        "81826152f7, undefined instead of nil",
        "9f82615280ff, indefinite length",
        "81836152f6f6, three parts",
        "8182605200, an empty identifier",
        "8282615280826152 80, an identifier twice",
        "8282614280 82614180, identifiers out of order",
        "818261528101, a number as token",
        "8182615261 41, a token outside a list",
        "81824152f6, bytes as identifier",
        "818261208161 41, white space as identifier",
        "a0, a map",
        "9a00ffffff, more entries than there are"
    })
    void isRefusedIfItIsNotCanonical(String hex, String why) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThrows(NotCanonical.class, () -> ResponseBody.decode(bytes), why);
    }

    @Test
    void isRefusedWhenItIsTooLong() {
        var essay = "x".repeat(ResponseBody.LARGEST);

        assertThrows(
                IllegalArgumentException.class, () -> ResponseBody.of("RESPONSE", essay).encode());
        assertThrows(
                NotCanonical.class, () -> ResponseBody.decode(new byte[ResponseBody.LARGEST + 1]));
    }

    @Test
    void neverShowsWhatWasGiven() {
        assertFalse(ResponseBody.of("RESPONSE", "secret").toString().contains("secret"));
    }

    @Test
    void knowsWhetherAnythingWasGiven() {
        assertTrue(ResponseBody.of("RESPONSE").isEmpty());
        assertTrue(ResponseBody.of("RESPONSE", "").isEmpty());
        assertFalse(ResponseBody.of("RESPONSE", "A").isEmpty());
    }

    @FuzzTest(maxDuration = "20s")
    void anyBytesAreReadOrRefusedAndWhatIsReadIsWrittenBack(byte[] bytes) {
        ResponseBody body;
        try {
            body = ResponseBody.decode(bytes);
        } catch (NotCanonical _) {
            return;
        }
        assertArrayEquals(bytes, body.encode());
        var item = Items.multipleChoice("A");
        SheetScorer.scoreAnew(new PlacedItem(1, item, BigDecimal.ONE), bytes);
    }

    @Test
    void limitsTheNumberOfTokens() {
        var many = Collections.nCopies(ResponseBody.MOST_ENTRIES + 1, "A");

        assertThrows(
                IllegalArgumentException.class,
                () -> ResponseBody.of(Map.of("RESPONSE", Optional.of(many))));
    }
}
