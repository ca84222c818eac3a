package org.gongyuan.server.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.util.Set;

/// What an act does to a planned or a scored sitting, beside the orders to one that is held
/// (`staff-access.md` 7.3, `publication.md` 1.4, `certificate.md`).
public sealed interface ExamDeed extends Deed {

    /// The rules of a planned sitting are frozen.
    ///
    /// @param rules the digest of what both saw
    record Freeze(SittingId sitting, Digest rules) implements ExamDeed {

        public Freeze {
            requireNonNull(sitting, "sitting");
            requireNonNull(rules, "rules");
        }

        @Override
        public String word() {
            return FREEZE;
        }

        @Override
        public byte[] payload() {
            return new CborWriter(128)
                    .array(2)
                    .text(sitting.text())
                    .bytes(rules.toBytes())
                    .toBytes();
        }
    }

    /// A frozen rule is changed.
    record ChangeRule(SittingId sitting, String rule, String from, String to) implements ExamDeed {

        private static final int LONGEST = 100;

        public ChangeRule {
            requireNonNull(sitting, "sitting");
            for (var text : java.util.List.of(rule, from, to)) {
                if (text.isEmpty() || text.length() > LONGEST) {
                    throw new IllegalArgumentException(
                            "a rule and its values have 1 to %d characters, not %d"
                                    .formatted(LONGEST, text.length()));
                }
            }
        }

        @Override
        public String word() {
            return CHANGE;
        }

        @Override
        public byte[] payload() {
            return new CborWriter(256)
                    .array(4)
                    .text(sitting.text())
                    .text(rule)
                    .text(from)
                    .text(to)
                    .toBytes();
        }
    }

    /// The responses of a closed sitting may be opened by the marking custodians' quorum.
    record OpenResponses(OpeningPayload opened) implements ExamDeed {

        public OpenResponses {
            requireNonNull(opened, "opened");
        }

        @Override
        public SittingId sitting() {
            return opened.sitting();
        }

        @Override
        public String word() {
            return OpeningPayload.WORD;
        }

        @Override
        public byte[] payload() {
            return opened.toBytes();
        }
    }

    /// The results of a run go on their way to the public.
    record Publish(PublicationPayload published) implements ExamDeed {

        public Publish {
            requireNonNull(published, "published");
        }

        @Override
        public SittingId sitting() {
            return published.sitting();
        }

        @Override
        public String word() {
            return PublicationPayload.WORD;
        }

        @Override
        public byte[] payload() {
            return published.toBytes();
        }
    }

    /// A list of proposed holders of certificates is drawn from published results.
    record DrawHolders(HoldersPayload drawn) implements ExamDeed {

        public DrawHolders {
            requireNonNull(drawn, "drawn");
        }

        @Override
        public SittingId sitting() {
            return drawn.sitting();
        }

        @Override
        public String word() {
            return HoldersPayload.WORD;
        }

        @Override
        public byte[] payload() {
            return drawn.toBytes();
        }
    }

    /// The word for freezing rules.
    String FREEZE = "freeze-rules";

    /// The word for changing a frozen rule.
    String CHANGE = "change-rule";

    /// All of them.
    Set<String> WORDS =
            Set.of(
                    FREEZE,
                    CHANGE,
                    OpeningPayload.WORD,
                    PublicationPayload.WORD,
                    HoldersPayload.WORD);

    /// The sitting it is about.
    SittingId sitting();

    /// The word of the act.
    String word();

    /// The act's payload.
    byte[] payload();

    /// What it is upon, by identifiers.
    default String what() {
        return switch (this) {
            case Freeze(var sitting, var rules) ->
                    sitting + " rules " + rules.hex().substring(0, 16);
            case ChangeRule(var sitting, var rule, var from, var to) ->
                    "%s %s %s -> %s".formatted(sitting, rule, from, to);
            case OpenResponses(var what) -> what.sitting().text();
            case Publish(var what) -> what.sitting() + " run " + what.run();
            case DrawHolders(var what) -> what.sitting() + " run " + what.run();
        };
    }

    /// Reads a payload.
    static ExamDeed read(String word, byte[] payload) {
        if (word.equals(PublicationPayload.WORD)) {
            return new Publish(PublicationPayload.read(payload));
        }
        if (word.equals(OpeningPayload.WORD)) {
            return new OpenResponses(OpeningPayload.read(payload));
        }
        if (word.equals(HoldersPayload.WORD)) {
            return new DrawHolders(HoldersPayload.read(payload));
        }
        var from = new CborReader(payload);
        ExamDeed deed;
        if (word.equals(FREEZE)) {
            from.array(2);
            deed = new Freeze(new SittingId(from.text()), Digest.of(from.bytes(Digest.LENGTH)));
        } else {
            from.array(4);
            deed =
                    new ChangeRule(
                            new SittingId(from.text()), from.text(), from.text(), from.text());
        }
        from.end();
        return deed;
    }
}
