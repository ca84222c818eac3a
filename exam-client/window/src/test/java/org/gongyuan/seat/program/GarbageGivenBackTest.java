package org.gongyuan.seat.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;

@DisplayName("What the program left behind in its heap")
class GarbageGivenBackTest {

    private static final int PIECE = 1 << 20;
    private static final int PIECES = 64;

    @Test
    void isCleanedWhenTheOldPartGrewAndAgainWhenItGrewOnceMore() {
        var cleaned = new CountDownLatch(2);
        var end =
                GarbageGivenBack.whenGrown(
                        () -> {
                            System.gc();
                            cleaned.countDown();
                        });
        while (cleaned.getCount() > 0) {
            assertEquals(PIECES, new byte[PIECES][PIECE].length);
        }
        end.run();
    }
}
