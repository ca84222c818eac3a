package org.gongyuan.server.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.PersonKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// A key for each person and purpose, sealed under the node's key (`staff-access.md` 9.3). What is
/// kept of a person in the store is sealed under it, so that destroying it deletes all of that at
/// once, wherever copies of it lie. A key is found by a keyed hash and is never made again.
public final class PersonKeys {

    private static final long LIVING = 1;
    private static final long DESTROYED = 2;

    private final RevisedDocuments documents;
    private final StaffKey key;
    private final SecureRandom random;

    /// Whose data it is and what it is kept for.
    ///
    /// @param purpose a kind of data of the retention table
    public record Subject(String person, String purpose) {

        public Subject {
            requireNonNull(person, "person");
            requireNonNull(purpose, "purpose");
        }

        @Override
        public String toString() {
            return "Subject[" + purpose + "]";
        }
    }

    private record Kept(RevisedDocument document, Optional<Octets> wrapped) {}

    /// Keys in these documents, under this key.
    public PersonKeys(RevisedDocuments documents, StaffKey key, SecureRandom random) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
        this.random = requireNonNull(random, "random");
    }

    /// The keyed hash by which the record and the store know a subject.
    public Digest handle(Subject subject) {
        return key.lookUp("person key " + subject.purpose(), subject.person());
    }

    /// Seals a field of a subject; makes his key when there is none yet.
    ///
    /// @throws IllegalStateException when his key was destroyed: nothing is kept of him any more
    public Octets seal(Subject subject, String field, byte[] plain) {
        var wrapped =
                find(subject)
                        .orElseGet(() -> make(subject))
                        .wrapped()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the key over this %s was destroyed; nothing is"
                                                                .formatted(subject.purpose())
                                                        + " kept under it any more"));
        try (var person = unwrap(subject, wrapped)) {
            return Octets.of(person.seal(plain, place(field)));
        }
    }

    /// Opens a field of a subject; nothing when his key was destroyed.
    ///
    /// @throws IllegalStateException when there never was one under this node's key
    public Optional<byte[]> open(Subject subject, String field, Octets sealed) {
        var wrapped =
                find(subject)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "there is no key over this %s; is staff.key the"
                                                                .formatted(subject.purpose())
                                                        + " one it was made under?"))
                        .wrapped();
        if (wrapped.isEmpty()) {
            return Optional.empty();
        }
        try (var person = unwrap(subject, wrapped.get())) {
            return Optional.of(person.open(sealed.toBytes(), place(field)));
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "the %s of a %s does not open".formatted(field, subject.purpose()), broken);
        }
    }

    /// Destroys a subject's key; false when there is none, or not any more.
    public boolean destroy(Subject subject, Instant at) {
        var found = find(subject).filter(kept -> kept.wrapped().isPresent());
        if (found.isEmpty()) {
            return false;
        }
        var tombstone =
                new CborWriter(32).array(2).uint(DESTROYED).uint(at.toEpochMilli()).toBytes();
        return Answered.by(documents.put(found.get().document().next(Octets.of(tombstone))));
    }

    /// Whether there is a key that opens something.
    public boolean isLiving(Subject subject) {
        return find(subject).flatMap(Kept::wrapped).isPresent();
    }

    private Kept make(Subject subject) {
        try (var person = PersonKey.generate(Suite.INTL_1, random)) {
            var wrapped = key.wrap(person, handle(subject).toBytes());
            var body =
                    Octets.of(new CborWriter(128).array(2).uint(LIVING).bytes(wrapped).toBytes());
            var _ = Answered.by(documents.put(new RevisedDocument(id(subject), 1, body)));
        }
        return find(subject).orElseThrow();
    }

    private Optional<Kept> find(Subject subject) {
        return Answered.by(documents.find(id(subject))).map(PersonKeys::read);
    }

    private static Kept read(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        from.array(2);
        if (from.uint() == LIVING) {
            var wrapped = Octets.of(from.bytes());
            from.end();
            return new Kept(document, Optional.of(wrapped));
        }
        return new Kept(document, Optional.empty());
    }

    private PersonKey unwrap(Subject subject, Octets wrapped) {
        try {
            return key.unwrap(PersonKey.KIND, wrapped.toBytes(), handle(subject).toBytes());
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "the key over a %s does not open; is staff.key the one it was sealed under?"
                            .formatted(subject.purpose()),
                    broken);
        }
    }

    private DocumentId id(Subject subject) {
        return new DocumentId(handle(subject).hex());
    }

    private static byte[] place(String field) {
        return field.getBytes(UTF_8);
    }
}
