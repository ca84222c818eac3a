package org.gongyuan.server.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.CustodianKeyRegistered;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Public keys that custodians proved to be theirs (`staff-access.md` 8.3). Whose a key is decides
/// which envelope a person is given and whose share he may hand in. What the node keeps of a second
/// phrase is sealed; a key without one is kept with a mark that nothing has.
public final class CustodianKeys {

    private static final String KEY_LABEL = "gongyuan/custodian-key/1";
    private static final String PROOF_LABEL = "gongyuan/custodian-key-proof/1\0";
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(10);
    private static final Duration SEEN_FOR = Duration.ofSeconds(2);
    private static final int SECRET = 32;
    private static final int MOST_CHALLENGES = 1_000;
    private static final int MOST_OF_ONE = 20;

    private final RevisedDocuments documents;
    private final StaffKey key;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<Function<Instant, SittingEntry>> record;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private volatile Seen seen = new Seen(Instant.EPOCH, List.of());

    /// One key and whose it is.
    ///
    /// @param mark of his second phrase, or of nothing
    public record Registered(StaffId person, SealingPublicKey key, Digest mark, Instant at) {

        public Registered {
            requireNonNull(person, "person");
            requireNonNull(key, "key");
            requireNonNull(mark, "mark");
            requireNonNull(at, "at");
        }

        @Override
        public String toString() {
            return "Registered[%s, %s]".formatted(person, key);
        }
    }

    /// What a person must open to show that a key is his.
    ///
    /// @param sealed a secret, sealed to the key and bound to the person
    public record Challenge(String id, Octets sealed, Instant expires) {}

    private record Asked(StaffId person, SealingPublicKey key, Octets secret, Instant expires) {}

    private record Seen(Instant at, List<Registered> all) {}

    /// What came of a proof.
    public sealed interface Outcome {

        /// The key is his.
        record Done(Registered registered) implements Outcome {}

        /// It is not shown to be.
        record Refused(String because) implements Outcome {}
    }

