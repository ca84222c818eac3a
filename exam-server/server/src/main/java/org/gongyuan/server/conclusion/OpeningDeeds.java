package org.gongyuan.server.conclusion;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.sentence.Sentence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The opening of a closed sitting's responses by an act under two persons (`scoring.md` 1.6). The
/// act opens nothing by itself: it lets the marking custodians' quorum open them, which the command
/// line refuses without it.
public final class OpeningDeeds implements DeedPart {

    private final Hall hall;
    private final Lane lane;

    /// Deeds upon the sittings of a hall.
    public OpeningDeeds(Hall hall, Lane lane) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
    }

    /// How the opening of a closed sitting's responses stands.
    ///
    /// @param what what an act to open them must name
    /// @param isStanding whether such an act stands
    public record Opening(OpeningPayload what, boolean isStanding) {

        public Opening {
            requireNonNull(what, "what");
        }
    }

    /// How it stands, of a sitting that is held here and closed.
    public Optional<Opening> opening(SittingId sitting) {
        return hall.sitting(sitting)
                .filter(held -> held.sitting().isClosed())
                .map(
                        held -> {
                            var what =
                                    new OpeningPayload(sitting, held.sitting().form().manifest());
                            var acts = OpeningActs.in(List.of(held.log().reader()));
                            return new Opening(what, acts.stands(what));
                        });
    }

    @Override
    public boolean does(Deed deed) {
        return deed instanceof ExamDeed.OpenResponses;
    }

    @Override
    public Optional<String> refusal(Deed deed) {
        if (!(deed instanceof ExamDeed.OpenResponses(var what))) {
            return Optional.empty();
        }
        var opening = opening(what.sitting());
        if (opening.isEmpty()) {
            return Optional.of(Sentence.NOT_CLOSED_FOR_RESPONSES.of(what.sitting()));
        }
        if (!opening.get().what().equals(what)) {
            return Optional.of(Sentence.SAT_WITH_ANOTHER_FORM.of(what.sitting()));
        }
        return opening.get().isStanding()
                ? Optional.of(Sentence.RESPONSES_OPEN_ALREADY.of(what.sitting()))
                : Optional.empty();
    }

    /// How many sheets are opened.
    @Override
    public OptionalInt reach(Deed deed) {
        return deed instanceof ExamDeed.OpenResponses(var what)
                ? hall.sitting(what.sitting())
                        .map(held -> lane.ask(() -> held.sitting().tally().sheets()).join())
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty())
                : OptionalInt.empty();
    }

    /// The entry of the act is the deed: it was made before this is called.
    @Override
    public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        if (!(deed instanceof ExamDeed.OpenResponses(var what))) {
            throw new IllegalArgumentException("no deed of opening");
        }
        boolean isStanding = opening(what.sitting()).filter(Opening::isStanding).isPresent();
        var told =
                isStanding ? Sentence.RESPONSES_OPENABLE.of() : Sentence.OPENING_NOT_IN_RECORD.of();
        return new Came(isStanding, told, told);
    }
}
