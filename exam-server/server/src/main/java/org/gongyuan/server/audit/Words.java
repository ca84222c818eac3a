package org.gongyuan.server.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The different values of one column, each with a number from 1; 0 stands for none. One thread
/// adds, any number look up.
final class Words {

    static final int NONE = 0;

    private final Map<Object, Integer> numbers = new ConcurrentHashMap<>();
    private final List<Object> words = new ArrayList<>();
    private final Texts texts = new Texts();

    int number(Object word) {
        var known = numbers.get(word);
        if (known != null) {
            return known;
        }
        synchronized (words) {
            words.add(word);
            texts.add(word.toString());
            int number = words.size();
            numbers.put(word, number);
            return number;
        }
    }

    /// The number of a word, or -1 when no entry has it.
    int known(Object word) {
        return numbers.getOrDefault(word, -1);
    }

    Object word(int number) {
        synchronized (words) {
            return words.get(number - 1);
        }
    }

    /// The numbers of all words that have this part.
    BitSet having(String part) {
        return texts.having(part);
    }

    /// The numbers of all words that fit.
    BitSet fitting(Predicate<String> fits) {
        var numbers = new BitSet();
        synchronized (words) {
            for (int i = 0; i < words.size(); i++) {
                if (fits.test(words.get(i).toString())) {
                    numbers.set(i + 1);
                }
            }
        }
        return numbers;
    }
}
