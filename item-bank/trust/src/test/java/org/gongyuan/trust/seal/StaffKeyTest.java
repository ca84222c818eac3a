package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;

@DisplayName("The key over what is known of staff")
class StaffKeyTest {

    private final StaffKey key = StaffKey.generate(Suite.INTL_1, new SecureRandom());

    @Test
    void sealsAFieldForOnePlaceOnly() throws Exception {
        var sealed = key.seal("李伟".getBytes(UTF_8), "name/li.wei".getBytes(UTF_8));

        assertArrayEquals("李伟".getBytes(UTF_8), key.open(sealed, "name/li.wei".getBytes(UTF_8)));
        assertThrows(SealBroken.class, () -> key.open(sealed, "name/wang.fang".getBytes(UTF_8)));
    }

    @Test
    void findsTheSameTextOfTheSameKind() {
        assertEquals(key.lookUp("staff", "li.wei"), key.lookUp("staff", "li.wei"));
        assertNotEquals(key.lookUp("staff", "li.wei"), key.lookUp("address", "li.wei"));
        assertNotEquals(key.lookUp("staff", "li.wei"), key.lookUp("staffli", ".wei"));
    }

    @Test
    void findsNothingUnderAnotherKey() {
        var other = StaffKey.generate(Suite.INTL_1, new SecureRandom());

        assertNotEquals(key.lookUp("staff", "li.wei"), other.lookUp("staff", "li.wei"));
    }

    @Test
    void isWipedAtItsEnd() {
        key.close();

        assertThrows(IllegalStateException.class, () -> key.lookUp("staff", "li.wei"));
        assertThrows(IllegalStateException.class, () -> key.seal(new byte[1], new byte[0]));
    }
}
