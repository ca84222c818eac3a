package org.gongyuan.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Random;

@DisplayName("Texts one behind the other")
class TextsTest {

    @Test
    void areFoundByAPartWhereverItStands() {
        var texts = of("case-7", "case-70", "a case-7", "", "场次 春季-7");

        assertEquals(bits(1, 2, 3), texts.having("case-7"));
        assertEquals(bits(5), texts.having("春季"));
        assertEquals(bits(1, 2, 3, 5), texts.having("-7"));
    }

    @Test
    void haveNothingAcrossTheirEnds() {
        var texts = of("ab", "cd");

        assertTrue(texts.having("bc").isEmpty());
        assertTrue(texts.having("abcd").isEmpty());
    }

    @Test
    void allHaveThePartThatIsNothing() {
        assertEquals(bits(1, 2), of("x", "").having(""));
    }

    @Test
    void areFoundAsOneByOneHoweverManyThereAre() {
        var random = new Random(20261129);
        var all = random.ints(5_000, 0, 4_000).mapToObj(Integer::toString).toList();
        var texts = of(all.toArray(String[]::new));
        for (var part : List.of("1", "39", "123", "99", "4000")) {
            var expected = new BitSet();
            for (int i = 0; i < all.size(); i++) {
                expected.set(i + 1, all.get(i).contains(part));
            }
            assertEquals(expected, texts.having(part), part);
        }
    }

    private static Texts of(String... all) {
        var texts = new Texts();
        for (var one : all) {
            texts.add(one);
        }
        return texts;
    }

    private static BitSet bits(int... numbers) {
        var set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
