package org.gongyuan.seat.presentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.seat.input.Composition;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.input.KeyPress;
import org.gongyuan.seat.input.NoInputMethod;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Words;
import org.gongyuan.seat.shell.PageTalk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

@DisplayName("A field typed into by the machine's input method")
class ComposingFieldsTest {

    private static final KeyPress N = KeyPress.of("n", false).orElseThrow();
    private static final InputMethod.State THERE =
            new InputMethod.State(
                    true, List.of(new InputMethod.Method("libpinyin", new Words("拼音", "Pinyin"))));

    private final Facets facets = new Facets();
    private final ComposingFields fields = new ComposingFields(facets);
    private final Acts input = new Acts();
    private final List<String> replies = new ArrayList<>();
    private final PageTalk.Reply reply =
            new PageTalk.Reply() {
                @Override
                public void done(String answer) {
                    replies.add(answer);
                }

                @Override
                public void refused(int code, String word) {
                    replies.add(word);
                }
            };

    /// Writes down what it is asked, and answers a key with one candidate.
    private static final class Acts implements InputMethod {

        private final List<String> done = new ArrayList<>();

        @Override
        public void start(Consumer<State> to) {
            done.add("start");
        }

        @Override
        public void begin(String method) {
            done.add("begin " + method);
        }

        @Override
        public void key(KeyPress key, Consumer<Composition> then) {
            done.add("key");
            then.accept(new Composition(true, "", "n", 1, List.of("你", "𠮷"), 0, ""));
        }

        @Override
        public void end() {
            done.add("end");
        }

        @Override
        public void close() {}
    }

    private String facet() {
        var first = facets.begin(null);
        return first.substring(first.indexOf("\"input\":"), first.indexOf(",\"scene\""));
    }

    private void there() {
        fields.with(input, _ -> {});
        var _ = fields.told(THERE);
    }

    private Why refused(Stage stage, String method) {
        return assertThrows(AskRefused.class, () -> fields.begin(stage, method)).why();
    }

    @Test
    void isAnsweredWithWhatIsComposed() throws AskRefused {
        there();
        fields.begin(Stage.RUNNING, "libpinyin");
        fields.key(Stage.RUNNING, N, reply);
        fields.end();
        fields.end();
        assertEquals(List.of("start", "begin libpinyin", "key", "end"), input.done);
        assertEquals(
                List.of(
                        "{\"handled\":true,\"commit\":\"\",\"preedit\":\"n\",\"caret\":1,"
                                + "\"candidates\":[\"你\",\"𠮷\"],\"at\":0,\"aside\":\"\"}"),
                replies);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"WAITING", "RUNNING"},
            mode = EnumSource.Mode.EXCLUDE)
    void isRefusedWhereNothingIsAnswered(Stage stage) throws AskRefused {
        there();
        var why = stage == Stage.ON_HOLD ? Why.ON_HOLD : Why.NOT_NOW;
        assertEquals(why, refused(stage, "libpinyin"));
        fields.begin(Stage.RUNNING, "libpinyin");
        assertEquals(why, assertThrows(AskRefused.class, () -> fields.key(stage, N, reply)).why());
        assertEquals(List.of("start", "begin libpinyin"), input.done);
    }

    @Test
    void isRefusedUnderAMethodThatIsNotOffered() {
        there();
        assertEquals(Why.UNKNOWN, refused(Stage.RUNNING, "wubi"));
    }

    @Test
    void isRefusedWhileNoneRuns() throws AskRefused {
        fields.with(input, _ -> {});
        assertEquals(Why.NOT_NOW, refused(Stage.RUNNING, "libpinyin"));
        var _ = fields.told(THERE);
        fields.begin(Stage.RUNNING, "libpinyin");
        var _ = fields.told(InputMethod.State.ABSENT);
        assertEquals(
                Why.NOT_NOW,
                assertThrows(AskRefused.class, () -> fields.key(Stage.RUNNING, N, reply)).why());
    }

    @Test
    void isShownWithItsMethodsAndSaidToTheProctorWhenItGoes() {
        assertEquals("\"input\":{\"state\":\"off\",\"methods\":[]}", facet());
        fields.with(input, _ -> {});
        assertEquals("\"input\":{\"state\":\"absent\",\"methods\":[]}", facet());
        assertEquals(Optional.empty(), fields.told(THERE));
        assertEquals(
                "\"input\":{\"state\":\"ready\",\"methods\":[{\"id\":\"libpinyin\","
                        + "\"words\":{\"zh\":\"拼音\",\"en\":\"Pinyin\"}}]}",
                facet());
        assertEquals(Optional.of("lost"), fields.told(InputMethod.State.ABSENT));
        assertEquals(Optional.empty(), fields.told(InputMethod.State.ABSENT));
        assertEquals(Optional.of("there"), fields.told(THERE));
    }

    @Test
    void isAbsentFromTheBeginningWhereNoneWasFound() {
        fields.with(input, _ -> {});
        assertEquals(Optional.of("absent"), fields.told(InputMethod.State.ABSENT));
    }

    @Test
    void isNoMatterWhereTheSettingsWantNone() {
        fields.with(new NoInputMethod(), _ -> {});
        assertEquals(Optional.empty(), fields.told(InputMethod.State.ABSENT));
        assertTrue(facet().contains("\"off\""), facet());
    }
}
