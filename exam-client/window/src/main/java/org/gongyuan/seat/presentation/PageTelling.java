package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.shell.PageTalk;

import java.time.Duration;

/// The page that listens: holds its question for news until there is some, tells what changed once
/// for everything that happens in one go, and notices when it has fallen silent (seat-page.md
/// section 2). Used on the seat's loop.
///
///     nobody --listen--> listening --next--> waiting --told--> listening
///     any --died or silent--> nobody
final class PageTelling {

    private static final Duration SILENT_FOR = Duration.ofSeconds(20);

    private final Facets facets;
    private Seat seat;
    private PageTalk.Reply waiting;
    private boolean isTellingDue;
    private long heardAt;
    private long diedAt = -1;

    PageTelling(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
    }

    /// From now on things are told on this seat's loop.
    void at(Seat where) {
        seat = requireNonNull(where, "where");
        heard();
    }

    /// The page asked something.
    void heard() {
        heardAt = nanos();
    }

    boolean isListening() {
        return facets.told().isPresent();
    }

    /// A page begins to listen and is told everything.
    void listen(PageTalk.Reply reply, String scene) {
        dropWaiting();
        reply.done(facets.begin(scene));
    }

    /// How long there was no page after a renderer died; nothing if none did since the last.
    Duration takeAway() {
        if (diedAt < 0) {
            return Duration.ZERO;
        }
        var took = Duration.ofNanos(nanos() - diedAt);
        diedAt = -1;
        return took;
    }

    /// The page asks for what comes after this event.
    void next(long after, PageTalk.Reply reply) throws AskRefused {
        var told = facets.told();
        if (told.isEmpty() || told.getAsLong() != after) {
            throw new AskRefused(Why.NOT_NOW);
        }
        dropWaiting();
        waiting = reply;
    }

    private void dropWaiting() {
        if (waiting != null) {
            waiting.refused(Why.NOT_NOW.code(), Why.NOT_NOW.word());
            waiting = null;
        }
    }

    /// A renderer died: nobody listens any more.
    void died() {
        end();
        diedAt = nanos();
    }

    private void end() {
        facets.end();
        waiting = null;
    }

    /// Whether the page that listened has said nothing for long. It does not count any more then.
    boolean hasFallenSilent() {
        if (!isListening() || nanos() - heardAt <= SILENT_FOR.toNanos()) {
            return false;
        }
        end();
        heard();
        return true;
    }

    /// Something changed; the page is told soon.
    void changed() {
        if (!isTellingDue && seat != null) {
            isTellingDue = true;
            seat.act(
                    _ -> {
                        isTellingDue = false;
                        tell();
                    });
        }
    }

    private void tell() {
        if (waiting != null && facets.isChanged()) {
            var reply = waiting;
            waiting = null;
            reply.done(facets.next());
        }
    }

    private long nanos() {
        return seat.ticker().nanos();
    }
}
