package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.seat.link.OpenedForm;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.session.Giving;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.shell.Asset;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The items as the candidate goes through them: shows one at a time while his time runs, takes his
/// responses, and lets the page fetch the files of the item shown last (seat-page.md sections 5 to
/// 7). Used on the seat's loop, but for [#asset].
final class ItemScreen {

    private final Facets facets;
    private final DeskSettings.Tools tools;

    private ShownForm form;
    private Map<String, Integer> reached = Map.of();
    private volatile ShownForm.Files files;

    ItemScreen(Facets facets, DeskSettings.Tools tools) {
        this.facets = requireNonNull(facets, "facets");
        this.tools = requireNonNull(tools, "tools");
        facets.put("form", null);
        facets.put("fetched", Json.object("bytes", 0, "of", 0));
        facets.put("answered", List.of());
    }

    boolean isOpen() {
        return form != null;
    }

    /// So much of the form has come.
    void fetched(long bytes, long of) {
        facets.put("fetched", Json.object("bytes", bytes, "of", of));
    }

    /// How far the candidate came in sections without a way back.
    Map<String, Integer> reached() {
        return reached;
    }

    /// A run that was killed goes on from there.
    void takeUp(Map<String, Integer> before) {
        reached = before;
    }

    /// The form is open.
    void opened(OpenedForm items, SeatSession session) {
        form = new ShownForm(items, session.session().orElseThrow(), reached);
        facets.put("form", form.facet(tools));
        putAnswered(session);
    }

    /// A page begins: it knows nothing of what was answered since the form was opened.
    void pageBegins(SeatSession session) {
        if (isOpen()) {
            putAnswered(session);
        }
    }

    private void putAnswered(SeatSession session) {
        facets.put(
                "answered",
                session.answered().stream()
                        .filter(place -> isAnswered(session, place))
                        .map(PlacementId::number)
                        .toList());
    }

    private static boolean isAnswered(SeatSession session, PlacementId place) {
        return session.response(place)
                .map(ResponseBody::decode)
                .filter(response -> !response.isEmpty())
                .isPresent();
    }

    /// Refuses unless items may be shown and answered now.
    void expectRunning(SeatSession session) throws AskRefused {
        switch (session.stage()) {
            case RUNNING -> {}
            case ON_HOLD -> throw new AskRefused(Why.ON_HOLD);
            default -> throw new AskRefused(Why.NOT_RUNNING);
        }
        if (form == null) {
            throw new AskRefused(Why.NOT_RUNNING);
        }
    }

    /// Shows an item, with the last response to it. Its files may be fetched from now on.
    Map<String, Object> show(SeatSession session, PlacementId place) throws AskRefused {
        var item = form.show(place, session.response(place));
        files = form.files();
        reached = form.reached();
        return item;
    }

    /// Takes the whole new response to an item; gives the seq of the last response given.
    long give(SeatSession session, PlacementId place, ResponseBody response) throws AskRefused {
        expectRunning(session);
        form.expect(place, response);
        byte[] body;
        try {
            body = response.encode();
        } catch (IllegalArgumentException _) {
            throw new AskRefused(Why.TOO_LONG);
        }
        return switch (session.give(place, body)) {
            case Giving.TAKEN -> session.progress().given();
            case Giving.NOT_RUNNING -> throw new AskRefused(Why.NOT_RUNNING);
            case Giving.TIME_IS_OVER -> throw new AskRefused(Why.TIME_IS_OVER);
            case Giving.TOO_LONG -> throw new AskRefused(Why.TOO_LONG);
        };
    }

    /// The items are covered: no file of theirs may be fetched.
    void cover() {
        files = null;
    }

    /// The candidate is done with them.
    void close() {
        form = null;
        facets.put("form", null);
    }

    /// What the page may fetch at this moment: a file of the item shown last. May be called on any
    /// thread.
    Optional<Asset> asset(int blob) {
        var now = files;
        return now == null ? Optional.empty() : now.asset(blob);
    }
}
