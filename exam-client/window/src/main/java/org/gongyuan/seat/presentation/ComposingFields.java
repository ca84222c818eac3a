package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.input.Composition;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.input.KeyPress;
import org.gongyuan.seat.input.NoInputMethod;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.shell.PageTalk;

import java.util.Optional;
import java.util.function.Consumer;

/// Fields of the page that are typed into by the machine's input method (seat-page.md 4.23, section
/// 13). Only where a candidate answers items or tries to: nothing of a sign-in ever comes here.
/// Used on the seat's loop.
final class ComposingFields {

    private final Facets facets;
    private InputMethod input = new NoInputMethod();
    private InputMethod.State state = InputMethod.State.ABSENT;
    private boolean isExpected;
    private boolean isTold;
    private boolean isBegun;

    ComposingFields(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
        put();
    }

    /// Takes the input method of this seat.
    ///
    /// @param to brings what it tells to the seat's loop
    void with(InputMethod method, Consumer<InputMethod.State> to) {
        input = requireNonNull(method, "method");
        isExpected = !(method instanceof NoInputMethod);
        put();
        input.start(to);
    }

    /// Takes in what the input method tells.
    ///
    /// @return what the proctor should hear of it
    Optional<String> told(InputMethod.State now) {
        boolean wasThere = state.isThere();
        boolean isFirst = !isTold;
        isTold = true;
        state = now;
        if (!now.isThere()) {
            isBegun = false;
        }
        put();
        if (!isExpected || (wasThere == now.isThere() && !isFirst)) {
            return Optional.empty();
        }
        if (now.isThere()) {
            return isFirst ? Optional.empty() : Optional.of("there");
        }
        return Optional.of(isFirst ? "absent" : "lost");
    }

    private void put() {
        facets.put(
                "input",
                Json.object(
                        "state",
                        !isExpected ? "off" : state.isThere() ? "ready" : "absent",
                        "methods",
                        state.methods().stream()
                                .map(
                                        one ->
                                                Json.object(
                                                        "id",
                                                        one.id(),
                                                        "words",
                                                        MachineCheck.words(one.words())))
                                .toList()));
    }

    /// A field is typed into.
    ///
    /// @throws AskRefused when nothing is answered at this stage, or the method is none of this
    /// seat
    void begin(Stage stage, String method) throws AskRefused {
        expectAnswering(stage);
        if (!state.isThere()) {
            throw new AskRefused(Why.NOT_NOW);
        }
        if (state.methods().stream().noneMatch(one -> one.id().equals(method))) {
            throw new AskRefused(Why.UNKNOWN);
        }
        isBegun = true;
        input.begin(method);
    }

    /// A key was pressed in it.
    void key(Stage stage, KeyPress key, PageTalk.Reply reply) throws AskRefused {
        expectAnswering(stage);
        if (!isBegun) {
            throw new AskRefused(Why.NOT_NOW);
        }
        input.key(key, composition -> reply.done(json(composition)));
    }

    /// No field is typed into any more.
    void end() {
        if (isBegun) {
            isBegun = false;
            input.end();
        }
    }

    private static void expectAnswering(Stage stage) throws AskRefused {
        if (stage == Stage.ON_HOLD) {
            throw new AskRefused(Why.ON_HOLD);
        }
        if (stage != Stage.WAITING && stage != Stage.RUNNING) {
            throw new AskRefused(Why.NOT_NOW);
        }
    }

    private static String json(Composition composition) {
        return Json.write(
                Json.object(
                        "handled", composition.isHandled(),
                        "commit", composition.committed(),
                        "preedit", composition.preedit(),
                        "caret", composition.caret(),
                        "candidates", composition.candidates(),
                        "at", composition.at(),
                        "aside", composition.aside()));
    }
}
