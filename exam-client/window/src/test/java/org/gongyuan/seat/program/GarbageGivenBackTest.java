package org.gongyuan.seat.program;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
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
            var left = new ArrayList<byte[]>();
            for (int i = 0; i < PIECES; i++) {
                left.add(new byte[PIECE]);
            }
        }
        end.run();
    }
}
