package org.gongyuan.server.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.server.scoring.Standing;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the public is told about results (`publication.md` section 2). Before publication it is the
/// same bytes for everybody and nothing is looked up.
public final class PublicResults {

    private static final byte[] UNPUBLISHED = "{\"state\":\"unpublished\"}".getBytes(UTF_8);
    private static final String NOTHING = "{\"state\":\"published\",\"result\":null}";
    private static final int LONGEST = 200;

    private static final byte[] ENDED = "{\"state\":\"ended\"}".getBytes(UTF_8);

    private volatile Optional<Published> published = Optional.empty();
    private boolean isEnded;

    /// The same when results are kept no more: everybody is told that, and nothing is looked up.
    PublicResults ended() {
        var ended = new PublicResults();
        ended.isEnded = true;
        return ended;
    }

    /// Results that are public, and who may ask for which. Answers are JSON texts.
    private record Published(
            Roster roster,
            Map<Digest, SessionId> sessions,
            Map<SessionId, String> answers,
            String absent) {}

    /// Makes results public. `sessions` has the session of every candidate who was admitted, by
    /// the candidate's commitment.
    public void publish(Results results, Roster roster, Map<Digest, SessionId> sessions) {
        requireNonNull(roster, "roster");
        var answers = new HashMap<SessionId, String>();
        for (var result : results.scored()) {
            var level =
                    result.level().isPresent()
                            ? Json.text(results.levels().get(result.level().getAsInt()))
                            : "null";
            answers.put(
                    result.session(),
                    answer(
                            "{\"outcome\":\"%s\",\"level\":%s,\"points\":\"%s\",\"maximum\":\"%s\",\"session\":\"%s\"}"
                                    .formatted(
                                            result.level().isPresent() ? "level" : "failed",
                                            level,
                                            result.raw(),
                                            results.maximum(),
                                            result.session())));
        }
        for (var excluded : results.excluded()) {
            answers.put(
                    excluded.session(),
                    answer(
                            "{\"outcome\":\"%s\",\"level\":null,\"session\":\"%s\"}"
                                    .formatted(
                                            excluded.standing() == Standing.VOIDED
                                                    ? "void"
                                                    : "transferred",
                                            excluded.session())));
        }
        published =
                Optional.of(
                        new Published(
                                roster,
                                Map.copyOf(sessions),
                                Map.copyOf(answers),
                                answer("{\"outcome\":\"absent\",\"level\":null}")));
    }

    private static String answer(String result) {
        return "{\"state\":\"published\",\"result\":%s}".formatted(result);
    }

    /// The answer to whoever asks with a ticket number and its secret; either may be missing.
    public byte[] answer(Optional<String> ticket, Optional<String> secret) {
        if (isEnded) {
            return ENDED.clone();
        }
        var now = published;
        if (now.isEmpty()) {
            return UNPUBLISHED.clone();
        }
        return answer(now.get(), bounded(ticket), bounded(secret)).getBytes(UTF_8);
    }

    /// The same work is done for a ticket that is there and for one that is not.
    private static String answer(Published now, String ticket, String secret) {
        var candidate = now.roster().proved(ticket, secret);
        if (candidate.isEmpty()) {
            return NOTHING;
        }
        var session = now.sessions().get(candidate.get().commitment(now.roster().suite()));
        return session == null ? now.absent() : now.answers().getOrDefault(session, NOTHING);
    }

    private static String bounded(Optional<String> text) {
        return text.filter(some -> some.length() <= LONGEST).orElse("");
    }
}
