package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/// What the candidate's page is told: where the session stands (moves are drawn at [Stage]), how
/// his work stands, and everything else as it comes. Alone moves the stage; on the seat's thread.
final class Page {

    private final Consumer<Notice> told;
    private Stage stage = Stage.SIGNED_OUT;
    private SaveState work = new SaveState.Untouched();

    Page(Consumer<Notice> told) {
        this.told = requireNonNull(told, "told");
    }

    Stage stage() {
        return stage;
    }

    SaveState work() {
        return work;
    }

    /// Whether the session goes no further at this seat.
    boolean isOver() {
        return stage == Stage.CLOSED || stage == Stage.STOPPED;
    }

    void tell(Notice notice) {
        told.accept(notice);
    }

    /// The candidate is in trouble, or was; nothing has moved.
    void trouble(Words words) {
        tell(new Notice.Trouble(words));
    }

    /// The session moves; the page hears of it if that is news.
    void move(Stage next) {
        if (next != stage) {
            stage = next;
            tell(new Notice.Moved(next));
        }
    }

    /// How the work stands now; the page hears of it if that is news.
    void show(SaveState now) {
        if (!now.equals(work)) {
            work = now;
            tell(new Notice.Work(now));
        }
    }

    /// @throws IllegalStateException when the session is at another stage
    void expect(Stage due) {
        if (stage != due) {
            throw new IllegalStateException("the session is %s, not %s".formatted(stage, due));
        }
    }
}
