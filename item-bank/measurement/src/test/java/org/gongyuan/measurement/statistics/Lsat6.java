package org.gongyuan.measurement.statistics;

import java.util.Arrays;

/// LSAT section 6: 1,000 candidates on five items marked 0 or 1, as the published table of how
/// often each pattern occurred (Bock and Lieberman 1970, "Fitting a response model for n
/// dichotomously scored items", Psychometrika 35; repeated in Rizopoulos 2006, JSS 17(5)).
final class Lsat6 {

    private static final int[] FREQUENCIES = {
        // 00000 to 00111
        3, 6, 2, 11, 1, 1, 3, 4,
        // 01000 to 01111
        1, 8, 0, 16, 0, 3, 2, 15,
        // 10000 to 10111
        10, 29, 14, 81, 3, 28, 15, 80,
        // 11000 to 11111
        16, 56, 21, 173, 11, 61, 28, 298
    };

    private Lsat6() {}

    static ScoreTable table() {
        int[][] marks = new int[Arrays.stream(FREQUENCIES).sum()][5];
        int candidate = 0;
        for (int pattern = 0; pattern < FREQUENCIES.length; pattern++) {
            for (int times = 0; times < FREQUENCIES[pattern]; times++) {
                for (int item = 0; item < 5; item++) {
                    marks[candidate][item] = (pattern >> (4 - item)) & 1;
                }
                candidate++;
            }
        }
        return ScoreTable.dichotomous(marks);
    }
}
