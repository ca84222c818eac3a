package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.OptionalLong;

@DisplayName("A code of the telephone")
class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111);
    private static final long STEP = Totp.step(NOW);

    /// RFC 6238, appendix B, the SHA-1 rows; six digits are the last six of its eight.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void isThatOfTheStandard(long seconds, String code) {
        assertEquals(code, Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds))));
    }

    @Test
    void isTakenOnce() {
        assertEquals(OptionalLong.of(STEP), Totp.taken(SECRET, "050471", NOW, STEP - 1));
        assertEquals(OptionalLong.empty(), Totp.taken(SECRET, "050471", NOW, STEP));
    }

    @Test
    void isTakenOneStepLateAndNotTwo() {
        assertEquals(OptionalLong.of(STEP), Totp.taken(SECRET, "050471", NOW.plusSeconds(30), 0));
        assertEquals(OptionalLong.empty(), Totp.taken(SECRET, "050471", NOW.plusSeconds(90), 0));
    }

    @ParameterizedTest
    @CsvSource({"050472", "05047", "0504710", "''", "٠٥٠٤٧١"})
    void isRefusedWhenItIsAnother(String code) {
        assertEquals(OptionalLong.empty(), Totp.taken(SECRET, code, NOW, 0));
    }

    /// RFC 4648, section 10.
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
    void hasItsSecretInBase32(String bytes, String text) {
        assertEquals(text, Totp.base32(bytes.getBytes(US_ASCII)));
    }
}
