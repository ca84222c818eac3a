package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.seat.input.KeyPress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("What the page asks")
class AskTest {

    @Test
    void isReadFieldByField() throws AskRefused {
        assertEquals(new Ask.Listen(), Ask.parse("{\"ask\":\"listen\",\"version\":1}"));
        assertEquals(new Ask.Next(7), Ask.parse("{\"ask\":\"next\",\"after\":7}"));
        assertEquals(new Ask.Item(new PlacementId(3)), Ask.parse("{\"ask\":\"item\",\"place\":3}"));
        assertEquals(
                new Ask.Give(
                        new PlacementId(3),
                        ResponseBody.of(
                                Map.of(
                                        "R",
                                        Optional.of(List.of("A", "𠮷")),
                                        "S",
                                        Optional.empty()))),
                Ask.parse(
                        "{\"ask\":\"give\",\"place\":3,"
                                + "\"response\":[[\"S\",null],[\"R\",[\"A\",\"𠮷\"]]]}"));
        assertEquals(
                new Ask.ComposeBegin("libpinyin"),
                Ask.parse("{\"ask\":\"compose-begin\",\"method\":\"libpinyin\"}"));
        assertEquals(
                new Ask.Compose(new KeyPress('n', false)),
                Ask.parse("{\"ask\":\"compose\",\"key\":\"n\",\"shift\":false}"));
        assertEquals(new Ask.ComposeEnd(), Ask.parse("{\"ask\":\"compose-end\"}"));
        assertEquals(
                new Ask.Keep("{\"version\":1,\"zoom\":1.5}"),
                Ask.parse("{\"ask\":\"keep\",\"scene\":{\"version\":1,\"zoom\":1.5}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                                            | NOT_UNDERSTOOD",
                "[]                                                          | NOT_UNDERSTOOD",
                "{}                                                          | NOT_UNDERSTOOD",
                "{\"ask\":1}                                                 | NOT_UNDERSTOOD",
                "{\"ask\":\"alive\"} {}                                      | NOT_UNDERSTOOD",
                "{\"ask\":\"alive\",\"more\":1}                              | NOT_UNDERSTOOD",
                "{\"ask\":\"alive\",\"ask\":\"alive\"}                       | NOT_UNDERSTOOD",
                "{\"ask\":\"compose\",\"key\":\"F1\",\"shift\":false}    | NOT_UNDERSTOOD",
                "{\"ask\":\"compose\",\"key\":\"n\"}                     | NOT_UNDERSTOOD",
                "{\"ask\":\"keys\"}                                          | UNKNOWN",
                "{\"ask\":\"listen\",\"version\":2}                          | VERSION",
                "{\"ask\":\"listen\"}                                        | NOT_UNDERSTOOD",
                "{\"ask\":\"next\",\"after\":-1}                             | NOT_UNDERSTOOD",
                "{\"ask\":\"next\",\"after\":1.0}                            | NOT_UNDERSTOOD",
                "{\"ask\":\"next\",\"after\":9007199254740992}               | NOT_UNDERSTOOD",
                "{\"ask\":\"next\",\"after\":99999999999999999999}           | NOT_UNDERSTOOD",
                "{\"ask\":\"sign-in\",\"ticket\":\"\",\"secret\":\"s\"}      | NOT_UNDERSTOOD",
                "{\"ask\":\"sign-in\",\"ticket\":\"t\",\"secret\":null}      | NOT_UNDERSTOOD",
                "{\"ask\":\"sign-in\",\"ticket\":\"\\ud800\",\"secret\":\"s\"}| NOT_UNDERSTOOD",
                "{\"ask\":\"item\",\"place\":0}                              | UNKNOWN",
                "{\"ask\":\"item\",\"place\":10001}                          | UNKNOWN",
                "{\"ask\":\"item\",\"place\":\"1\"}                          | NOT_UNDERSTOOD",
                "{\"ask\":\"watch\",\"on\":1}                                | NOT_UNDERSTOOD",
                "{\"ask\":\"keep\",\"scene\":\"{}\"}                         | NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":{}}              | NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"R\"]]}       | NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"R\",[]]]}    | NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"R\",[\"\"]]]}| NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"R\",[1]]]}   | NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"R\",null],[\"R\",[\"A\"]]]}"
                        + "| NOT_UNDERSTOOD",
                "{\"ask\":\"give\",\"place\":1,\"response\":[[\"a b\",null]]}| NOT_UNDERSTOOD"
            })
    void isRefusedWhenItIsNotExactlyOfTheBridge(String text, AskRefused.Why why) {
        var refused = assertThrows(AskRefused.class, () -> Ask.parse(text == null ? "" : text));
        assertEquals(why, refused.why());
    }

    @Test
    void isRefusedWhenItIsTooLong() {
        assertTooLong(
                "{\"ask\":\"sign-in\",\"ticket\":\"" + "1".repeat(65) + "\",\"secret\":\"s\"}");
        assertTooLong(
                "{\"ask\":\"keep\",\"scene\":{\"scratch\":\""
                        + "x".repeat(Ask.LONGEST_SCENE)
                        + "\"}}");
    }

    private static void assertTooLong(String text) {
        var refused = assertThrows(AskRefused.class, () -> Ask.parse(text));
        assertEquals(AskRefused.Why.TOO_LONG, refused.why());
    }

    @Test
    void saysNothingOfASecretWhenPrinted() throws AskRefused {
        var ask = Ask.parse("{\"ask\":\"sign-in\",\"ticket\":\"t-1\",\"secret\":\"geheim\"}");
        assertEquals("SignIn[secret]", ask.toString());
    }
}
