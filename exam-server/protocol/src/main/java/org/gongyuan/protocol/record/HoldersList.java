package org.gongyuan.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// A list of proposed holders of certificates (`certificate.md` 2): of the sessions that reached a
/// level in the published results of a run, those that are proposed and those that are held back.
/// Why one is held back does not stand in it.
///
/// @param results the digest of the run's results
/// @param predecessor the digest of the list before this one of the sitting; zeros when there is
///     none
/// @param salt 16 bytes, without which the digest says nothing about who is held back
/// @param proposed rising as bytes
/// @param held rising as bytes
public record HoldersList(
        SittingId sitting,
        String run,
        Digest results,
        Digest predecessor,
        Octets salt,
        List<SessionId> proposed,
        List<SessionId> held) {

    /// How many bytes the salt has.
    public static final int SALT = 16;

    /// Stands for the predecessor of a first list.
    public static final Digest NONE = Digest.of(new byte[Digest.LENGTH]);

    private static final int VERSION = 1;
    private static final byte[] LABEL = "gongyuan/proposed-holders/1\0".getBytes(UTF_8);

    public HoldersList {
        requireNonNull(sitting, "sitting");
        Bound.text("run", run);
        requireNonNull(results, "results");
        requireNonNull(predecessor, "predecessor");
        if (salt.length() != SALT) {
            throw new IllegalArgumentException(
                    "the salt of a list has %d bytes, not %d".formatted(SALT, salt.length()));
        }
        proposed = List.copyOf(proposed);
        held = List.copyOf(held);
        rising(proposed);
        rising(held);
        var both = new HashSet<>(proposed);
        if (held.stream().anyMatch(both::contains)) {
            throw new IllegalArgumentException("a session is proposed and held back at once");
        }
    }

    private static void rising(List<SessionId> sessions) {
        for (int i = 1; i < sessions.size(); i++) {
            if (sessions.get(i - 1).compareTo(sessions.get(i)) >= 0) {
                throw new IllegalArgumentException(
                        "sessions %s and %s of a list do not rise"
                                .formatted(sessions.get(i - 1), sessions.get(i)));
            }
        }
    }

    /// The document.
    public byte[] toBytes() {
        var to =
                new CborWriter(256)
                        .array(8)
                        .uint(VERSION)
                        .text(sitting.text())
                        .text(run)
                        .bytes(results.toBytes())
                        .bytes(predecessor.toBytes())
                        .bytes(salt.toBytes());
        write(to, proposed);
        write(to, held);
        return to.toBytes();
    }

    private static void write(CborWriter to, List<SessionId> sessions) {
        to.array(sessions.size());
        sessions.forEach(session -> to.bytes(session.toBytes()));
    }

    /// The digest the record names it by.
    public Digest digest(Suite suite) {
        return suite.digest(LABEL, toBytes());
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static HoldersList read(byte[] bytes) {
        try {
            var from = new CborReader(bytes);
            from.array(8);
            long version = from.uint();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a list of holders of version %d, known is %d".formatted(version, VERSION));
            }
            var read =
                    new HoldersList(
                            new SittingId(from.text()),
                            from.text(),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            Octets.of(from.bytes(SALT)),
                            sessions(from),
                            sessions(from));
            from.end();
            return read;
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this is no list of holders", broken);
        }
    }

    private static List<SessionId> sessions(CborReader from) {
        var sessions = new ArrayList<SessionId>();
        for (int left = from.array(); left > 0; left--) {
            sessions.add(SessionId.of(from.bytes(SessionId.LENGTH)));
        }
        return sessions;
    }
}
