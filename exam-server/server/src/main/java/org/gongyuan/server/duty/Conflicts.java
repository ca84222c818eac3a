package org.gongyuan.server.duty;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Declared conflicts of interest, and what follows from them (`staff-access.md` section 5). Kept
/// for each person; a ticket number only as a keyed hash.
public final class Conflicts {

    private static final int MOST = 200;
    private static final int RACES = 5;

    private final RevisedDocuments documents;
    private final StaffKey key;

    /// What kind of conflict it is.
    public enum Kind {
        /// The person himself sits there.
        CANDIDATE(Sentence.CONFLICT_CANDIDATE.of()),
        /// Spouse or relative of a candidate.
        RELATIVE(Sentence.CONFLICT_RELATIVE.of()),
        /// Taught a course to candidates of this sitting.
        TAUGHT(Sentence.CONFLICT_TAUGHT.of());

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /// What keeps him out, for himself and for staff alone: no candidate is told.
        public String sentence() {
            return sentence;
        }

        /// The word for it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of that word.
        public static Kind named(String word) {
            return of(word).orElseThrow(
                            () -> new IllegalArgumentException(Sentence.CONFLICT_KIND.of(word)));
        }

        /// The kind of that word, if it is one.
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    /// One declared conflict.
    ///
    /// @param ticket keyed hash of the candidate's ticket number, where one was named
    /// @param by who declared it
    public record Declared(
            StaffId person,
            Kind kind,
            SittingId sitting,
            Optional<Digest> ticket,
            Instant at,
            StaffId by) {

        public Declared {
            requireNonNull(person, "person");
            requireNonNull(kind, "kind");
            requireNonNull(sitting, "sitting");
            requireNonNull(ticket, "ticket");
            requireNonNull(at, "at");
            requireNonNull(by, "by");
        }
    }

    /// Conflicts in these documents, under this key.
    public Conflicts(RevisedDocuments documents, StaffKey key) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
    }

    /// The keyed hash that stands for a ticket number at a sitting.
    public Digest ticket(SittingId sitting, String number) {
        return key.lookUp("ticket", sitting + "/" + number);
    }

    /// Keeps a declaration. None is ever taken back: it is about what was the case.
    public void declare(Declared declared) {
        var id = id(declared.person());
        for (int i = 0; i < RACES; i++) {
            var found = Answered.by(documents.find(id));
            var all = new ArrayList<>(found.map(Conflicts::read).orElse(List.of()));
            if (all.size() >= MOST) {
                throw new IllegalArgumentException(
                        Sentence.CONFLICTS_MOST.of(declared.person(), MOST));
            }
            all.add(declared);
            long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
            if (Answered.by(documents.put(new RevisedDocument(id, revision, bytes(all))))) {
                return;
            }
        }
        throw new IllegalStateException(
                "the conflicts of %s are changed by others all the time"
                        .formatted(declared.person()));
    }

    /// All declarations, by person.
    public List<Declared> all() {
        return Answered.by(documents.all()).stream().flatMap(one -> read(one).stream()).toList();
    }

    /// Why this person may have no part in this sitting, if so: he sits there, a relative does, or
    /// he taught its candidates.
    public Optional<Declared> with(StaffId person, SittingId sitting) {
        return of(person, sitting).findFirst();
    }

    private Stream<Declared> of(StaffId person, SittingId sitting) {
        return Answered.by(documents.find(id(person))).map(Conflicts::read).stream()
                .flatMap(List::stream)
                .filter(one -> one.sitting().equals(sitting));
    }

    /// A part that somebody takes in an examination, and which conflicts keep him from it.
    public enum Part {
        /// Handing in a share of the form's key.
        RELEASE(false),
        /// Setting the standard in a panel.
        STANDARD(true),
        /// Marking, scoring and deciding.
        SCORING(true),
        /// Deciding on certificates.
        CERTIFICATE(true);

        private final boolean alsoWhoTaught;

        Part(boolean alsoWhoTaught) {
            this.alsoWhoTaught = alsoWhoTaught;
        }

        private boolean bars(Kind kind) {
            return alsoWhoTaught || kind != Kind.TAUGHT;
        }
    }

    /// What keeps this person from that part in this sitting, if something does.
    public Optional<Declared> bars(StaffId person, SittingId sitting, Part part) {
        return of(person, sitting).filter(one -> part.bars(one.kind())).findFirst();
    }

    /// The tickets of a sitting that members of staff declared as their own, and whose they are.
    public Map<String, StaffId> ownTickets(SittingId sitting, Collection<String> tickets) {
        var declared =
                all().stream()
                        .filter(one -> one.kind() == Kind.CANDIDATE)
                        .filter(one -> one.sitting().equals(sitting) && one.ticket().isPresent())
                        .toList();
        if (declared.isEmpty()) {
            return Map.of();
        }
        var byHash = new HashMap<Digest, String>();
        tickets.forEach(number -> byHash.put(ticket(sitting, number), number));
        var own = new HashMap<String, StaffId>();
        for (var one : declared) {
            var number = byHash.get(one.ticket().orElseThrow());
            if (number != null) {
                own.put(number, one.person());
            }
        }
        return own;
    }

    /// Who of those that declared to be a candidate of this sitting is on its roster.
    public List<StaffId> staffAmong(SittingId sitting, Collection<String> tickets) {
        return ownTickets(sitting, tickets).values().stream().distinct().toList();
    }

    /// Whether a member of staff declared to sit there with this ticket.
    public boolean isStaffTicket(SittingId sitting, String ticket) {
        return !staffAmong(sitting, List.of(ticket)).isEmpty();
    }

    private DocumentId id(StaffId person) {
        return new DocumentId(key.lookUp("staff", person.text()).hex());
    }

    private static Octets bytes(List<Declared> all) {
        var to = new CborWriter(256).array(all.size());
        for (var one : all) {
            to.array(6).text(one.person().text()).text(one.kind().word());
            to.text(one.sitting().text());
            one.ticket().ifPresentOrElse(ticket -> to.bytes(ticket.toBytes()), to::nil);
            to.uint(one.at().toEpochMilli()).text(one.by().text());
        }
        return Octets.of(to.toBytes());
    }

    private static List<Declared> read(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        int length = from.array();
        var all = new ArrayList<Declared>();
        for (int i = 0; i < length; i++) {
            from.array(6);
            all.add(
                    new Declared(
                            new StaffId(from.text()),
                            Kind.named(from.text()),
                            new SittingId(from.text()),
                            from.nil()
                                    ? Optional.empty()
                                    : Optional.of(Digest.of(from.bytes(Digest.LENGTH))),
                            Instant.ofEpochMilli(from.uint()),
                            new StaffId(from.text())));
        }
        from.end();
        return all;
    }
}
