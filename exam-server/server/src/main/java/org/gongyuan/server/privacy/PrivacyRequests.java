package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.privacy.PersonKeys.Subject;
import org.gongyuan.server.privacy.PrivacyRequest.Kind;
import org.gongyuan.server.privacy.PrivacyRequest.State;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// All requests of persons about their data, in the store; who asked is sealed under a key of the
/// request's own.
public final class PrivacyRequests {

    /// Until when an answer is due: 30 days (GB/T 35273-2020, 8.7).
    public static final Duration ANSWERED_WITHIN = Duration.ofDays(30);

    private static final int ID = 8;

    private final RevisedDocuments documents;
    private final PersonKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;

    /// Who asks, and what he says.
    ///
    /// @param contact how he wants to be answered
    /// @param words what he asks, in his words
    public record Person(String name, String contact, String words) {

        public Person {
            requireNonNull(name, "name");
            requireNonNull(contact, "contact");
            requireNonNull(words, "words");
        }

        @Override
        public String toString() {
            return "Person[sealed]";
        }
    }

    /// Requests in these documents.
    public PrivacyRequests(
            RevisedDocuments documents, PersonKeys keys, InstantSource clock, SecureRandom random) {
        this.documents = requireNonNull(documents, "documents");
        this.keys = requireNonNull(keys, "keys");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// Under which key a request's person is sealed.
    public static Subject subject(String id) {
        return new Subject(id, RetentionTable.REQUEST);
    }

    /// Takes a request in.
    public PrivacyRequest receive(Kind kind, String about, Person person, StaffId by) {
        var bytes = new byte[ID];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        var plain = new CborWriter(512).array(3).text(person.name()).text(person.contact());
        plain.text(person.words());
        var now = clock.instant();
        var request =
                new PrivacyRequest(
                        id,
                        kind,
                        about,
                        keys.seal(subject(id), "person", plain.toBytes()),
                        now,
                        now.plus(ANSWERED_WITHIN),
                        State.RECEIVED,
                        now,
                        "-",
                        by);
        if (!Answered.by(
                documents.put(new RevisedDocument(new DocumentId(id), 1, request.toBytes())))) {
            throw new IllegalStateException("there is a request %s already".formatted(id));
        }
        return request;
    }

    /// The request of this id.
    public Optional<PrivacyRequest> find(String id) {
        return Answered.by(documents.find(new DocumentId(id)))
                .map(document -> PrivacyRequest.read(document.body()));
    }

    /// All requests, those that are due first in front; the settled ones last.
    public List<PrivacyRequest> all() {
        return Answered.by(documents.all()).stream()
                .map(document -> PrivacyRequest.read(document.body()))
                .sorted(
                        Comparator.comparing((PrivacyRequest one) -> one.state().isSettled())
                                .thenComparing(PrivacyRequest::due))
                .toList();
    }

    /// Who asked; nothing when his key was destroyed.
    public Optional<Person> person(PrivacyRequest request) {
        return keys.open(subject(request.id()), "person", request.person())
                .map(
                        plain -> {
                            var from = new CborReader(plain);
                            from.array(3);
                            var person = new Person(from.text(), from.text(), from.text());
                            from.end();
                            return person;
                        });
    }

    /// Takes the next step; nothing when there is no such request or no arrow leads there.
    public Optional<PrivacyRequest> step(String id, State next, String reason, StaffId by) {
        var found = Answered.by(documents.find(new DocumentId(id)));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return PrivacyRequest.read(found.get().body())
                .after(next, clock.instant(), reason, by)
                .filter(changed -> Answered.by(documents.put(found.get().next(changed.toBytes()))));
    }
}
