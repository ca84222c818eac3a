package org.gongyuan.seat.presentation;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.seat.input.KeyPress;
import org.gongyuan.seat.presentation.AskRefused.Why;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something the page asks, read strictly (seat-page.md section 6): every field named there, none
/// besides, each of its type and within its bound.
public sealed interface Ask {

    /// The page (re)started and wants every facet.
    record Listen() implements Ask {}

    /// What changed since event `after`.
    record Next(long after) implements Ask {}

    /// Who sits here.
    record SignIn(String ticket, String secret) implements Ask {

        @Override
        public String toString() {
            return "SignIn[secret]";
        }
    }

    /// Gives up waiting to be let in.
    record Again() implements Ask {}

    /// The data shown are the candidate's.
    record Confirm() implements Ask {}

    /// The data shown are somebody else's.
    record NotMe() implements Ask {}

    /// Whether faces may be compared.
    record Face(boolean agreed) implements Ask {}

    /// Whether pictures may be taken.
    record Pictures(boolean agreed) implements Ask {}

    /// The candidate goes on from the camera.
    record Checked() implements Ask {}

    /// Live pictures for the page, on or off.
    record Watch(boolean on) implements Ask {}

    /// The pledge was made.
    record Pledge() implements Ask {}

    /// The try-out is done.
    record Tried() implements Ask {}

    /// The item at a placement.
    record Item(PlacementId place) implements Ask {}

    /// A response, whole.
    record Give(PlacementId place, ResponseBody response) implements Ask {}

    /// Where the candidate stands, to be kept.
    record Keep(String scene) implements Ask {

        @Override
        public String toString() {
            return "Keep[%d characters]".formatted(scene.length());
        }
    }

    /// Messages up to this were closed by the candidate.
    record Seen(long number) implements Ask {}

    /// A hand is raised or lowered.
    record RaiseHand(boolean on) implements Ask {}

    /// The candidate hands in.
    record HandIn() implements Ask {}

    /// The candidate has seen the end.
    record Finish() implements Ask {}

    /// The page lives.
    record Alive() implements Ask {}

    /// Something went wrong in the page.
    record Fault(String kind, String detail) implements Ask {}

    /// The page kept something from happening.
    record Blocked(String what) implements Ask {}

    /// A field is typed into with this input method from now on.
    record ComposeBegin(String method) implements Ask {}

    /// A key was pressed in that field.
    record Compose(KeyPress key) implements Ask {}

    /// That field was left.
    record ComposeEnd() implements Ask {}

    /// The longest scene, in characters of its JSON text.
    int LONGEST_SCENE = 256 * 1024;

    /// Reads what the page sent.
    ///
    /// @throws AskRefused when it is not an ask of this version
    static Ask parse(String text) throws AskRefused {
        Map<String, Object> object;
        try {
            object = Json.read(text);
        } catch (IllegalArgumentException _) {
            throw new AskRefused(Why.NOT_UNDERSTOOD);
        }
        var fields = new Fields(object);
        var ask = read(fields.text("ask", 1, 40), fields);
        fields.end();
        return ask;
    }

