package org.gongyuan.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Map;

@DisplayName("A posture policy")
class PosturePolicyTest {

    @Test
    void refusesWhatItDoesNotName() {
        assertEquals(
                Judgement.REFUSE, new PosturePolicy(Map.of()).of(FindingKind.SEVERAL_MONITORS));
    }

    @Test
    void isWrittenAsABaseAndWhatChangesIt() {
        var policy = PosturePolicy.parse("standard virtual-machine=refuse, no-camera=warn");
        assertEquals(Judgement.REFUSE, policy.of(FindingKind.VIRTUAL_MACHINE));
        assertEquals(Judgement.WARN, policy.of(FindingKind.NO_CAMERA));
        assertEquals(Judgement.REFUSE, policy.of(FindingKind.NOT_LOCKED));
        assertEquals(PosturePolicy.NOTED, PosturePolicy.parse("noted"));
    }

    @Test
    void standsInTheRecordWordByWord() {
        var words = PosturePolicy.STANDARD.words();
        assertEquals(FindingKind.values().length, words.size());
        assertEquals(PosturePolicy.STANDARD, PosturePolicy.ofWords(words));
    }

    @Test
    void isRefusedInTheRecordWhenAWordIsMissingOrTwice() {
        var missing = new ArrayList<>(PosturePolicy.STANDARD.words());
        missing.removeLast();
        assertThrows(IllegalArgumentException.class, () -> PosturePolicy.ofWords(missing));
        missing.add(missing.getFirst());
        assertThrows(IllegalArgumentException.class, () -> PosturePolicy.ofWords(missing));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lenient; lenient",
                "standard ghost=warn; ghost",
                "standard drill=forbid; forbid",
                "noted drill; FINDING=JUDGEMENT",
                "drill=warn; begins with"
            })
    void isRefusedByTheWordThatIsWrong(String text, String said) {
        var refused = assertThrows(IllegalArgumentException.class, () -> PosturePolicy.parse(text));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
    }
}
