package org.gongyuan.server.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("From where somebody asks")
class AskAddressTest {

    @Test
    void isTheWholeAddressOfIpv4() {
        assertNotEquals(AskAddress.of("192.0.2.1"), AskAddress.of("192.0.2.2"));
        assertEquals(AskAddress.of("192.0.2.1"), AskAddress.of("::ffff:192.0.2.1"), "mapped");
    }

    @Test
    void isTheFirstHalfOfIpv6() {
        var one = AskAddress.of("2001:db8:1:1::1");

        assertEquals(one, AskAddress.of("2001:db8:1:1:ffff:ffff:ffff:ffff"));
        assertNotEquals(one, AskAddress.of("2001:db8:1:2::1"));
        assertNotEquals(one, AskAddress.of("2001:db8:2:1::1"));
    }

    @Test
    void holdsAFewConnectionsThatSayNothingForEachAddress() {
        var silent = new SilentConnections(2);

        assertTrue(silent.opened("a"));
        assertTrue(silent.opened("a"));
        assertFalse(silent.opened("a"));
        assertTrue(silent.opened("b"), "another address");
        silent.over("a");
        assertTrue(silent.opened("a"), "one of them spoke");
        assertFalse(silent.opened("a"));
    }
}
