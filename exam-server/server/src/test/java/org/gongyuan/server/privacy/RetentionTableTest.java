package org.gongyuan.server.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

@DisplayName("The table of purposes and periods")
class RetentionTableTest {

    private static final String LINE =
            "data x | node | 一 | one | 目的 | purpose | 依据 | ground | kept P1Y from entered | ends by"
                    + " pruned";

    @Test
    void thatComesWithTheServerCanBeRead() {
        var table = RetentionTable.standard();

        assertTrue(table.kinds().size() >= 10);
        assertEquals(
                Instant.parse("2029-05-04T12:00:00Z"),
                table.of(RetentionTable.CANDIDATE).until(Instant.parse("2026-05-04T12:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data x | node | 一 | one",
                "kind x | node | 一 | one | 目 | p | 依 | g | kept P1Y from entered | ends by pruned",
                "data x | node | 一 | one | 目 | p | 依 | g | kept a year from entered | ends by key",
                "data x | node | 一 | one | 目 | p | 依 | g | kept P0D from entered | ends by key",
                "data x | node | 一 | one | 目 | p | 依 | g | kept P1Y from birth | ends by key",
                "data x | node | 一 | one | 目 | p | 依 | g | kept P1Y from entered | ends by itself",
                "data x | node | 一 |  | 目 | p | 依 | g | kept P1Y from entered | ends by key",
            })
    void isRefusedWithItsLineWhenItIsNone(String line) {
        var refused = assertThrows(IllegalArgumentException.class, () -> RetentionTable.read(line));
        assertTrue(refused.getMessage().startsWith("line 1 "), refused.getMessage());
    }

    @Test
    void isRefusedWhenAKindIsMissingOrThereTwice() {
        assertThrows(IllegalArgumentException.class, () -> RetentionTable.read(LINE));
        assertThrows(IllegalArgumentException.class, () -> RetentionTable.read(LINE + "\n" + LINE));
    }
}
