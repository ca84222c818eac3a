package org.gongyuan.server.act;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an act does, read from its payload (`staff-access.md` 3.1, 3.2).
public sealed interface Deed
        permits Deed.Order,
                Deed.FormSealing,
                Deed.Recovery,
                Deed.Erasure,
                Deed.Granting,
                ExamDeed,
                PrivacyDeed {

    /// An order to a sitting.
    record Order(SittingId sitting, What what) implements Deed {

        public Order {
            requireNonNull(sitting, "sitting");
            requireNonNull(what, "what");
            if (!CAPABILITIES.containsKey(what.word())) {
                throw new IllegalArgumentException(
                        "\"%s\" takes one person".formatted(what.word()));
            }
        }
    }

    /// A person is invited anew who lost his ways in.
    record Recovery(StaffId person) implements Deed {

        public Recovery {
            requireNonNull(person, "person");
        }
    }

    /// What is kept of persons is deleted by destroying the keys over it (section 9).
    ///
    /// @param upon what is deleted: `SITTING` (all its candidates), `SITTING COMMITMENT`,
    ///     `staff ID` or `request ID`
    /// @param because `due` by the retention table, or the id of a request that was granted
    record Erasure(String upon, String because) implements Deed {

        private static final Pattern UPON =
                Pattern.compile(
                        "staff [A-Za-z0-9][A-Za-z0-9._@-]{0,59}|request [0-9a-f]{16}"
                                + "|[a-z0-9][a-z0-9-]{0,59}( [0-9a-f]{64})?");
        private static final Pattern BECAUSE = Pattern.compile("due|[0-9a-f]{16}");

        public Erasure {
            if (!UPON.matcher(upon).matches()) {
                throw new IllegalArgumentException(Sentence.ERASE_UPON.of(upon));
            }
            if (!BECAUSE.matcher(because).matches()) {
                throw new IllegalArgumentException(Sentence.ERASE_BECAUSE.of(because));
            }
        }
    }

    /// The word for the deletion of personal data.
    String ERASURE = "erase-personal";

    /// A sealed form that was brought is taken in (`staff-access.md` 8.2).
    ///
    /// @param manifest its manifest digest, for which both stand
    record FormSealing(Digest manifest) implements Deed {

        public FormSealing {
            requireNonNull(manifest, "manifest");
        }
    }

    /// The word for taking a sealed form in.
    String SEALING = "seal-form";

    /// A person is given a duty.
    ///
    /// @param ways the digest of the person's ways in ([Account#ways]), so that the duty goes to
    ///     whom both looked at
    record Granting(StaffId person, Digest ways, Duty duty, Area area, Instant from, Instant until)
            implements Deed {

        public Granting {
            requireNonNull(person, "person");
            requireNonNull(ways, "ways");
            requireNonNull(duty, "duty");
            requireNonNull(area, "area");
            from = from.truncatedTo(ChronoUnit.MILLIS);
            until = until.truncatedTo(ChronoUnit.MILLIS);
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException(Sentence.DUTY_TIMES.of(from, until));
            }
        }

        private byte[] toBytes() {
            return new CborWriter()
                    .array(6)
                    .text(person.text())
                    .bytes(ways.toBytes())
                    .text(duty.name())
                    .text(area.text())
                    .uint(from.toEpochMilli())
                    .uint(until.toEpochMilli())
                    .toBytes();
        }

        private static Granting read(byte[] payload) {
            var from = new CborReader(payload);
            from.array(6);
            var read =
                    new Granting(
                            new StaffId(from.text()),
                            Digest.at(from.bytes(Digest.LENGTH), 0),
                            new Duty(from.text()),
                            new Area(from.text()),
                            Instant.ofEpochMilli(from.uint()),
                            Instant.ofEpochMilli(from.uint()));
            from.end();
            return read;
        }
    }

    /// The word for the grant of a duty.
    String GRANTING = "grant-duty";

    /// The word for the recovery of an account.
    String RECOVERY = "recover-account";

    /// The capability of the table whose `propose` and `approve` an act needs.
    Map<String, String> CAPABILITIES =
            Map.ofEntries(
                    Map.entry("open-sitting", "sitting"),
                    Map.entry("close-sitting", "sitting"),
                    Map.entry("extend", "time"),
                    Map.entry("extend-beyond", "limit"),
                    Map.entry("move", "place"),
                    Map.entry("transfer", "place"),
                    Map.entry("void", "void"),
                    Map.entry(ExamDeed.FREEZE, "rules"),
                    Map.entry(ExamDeed.CHANGE, "rules"),
                    Map.entry(OpeningPayload.WORD, "opening"),
                    Map.entry("publish", "publication"),
                    Map.entry(HoldersPayload.WORD, "holders"),
                    Map.entry(SEALING, "form"),
                    Map.entry(RECOVERY, "recovery"),
                    Map.entry(ERASURE, "erasure"),
                    Map.entry(PrivacyDeed.REFUSAL, "refusal"),
                    Map.entry(PrivacyDeed.LIFTING, "lifting"),
                    Map.entry(GRANTING, "duty"));

    /// The word of the act.
    default String kind() {
        return switch (this) {
            case Order(_, var what) -> what.word();
            case FormSealing _ -> SEALING;
            case Recovery _ -> RECOVERY;
            case Erasure _ -> ERASURE;
            case Granting _ -> GRANTING;
            case ExamDeed deed -> deed.word();
            case PrivacyDeed deed -> deed.word();
        };
    }

    /// The sitting it is about.
    default Optional<SittingId> sittingOf() {
        return switch (this) {
            case Order(var sitting, _) -> Optional.of(sitting);
            case ExamDeed deed -> Optional.of(deed.sitting());
            case FormSealing _, Recovery _, Erasure _, Granting _, PrivacyDeed _ ->
                    Optional.empty();
        };
    }

    /// What it is upon, by identifiers.
    default String upon() {
        return switch (this) {
            case Order(var sitting, What.Extend what) -> sitting + " " + what.scope().text();
            case Order(var sitting, What.ExtendBeyond what) -> sitting + " " + what.scope().text();
            case Order(var sitting, What.Annul what) -> sitting + " " + what.scope().text();
            case Order(var sitting, What.Transfer what) -> sitting + " " + what.scope().text();
            case Order(var sitting, What.Move what) -> sitting + " " + what.scope().text();
            case Order(var sitting, _) -> sitting.text();
            case FormSealing(var manifest) -> manifest.hex();
            case Recovery(var person) -> person.text();
            case Erasure(var upon, var because) -> upon + " (" + because + ")";
            case Granting of ->
                    "%s %s %s %s"
                            .formatted(of.person(), of.duty(), of.area(), Account.mark(of.ways()));
            case ExamDeed deed -> deed.what();
            case PrivacyDeed deed -> deed.about();
        };
    }

    /// How long it waits for its second person.
    default Duration life() {
        return switch (kind()) {
            case RECOVERY,
                    ERASURE,
                    GRANTING,
                    SEALING,
                    PrivacyDeed.REFUSAL,
                    PrivacyDeed.LIFTING,
                    ExamDeed.FREEZE,
                    ExamDeed.CHANGE,
                    OpeningPayload.WORD,
                    PublicationPayload.WORD,
                    HoldersPayload.WORD ->
                    Duration.ofHours(24);
            case "open-sitting", "close-sitting" -> Duration.ofHours(1);
            default -> Duration.ofMinutes(10);
        };
    }

    /// The order as both ordered it.
    static StaffOrder order(ActDocument act, Order deed, Optional<StaffId> approver) {
        return new StaffOrder(
                deed.sitting(),
                act.nonce(),
                act.proposed(),
                act.expires(),
                act.proposer(),
                approver,
                deed.what());
    }

    /// An act that does this.
    static ActDocument document(
            Deed deed, Octets nonce, Instant now, StaffId proposer, String reason) {
        var expires = now.plus(deed.life());
        var payload =
                switch (deed) {
                    case Order(var sitting, var what) ->
                            new StaffOrder(
                                            sitting,
                                            nonce,
                                            now,
                                            expires,
                                            proposer,
                                            Optional.empty(),
                                            what)
                                    .toBytes();
                    case FormSealing(var manifest) ->
                            new CborWriter().bytes(manifest.toBytes()).toBytes();
                    case Recovery(var person) -> new CborWriter().text(person.text()).toBytes();
                    case Erasure(var upon, var because) ->
                            new CborWriter().array(2).text(upon).text(because).toBytes();
                    case Granting granting -> granting.toBytes();
                    case ExamDeed exam -> exam.payload();
                    case PrivacyDeed privacy -> privacy.payload();
                };
        return new ActDocument(
                deed.kind(), nonce, now, expires, proposer, reason, Octets.of(payload));
    }

    /// What an act does; nothing when its payload is not of this act.
    static Optional<Deed> of(ActDocument act) {
        try {
            var payload = act.payload().toBytes();
            Deed deed;
            if (act.kind().equals(RECOVERY)) {
                var from = new CborReader(payload);
                deed = new Recovery(new StaffId(from.text()));
                from.end();
            } else if (act.kind().equals(ERASURE)) {
                var from = new CborReader(payload);
                from.array(2);
                deed = new Erasure(from.text(), from.text());
                from.end();
            } else if (ExamDeed.WORDS.contains(act.kind())) {
                deed = ExamDeed.read(act.kind(), payload);
            } else if (PrivacyDeed.WORDS.contains(act.kind())) {
                deed = PrivacyDeed.read(act.kind(), payload);
            } else if (act.kind().equals(SEALING)) {
                var from = new CborReader(payload);
                deed = new FormSealing(Digest.of(from.bytes(Digest.LENGTH)));
                from.end();
            } else if (act.kind().equals(GRANTING)) {
                deed = Granting.read(payload);
            } else {
                var order = StaffOrder.read(payload);
                deed = new Order(order.sitting(), order.what());
            }
            var same = document(deed, act.nonce(), act.proposed(), act.proposer(), act.reason());
            return same.equals(act) ? Optional.of(deed) : Optional.empty();
        } catch (NotCanonical | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
