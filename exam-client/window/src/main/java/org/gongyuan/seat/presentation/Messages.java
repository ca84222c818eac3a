package org.gongyuan.seat.presentation;

import org.gongyuan.seat.session.Words;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// What the candidate must not miss: shown until he closed it, also after the program began anew
/// (seat-page.md section 4.13).
final class Messages {

    static final int MOST = 100;

    private final Deque<Map<String, Object>> last = new ArrayDeque<>();
    private long number;
    private long seen;

    /// The proctor's words.
    void said(long at, String text) {
        add(at, "said", null, text, Duration.ZERO, "");
    }

    /// Something of this kind happened.
    void happened(long at, String kind, Duration by, String cause) {
        add(at, kind, null, null, by, cause);
    }

    /// So many changes came too late.
    void notTaken(long at, long count) {
        add(at, "not-taken", null, null, Duration.ofMillis(count), "");
    }

    /// Something is not as it should be. The same words are not said twice while they are unseen.
    void trouble(long at, Words words) {
        var shown = MachineCheck.words(words);
        boolean isUnseen =
                last.stream()
                        .anyMatch(
                                message ->
                                        shown.equals(message.get("words"))
                                                && (long) message.get("number") > seen);
        if (!isUnseen) {
            add(at, "trouble", shown, null, Duration.ZERO, "");
        }
    }

    private void add(
            long at,
            String kind,
            Map<String, Object> words,
            String text,
            Duration by,
            String cause) {
        number++;
        last.add(
                Json.object(
                        "number",
                        number,
                        "at",
                        at,
                        "kind",
                        kind,
                        "words",
                        words,
                        "text",
                        text,
                        "by",
                        by.toMillis(),
                        "cause",
                        cause));
        if (last.size() > MOST) {
            last.removeFirst();
        }
    }

    /// The candidate closed all up to this.
    void seen(long upTo) {
        seen = Math.max(seen, Math.min(upTo, number));
    }

    long seen() {
        return seen;
    }

    List<Object> facet() {
        return new ArrayList<>(last);
    }

    List<Map<String, Object>> kept() {
        return List.copyOf(last);
    }

    /// Goes on from what an earlier run of the session kept; what was said since comes after it.
    void takeUp(List<Map<String, Object>> kept, long keptSeen) {
        var since = List.copyOf(last);
        last.clear();
        number = 0;
        seen = keptSeen;
        for (var message : kept) {
            last.add(message);
            number = Math.max(number, (long) message.get("number"));
        }
        for (var message : since) {
            number++;
            message.put("number", number);
            last.add(message);
        }
    }
}
