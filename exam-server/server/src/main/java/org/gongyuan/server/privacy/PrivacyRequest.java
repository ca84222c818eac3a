package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What a person asked about his data, and where that stands (`staff-access.md` 9.4).
///
///     Received --identity checked--> Checked --granted--> Granted --done--> Done
///     Received, Checked --refused by two, with a reason--> Refused
///
/// @param about whose data, by an identifier: `staff ID`, or `SITTING COMMITMENT` of a candidate
/// @param person who asked and with which words, sealed under the request's own key
/// @param due until when he must have an answer
/// @param reason of the last step
/// @param by who took the last step
public record PrivacyRequest(
        String id,
        Kind kind,
        String about,
        Octets person,
        Instant received,
        Instant due,
        State state,
        Instant changed,
        String reason,
        StaffId by) {

    private static final String STAFF = "staff ";

    /// What was asked for.
    public enum Kind {
        ACCESS,
        COPY,
        CORRECT,
        DELETE,
        WITHDRAW;

        /// The word for it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where it stands.
    public enum State {
        RECEIVED,
        CHECKED,
        GRANTED,
        REFUSED,
        DONE;

        /// The word for it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether nothing more is to come.
        public boolean isSettled() {
            return this == REFUSED || this == DONE;
        }

        /// Whether the drawing above has an arrow to that state.
        boolean leadsTo(State next) {
            return switch (this) {
                case RECEIVED -> next == CHECKED || next == REFUSED;
                case CHECKED -> next == GRANTED || next == REFUSED;
                case GRANTED -> next == DONE;
                case REFUSED, DONE -> false;
            };
        }
    }

    public PrivacyRequest {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(about, "about");
        requireNonNull(person, "person");
        requireNonNull(received, "received");
        requireNonNull(due, "due");
        requireNonNull(state, "state");
        requireNonNull(changed, "changed");
        requireNonNull(reason, "reason");
        requireNonNull(by, "by");
        if (!due.isAfter(received)) {
            throw new IllegalArgumentException(
                    "a request is due after it was received: %s".formatted(due));
        }
    }

    /// The request after its next step; nothing when no arrow leads there.
    Optional<PrivacyRequest> after(State next, Instant at, String why, StaffId who) {
        return state.leadsTo(next)
                ? Optional.of(
                        new PrivacyRequest(
                                id, kind, about, person, received, due, next, at, why, who))
                : Optional.empty();
    }

    /// Whether it is about this member of staff.
    public boolean isAbout(StaffId person) {
        return about.equals(STAFF + person);
    }

    /// The sitting of the candidate it is about; nothing when it is about a member of staff.
    public Optional<SittingId> sitting() {
        return about.startsWith(STAFF)
                ? Optional.empty()
                : Optional.of(new SittingId(about.substring(0, about.indexOf(' '))));
    }

    /// Whether an arrow leads from where it stands to that state.
    public boolean mayBecome(State next) {
        return state.leadsTo(next);
    }

    /// Whether its time is over without an answer.
    public boolean isLate(Instant now) {
        return !state.isSettled() && now.isAfter(due);
    }

    Octets toBytes() {
        var to = new CborWriter(512).array(10).text(id).text(kind.name()).text(about);
        to.bytes(person.toBytes()).uint(received.toEpochMilli()).uint(due.toEpochMilli());
        to.text(state.name()).uint(changed.toEpochMilli()).text(reason).text(by.text());
        return Octets.of(to.toBytes());
    }

    static PrivacyRequest read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(10);
        var request =
                new PrivacyRequest(
                        from.text(),
                        Kind.valueOf(from.text()),
                        from.text(),
                        Octets.of(from.bytes()),
                        Instant.ofEpochMilli(from.uint()),
                        Instant.ofEpochMilli(from.uint()),
                        State.valueOf(from.text()),
                        Instant.ofEpochMilli(from.uint()),
                        from.text(),
                        new StaffId(from.text()));
        from.end();
        return request;
    }
}