    /// Keys kept in these documents under this key.
    public CustodianKeys(
            RevisedDocuments documents,
            StaffKey key,
            InstantSource clock,
            SecureRandom random,
            Consumer<Function<Instant, SittingEntry>> record) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.record = requireNonNull(record, "record");
    }

    /// Asks a person for the proof that a key is his.
    public Challenge challenge(StaffId person, SealingPublicKey publicKey) {
        if (publicKey.purpose() != Purpose.CUSTODIAN) {
            throw new IllegalArgumentException(Sentence.KEY_WRONG_PURPOSE.of(publicKey.purpose()));
        }
        var now = clock.instant();
        asked.values().removeIf(one -> now.isAfter(one.expires()));
        if (asked.size() >= MOST_CHALLENGES) {
            throw new IllegalArgumentException(Sentence.PROOFS_UNDER_WAY.of());
        }
        if (asked.values().stream().filter(one -> one.person().equals(person)).count()
                >= MOST_OF_ONE) {
            throw new IllegalArgumentException(
                    Sentence.PROOFS_OF_YOURS.of(MOST_OF_ONE, CHALLENGE_LIFE.toMinutes()));
        }
        var name = new byte[16];
        random.nextBytes(name);
        var secret = new byte[SECRET];
        random.nextBytes(secret);
        var id = HexFormat.of().formatHex(name);
        var expires = now.plus(CHALLENGE_LIFE);
        asked.put(id, new Asked(person, publicKey, Octets.of(secret), expires));
        return new Challenge(
                id, Octets.of(publicKey.seal(secret, bound(person, publicKey))), expires);
    }

    /// Registers a key whose challenge was opened.
    ///
    /// @param answer [#answer] of the secret and the mark
    public Outcome register(StaffId person, String id, Digest answer, Digest mark) {
        var challenge = asked.remove(id);
        if (challenge == null
                || !challenge.person().equals(person)
                || clock.instant().isAfter(challenge.expires())
                || !answer(challenge.key(), challenge.secret().toBytes(), mark).equals(answer)) {
            return new Outcome.Refused(Sentence.KEY_NOT_YOURS.of());
        }
        var document = id(challenge.key().fingerprint());
        var found = Answered.by(documents.find(document));
        if (found.isPresent() && !read(found.get()).person().equals(person)) {
            return new Outcome.Refused(Sentence.KEY_ANOTHERS.of());
        }
        if (found.isEmpty() && of(person).size() >= MOST_OF_ONE) {
            return new Outcome.Refused(Sentence.KEYS_MOST.of(MOST_OF_ONE));
        }
        var registered = new Registered(person, challenge.key(), mark, clock.instant());
        long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
        record.accept(
                at ->
                        new CustodianKeyRegistered(
                                at,
                                person,
                                challenge.key().suite().id(),
                                challenge.key().fingerprint()));
        if (!Answered.by(
                documents.put(new RevisedDocument(document, revision, bytes(registered))))) {
            return new Outcome.Refused(Sentence.KEY_SAME_INSTANT.of());
        }
        seen = new Seen(Instant.EPOCH, List.of());
        return new Outcome.Done(registered);
    }

    /// What answers a challenge: who has the secret and says the mark.
    public static Digest answer(SealingPublicKey of, byte[] secret, Digest mark) {
        var label = PROOF_LABEL.getBytes(UTF_8);
        var bytes = new byte[label.length + secret.length + Digest.LENGTH];
        System.arraycopy(label, 0, bytes, 0, label.length);
        System.arraycopy(secret, 0, bytes, label.length, secret.length);
        mark.copyInto(bytes, label.length + secret.length);
        return of.suite().digest(bytes);
    }

    /// What a challenge is bound to.
    public static byte[] bound(StaffId person, SealingPublicKey publicKey) {
        return new CborWriter()
                .array(3)
                .text(KEY_LABEL)
                .text(person.text())
                .bytes(publicKey.fingerprint().toBytes())
                .toBytes();
    }

    /// All keys, by person. What another node registered is known within seconds.
    public List<Registered> all() {
        var known = seen;
        var now = clock.instant();
        if (known.at().plus(SEEN_FOR).isBefore(now) || known.at().isAfter(now)) {
            var all = new ArrayList<Registered>();
            for (var document : Answered.by(documents.all())) {
                all.add(read(document));
            }
            all.sort(
                    Comparator.comparing((Registered one) -> one.person().text())
                            .thenComparing(Registered::at));
            known = new Seen(now, List.copyOf(all));
            seen = known;
        }
        return known.all();
    }

    /// The keys of a person.
    public List<Registered> of(StaffId person) {
        return all().stream().filter(one -> one.person().equals(person)).toList();
    }

    /// Whose a key is.
    public Optional<Registered> of(Digest fingerprint) {
        return all().stream()
                .filter(one -> one.key().fingerprint().equals(fingerprint))
                .findFirst();
    }

    private static DocumentId id(Digest fingerprint) {
        return new DocumentId(fingerprint.hex());
    }

    private Octets bytes(Registered one) {
        var plain =
                new CborWriter()
                        .array(4)
                        .text(one.person().text())
                        .bytes(one.key().toBytes())
                        .bytes(one.mark().toBytes())
                        .uint(one.at().toEpochMilli())
                        .toBytes();
        return Octets.of(key.seal(plain, associated(id(one.key().fingerprint()))));
    }

    private Registered read(RevisedDocument document) {
        try {
            var from =
                    new CborReader(key.open(document.body().toBytes(), associated(document.id())));
            from.array(4);
            var registered =
                    new Registered(
                            new StaffId(from.text()),
                            SealingPublicKey.decode(from.bytes()),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            Instant.ofEpochMilli(from.uint()));
            from.end();
            return registered;
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "the custodian's key %s in the store does not open under this node's staff key"
                            .formatted(document.id()),
                    broken);
        }
    }

    private static byte[] associated(DocumentId id) {
        return new CborWriter().array(2).text("custodian's key").text(id.text()).toBytes();
    }
}
