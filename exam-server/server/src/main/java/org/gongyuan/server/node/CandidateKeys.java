package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.PersonKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The keys over what a node keeps of the candidates of one sitting: name, facts and photo of each
/// lie sealed under a key of his own, and that under the node's admission key (`session.md` 8.5).
/// Destroying a candidate's key deletes all three; what the record says of him by his commitment
/// stays.
final class CandidateKeys {

    /// What stands in a roster in place of a name that was deleted.
    static final String ERASED = "（已删除）";

    private static final int VERSION = 1;
    private static final byte[] NONE = new byte[0];

    private final AdmissionKey admission;
    private final Map<Digest, byte[]> wrapped;

    private CandidateKeys(AdmissionKey admission, Map<Digest, byte[]> wrapped) {
        this.admission = requireNonNull(admission, "admission");
        this.wrapped = wrapped;
    }

    /// A new key for each candidate of a roster.
    static CandidateKeys made(Roster roster, AdmissionKey admission, SecureRandom random) {
        var keys = new HashMap<Digest, byte[]>();
        for (var commitment : roster.commitments()) {
            try (var key = PersonKey.generate(Suite.INTL_1, random)) {
                keys.put(commitment, admission.wrap(key, commitment.toBytes()));
            }
        }
        return new CandidateKeys(admission, new ConcurrentHashMap<>(keys));
    }

    /// The keys that [#toBytes] wrote.
    static CandidateKeys read(byte[] bytes, AdmissionKey admission) throws IOException {
        try {
            var from = new CborReader(bytes);
            from.array(2);
            version(from.uint());
            int length = from.array();
            var keys = new HashMap<Digest, byte[]>();
            for (int i = 0; i < length; i++) {
                from.array(2);
                keys.put(Digest.of(from.bytes(Digest.LENGTH)), from.bytes());
            }
            from.end();
            return new CandidateKeys(admission, new ConcurrentHashMap<>(keys));
        } catch (NotCanonical broken) {
            throw new IOException("the keys over the candidates cannot be read", broken);
        }
    }

    byte[] toBytes() {
        var to = new CborWriter(128 * wrapped.size() + 16).array(2).uint(VERSION);
        to.array(wrapped.size());
        sorted().forEach((commitment, key) -> to.array(2).bytes(commitment).bytes(key));
        return to.toBytes();
    }

    private Map<byte[], byte[]> sorted() {
        var sorted = new TreeMap<byte[], byte[]>(java.util.Arrays::compareUnsigned);
        wrapped.forEach((commitment, key) -> sorted.put(commitment.toBytes(), key));
        return sorted;
    }

    /// Whether this candidate's data can still be opened.
    boolean isLiving(Digest commitment) {
        return wrapped.getOrDefault(commitment, NONE).length > 0;
    }

    /// How many candidates' data can still be opened.
    int living() {
        return (int) wrapped.values().stream().filter(key -> key.length > 0).count();
    }

    /// Forgets a candidate's key; false when it is not there any more.
    boolean destroy(Digest commitment) {
        if (!isLiving(commitment)) {
            return false;
        }
        wrapped.put(commitment, NONE);
        return true;
    }

    byte[] seal(Digest commitment, String field, byte[] plain) {
        try (var key = key(commitment).orElseThrow()) {
            return key.seal(plain, field.getBytes(UTF_8));
        } catch (SealBroken broken) {
            throw new IllegalStateException("the key over a candidate does not open", broken);
        }
    }

    /// Opens a field; nothing when the key was destroyed.
    Optional<byte[]> open(Digest commitment, String field, byte[] sealed) throws SealBroken {
        var key = key(commitment);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try (var person = key.get()) {
            return Optional.of(person.open(sealed, field.getBytes(UTF_8)));
        }
    }

    private Optional<PersonKey> key(Digest commitment) throws SealBroken {
        var found = wrapped.getOrDefault(commitment, NONE);
        return found.length == 0
                ? Optional.empty()
                : Optional.of(admission.unwrap(PersonKey.KIND, found, commitment.toBytes()));
    }

    /// The names and facts of a roster, each sealed for its candidate.
    byte[] persons(Roster roster) {
        var to = new CborWriter(256 * roster.size() + 16).array(2).uint(VERSION);
        to.array(roster.size());
        for (var one : roster.candidates()) {
            var plain = new CborWriter(256).array(2).text(one.name()).array(one.facts().size());
            for (var fact : one.facts()) {
                plain.array(3).text(fact.zh()).text(fact.en()).text(fact.value());
            }
            var commitment = one.commitment(roster.suite());
            to.array(2).bytes(commitment.toBytes());
            to.bytes(seal(commitment, "person", plain.toBytes()));
        }
        return to.toBytes();
    }

    /// A roster without anything of its candidates that these keys are over.
    static Roster nameless(Roster roster) {
        return roster.each(one -> named(one, "-", List.of()));
    }

    /// The same with names and facts again, as far as their keys are there.
    Roster named(Roster roster, byte[] persons) throws IOException {
        var sealed = new HashMap<Digest, byte[]>();
        try {
            var from = new CborReader(persons);
            from.array(2);
            version(from.uint());
            int length = from.array();
            for (int i = 0; i < length; i++) {
                from.array(2);
                sealed.put(Digest.of(from.bytes(Digest.LENGTH)), from.bytes());
            }
            from.end();
        } catch (NotCanonical broken) {
            throw new IOException("the names of the candidates cannot be read", broken);
        }
        return roster.each(one -> named(one, one.commitment(roster.suite()), sealed));
    }

    private Candidate named(Candidate one, Digest commitment, Map<Digest, byte[]> sealed) {
        try {
            var plain = open(commitment, "person", sealed.getOrDefault(commitment, NONE));
            if (plain.isEmpty()) {
                return named(one, ERASED, List.of());
            }
            var from = new CborReader(plain.get());
            from.array(2);
            var name = from.text();
            var facts = new ArrayList<Fact>();
            int length = from.array();
            for (int i = 0; i < length; i++) {
                from.array(3);
                facts.add(new Fact(from.text(), from.text(), from.text()));
            }
            return named(one, name, facts);
        } catch (SealBroken broken) {
            throw new IllegalArgumentException(
                    "what is kept of a candidate does not open; put the files of the sitting back"
                            + " together",
                    broken);
        }
    }

    private static Candidate named(Candidate one, String name, List<Fact> facts) {
        return new Candidate(
                one.ticketNumber(),
                name,
                one.salt(),
                one.verifier(),
                one.seat(),
                one.accommodation(),
                facts,
                Optional.empty());
    }

    private static void version(long version) throws IOException {
        if (version != VERSION) {
            throw new IOException("unknown version of what is kept of candidates: " + version);
        }
    }

    static CandidateKeys read(Path file, AdmissionKey admission) throws IOException {
        return read(Files.readAllBytes(file), admission);
    }
}
