package org.gongyuan.trust.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

@DisplayName("A suite")
class SuiteTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsNameAndCode(Suite suite) {
        assertEquals(suite, Suite.named(suite.id()));
        assertEquals(suite, Suite.coded(suite.code()));
    }

    @Test
    void thatIsUnknownIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Suite.named("intl-1"));
        assertThrows(IllegalArgumentException.class, () -> Suite.coded(0));
        assertThrows(IllegalArgumentException.class, () -> Suite.coded(3));
    }

    /// FIPS 180-4 and GB/T 32905, appendix A: "abc", and the 64 bytes "abcd" sixteen times.
    @ParameterizedTest
    @CsvSource({
        "INTL-1, 1, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SM-1, 1, 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "SM-1, 16, debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    })
    void digestsAsTheStandardsSay(String suite, int times, String expected) {
        var message = (times == 1 ? "abc" : "abcd".repeat(times)).getBytes(US_ASCII);

        assertEquals(expected, Suite.named(suite).digest(message).hex());
    }

    @ParameterizedTest
    @EnumSource
    void digestsPartsAsIfTheyWereOne(Suite suite) {
        var message = "an examination of one thousand candidates".getBytes(US_ASCII);
        var inParts = suite.digest(Arrays.copyOf(message, 7), Arrays.copyOfRange(message, 7, 41));
        var hashing = suite.hashing();
        for (var b : message) {
            hashing.update(b);
        }

        assertEquals(suite.digest(message), inParts);
        assertEquals(inParts, hashing.digest());
        assertEquals(suite.digest(), hashing.digest(), "a digest taken begins anew");
        assertEquals(inParts, hashing.update(message, 0, 20).update(message, 20, 41).digest());
    }

    @Test
    void digestsDifferentlyThanTheOther() {
        assertNotEquals(Suite.INTL_1.digest(), Suite.SM_1.digest());
    }

    @Test
    void hasDigestsThatAreValues() {
        var digest = Suite.INTL_1.digest(new byte[] {1});
        var bytes = digest.toBytes();
        var same = Digest.of(bytes);
        bytes[0]++;

        assertEquals(digest, same);
        assertEquals(digest.hashCode(), same.hashCode());
        assertEquals(digest, Digest.parse(digest.hex()));
        assertEquals(0, digest.compareTo(same));
        assertNotEquals(digest, Digest.of(bytes));
        var frame = new byte[40];
        digest.copyInto(frame, 5);
        assertTrue(digest.isAt(frame, 5));
        assertFalse(digest.isAt(frame, 4));
        assertEquals(digest, Digest.at(frame, 5));
        assertArrayEquals(digest.toBytes(), Arrays.copyOfRange(frame, 5, 37));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
            })
    void refusesTextThatIsNoDigest(String text) {
        assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
        assertThrows(IllegalArgumentException.class, () -> Digest.of(new byte[31]));
    }
}
