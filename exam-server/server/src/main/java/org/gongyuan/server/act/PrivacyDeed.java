package org.gongyuan.server.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.util.Set;
import java.util.regex.Pattern;

/// What an act decides at the privacy desk against a person, or so that something of persons can go
/// (`staff-access.md` 9.4, 9.6).
public sealed interface PrivacyDeed extends Deed {

    /// A person is refused what he asks about his data.
    ///
    /// @param request the id of his request
    record Refuse(String request) implements PrivacyDeed {

        private static final Pattern REQUEST = Pattern.compile("[0-9a-f]{16}");

        public Refuse {
            if (!REQUEST.matcher(request).matches()) {
                throw new IllegalArgumentException(
                        "a request is named by 16 hex digits, not \"%s\"".formatted(request));
            }
        }

        @Override
        public String word() {
            return REFUSAL;
        }

        @Override
        public String about() {
            return request;
        }
    }

    /// A legal hold ends, so that what it kept may be deleted.
    ///
    /// @param held what the hold is upon, as in [Deed.Erasure]
    record LiftHold(String held) implements PrivacyDeed {

        public LiftHold {
            requireNonNull(held, "held");
            var _ = new Deed.Erasure(held, "due");
        }

        @Override
        public String word() {
            return LIFTING;
        }

        @Override
        public String about() {
            return held;
        }
    }

    /// The word for refusing a request.
    String REFUSAL = "refuse-request";

    /// The word for lifting a legal hold.
    String LIFTING = "lift-hold";

    /// All of them.
    Set<String> WORDS = Set.of(REFUSAL, LIFTING);

    /// The word of the act.
    String word();

    /// What it is about, by its identifier.
    String about();

    /// The act's payload.
    default byte[] payload() {
        return new CborWriter(128).text(about()).toBytes();
    }

    /// Reads a payload.
    static PrivacyDeed read(String word, byte[] payload) {
        var from = new CborReader(payload);
        var about = from.text();
        from.end();
        return word.equals(REFUSAL) ? new Refuse(about) : new LiftHold(about);
    }
}