    private static Ask read(String word, Fields fields) throws AskRefused {
        return switch (word) {
            case "listen" -> {
                if (fields.number("version") != 1) {
                    throw new AskRefused(Why.VERSION);
                }
                yield new Listen();
            }
            case "next" -> new Next(fields.number("after"));
            case "sign-in" ->
                    new SignIn(fields.text("ticket", 1, 64), fields.text("secret", 1, 128));
            case "again" -> new Again();
            case "confirm" -> new Confirm();
            case "not-me" -> new NotMe();
            case "face" -> new Face(fields.truth("agreed"));
            case "pictures" -> new Pictures(fields.truth("agreed"));
            case "checked" -> new Checked();
            case "watch" -> new Watch(fields.truth("on"));
            case "pledge" -> new Pledge();
            case "tried" -> new Tried();
            case "item" -> new Item(fields.place());
            case "give" -> new Give(fields.place(), fields.response());
            case "keep" -> new Keep(fields.scene());
            case "seen" -> new Seen(fields.number("number"));
            case "raise-hand" -> new RaiseHand(fields.truth("on"));
            case "hand-in" -> new HandIn();
            case "finish" -> new Finish();
            case "alive" -> new Alive();
            case "fault" -> new Fault(fields.text("kind", 1, 40), fields.text("detail", 0, 500));
            case "blocked" -> new Blocked(fields.text("what", 1, 40));
            case "compose-begin" -> new ComposeBegin(fields.text("method", 1, 64));
            case "compose" -> new Compose(fields.key());
            case "compose-end" -> new ComposeEnd();
            default -> throw new AskRefused(Why.UNKNOWN);
        };
    }

    /// The fields of one ask; each is taken once, and none may be left.
    final class Fields {

        private static final long LARGEST_NUMBER = (1L << 53) - 1;

        private final Map<String, Object> left;

        private Fields(Map<String, Object> object) {
            left = new LinkedHashMap<>(object);
        }

        private <T> T take(String name, Class<T> type) throws AskRefused {
            var value = left.remove(name);
            if (!type.isInstance(value)) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
            return type.cast(value);
        }

        private String text(String name, int least, int most) throws AskRefused {
            var text = take(name, String.class);
            int length = text.codePointCount(0, text.length());
            if (length > most) {
                throw new AskRefused(Why.TOO_LONG);
            }
            if (length < least || !isUnicode(text)) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
            return text;
        }

        /// Half of a surrogate pair cannot be written as UTF-8.
        private static boolean isUnicode(String text) {
            return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }

        private boolean truth(String name) throws AskRefused {
            return take(name, Boolean.class);
        }

        private long number(String name) throws AskRefused {
            long number = take(name, Long.class);
            if (number < 0 || number > LARGEST_NUMBER) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
            return number;
        }

        private PlacementId place() throws AskRefused {
            long number = number("place");
            if (number < 1 || number > PlacementId.LARGEST) {
                throw new AskRefused(Why.UNKNOWN);
            }
            return new PlacementId((int) number);
        }

        private KeyPress key() throws AskRefused {
            return KeyPress.of(text("key", 1, 20), truth("shift"))
                    .orElseThrow(() -> new AskRefused(Why.NOT_UNDERSTOOD));
        }

        private String scene() throws AskRefused {
            var scene = Json.write(take("scene", Map.class));
            if (scene.length() > LONGEST_SCENE) {
                throw new AskRefused(Why.TOO_LONG);
            }
            if (!isUnicode(scene)) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
            return scene;
        }

        private ResponseBody response() throws AskRefused {
            var given = new LinkedHashMap<String, Optional<List<String>>>();
            for (var pair : take("response", List.class)) {
                if (!(pair instanceof List<?> list)
                        || list.size() != 2
                        || !(list.getFirst() instanceof String identifier)
                        || given.put(identifier, tokens(list.getLast())) != null) {
                    throw new AskRefused(Why.NOT_UNDERSTOOD);
                }
            }
            try {
                return ResponseBody.of(given);
            } catch (IllegalArgumentException _) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
        }

        private static Optional<List<String>> tokens(Object value) throws AskRefused {
            if (value == null) {
                return Optional.empty();
            }
            if (!(value instanceof List<?> list) || list.isEmpty()) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
            var tokens = new ArrayList<String>();
            for (var each : list) {
                if (!(each instanceof String token) || token.isEmpty() || !isUnicode(token)) {
                    throw new AskRefused(Why.NOT_UNDERSTOOD);
                }
                tokens.add(token);
            }
            return Optional.of(tokens);
        }

        private void end() throws AskRefused {
            if (!left.isEmpty()) {
                throw new AskRefused(Why.NOT_UNDERSTOOD);
            }
        }
    }
}
