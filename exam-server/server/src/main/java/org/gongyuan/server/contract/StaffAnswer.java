package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;

import java.util.Optional;

/// What a request is answered, and what is entered of it.
///
/// @param token a new sign-in's token, for the cookie; empty text ends the cookie
/// @param upon what it was upon, by identifiers
/// @param outcome the word that is entered
/// @param reason why, where a reason was given
/// @param entered whom the entry names, when it is not who is signed in
/// @param file what is given to keep, in place of a body
/// @param flow a way to the identity provider, for its cookie; empty text ends it
record StaffAnswer(
        int status,
        Optional<JsonObject> body,
        Optional<String> token,
        String upon,
        String outcome,
        String reason,
        Optional<StaffId> entered,
        Optional<StaffFile> file,
        Optional<String> flow) {

    static final String DONE = "done";

    StaffAnswer {
        requireNonNull(body, "body");
        requireNonNull(token, "token");
        requireNonNull(upon, "upon");
        requireNonNull(outcome, "outcome");
        requireNonNull(reason, "reason");
        requireNonNull(entered, "entered");
        requireNonNull(file, "file");
        requireNonNull(flow, "flow");
    }

    private StaffAnswer(int status, Optional<JsonObject> body, String outcome) {
        this(
                status,
                body,
                Optional.empty(),
                "-",
                outcome,
                "-",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static StaffAnswer done() {
        return new StaffAnswer(204, Optional.empty(), DONE);
    }

    static StaffAnswer of(int status, JsonObject body) {
        return new StaffAnswer(status, Optional.of(body), DONE);
    }

    /// A file to keep.
    static StaffAnswer of(StaffFile file) {
        return new StaffAnswer(
                200,
                Optional.empty(),
                Optional.empty(),
                "-",
                DONE,
                "-",
                Optional.empty(),
                Optional.of(file),
                Optional.empty());
    }

    /// A refusal: its word, and a sentence that tells nothing about who or what exists, with the
    /// sentence's code (`staff-contract.md` section 12).
    static StaffAnswer refused(int status, String word, String sentence) {
        var problem =
                new JsonObject()
                        .put("type", "urn:gongyuan:problem:" + word)
                        .put("title", word)
                        .put("status", status)
                        .put("detail", sentence)
                        .mergeIn(SentenceJson.of(sentence, word));
        return new StaffAnswer(status, Optional.of(problem), word);
    }

    /// The one answer to every sign-in that fails, whatever it failed by.
    static StaffAnswer notSignedIn() {
        return refused(401, "sign-in-refused", Sentence.SIGN_IN_REFUSED.of());
    }

    /// The one answer for whatever is not there, or not for this person.
    static StaffAnswer notFound() {
        return refused(404, "not-found", Sentence.NOT_FOUND.of());
    }

    static StaffAnswer notPermitted() {
        return refused(403, "not-permitted", Sentence.NOT_PERMITTED.of());
    }

    StaffAnswer upon(String what) {
        return new StaffAnswer(status, body, token, what, outcome, reason, entered, file, flow);
    }

    StaffAnswer because(String why) {
        return new StaffAnswer(status, body, token, upon, outcome, why, entered, file, flow);
    }

    StaffAnswer entering(StaffId person) {
        return new StaffAnswer(
                status, body, token, upon, outcome, reason, Optional.of(person), file, flow);
    }

    /// The same answer, entered under another word than the one that is told.
    StaffAnswer enteredAs(String word) {
        return new StaffAnswer(status, body, token, upon, word, reason, entered, file, flow);
    }

    StaffAnswer withToken(String secret) {
        return new StaffAnswer(
                status, body, Optional.of(secret), upon, outcome, reason, entered, file, flow);
    }

    StaffAnswer withFlow(String cookie) {
        return new StaffAnswer(
                status, body, token, upon, outcome, reason, entered, file, Optional.of(cookie));
    }

    boolean isRefused() {
        return status >= 400;
    }

    @Override
    public String toString() {
        return "StaffAnswer[%d %s]".formatted(status, outcome);
    }
}
