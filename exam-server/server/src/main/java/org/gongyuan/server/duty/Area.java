package org.gongyuan.server.duty;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.sentence.Sentence;

import java.util.Optional;
import java.util.regex.Pattern;

/// For what a person holds a duty: everything, one examination, one centre, one room or one panel
/// (`staff-access.md` 4.3).
///
/// @param text `all`, `exam:SITTING`, `centre:C1`, `room:C1/R1` or `panel:NAME`
public record Area(String text) {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "all|exam:[a-z0-9][a-z0-9-]{0,59}|centre:[A-Za-z0-9-]{1,20}"
                            + "|room:[A-Za-z0-9-]{1,20}/[A-Za-z0-9-]{1,20}|panel:[a-z0-9-]{1,60}");

    /// Everything.
    public static final Area ALL = new Area("all");

    public Area {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(Sentence.AREA_NAME.of(text));
        }
    }

    /// What an act is upon.
    ///
    /// @param sitting of which sitting; empty for what belongs to none, such as accounts
    /// @param room `C1/R1` when it is within one room, `C1` when within one centre
    public record Target(Optional<SittingId> sitting, Optional<String> room) {

        /// What belongs to no sitting.
        public static final Target NONE = new Target(Optional.empty(), Optional.empty());

        public Target {
            requireNonNull(sitting, "sitting");
            requireNonNull(room, "room");
        }

        /// A whole sitting.
        public static Target of(SittingId sitting) {
            return new Target(Optional.of(sitting), Optional.empty());
        }

        /// What lies in one room of a sitting.
        public static Target of(SittingId sitting, String room) {
            return new Target(Optional.of(sitting), Optional.of(room));
        }
    }

    /// Whether an act upon this target lies wholly within the area. Who holds a room can do nothing
    /// to a whole sitting.
    public boolean covers(Target target) {
        int colon = text.indexOf(':');
        var name = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon)) {
            case "all" -> true;
            case "exam" -> target.sitting().filter(one -> one.text().equals(name)).isPresent();
            case "centre" ->
                    target.room()
                            .filter(room -> room.equals(name) || room.startsWith(name + "/"))
                            .isPresent();
            case "room" -> target.room().filter(name::equals).isPresent();
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
