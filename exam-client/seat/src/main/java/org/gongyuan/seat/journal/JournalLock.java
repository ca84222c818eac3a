package org.gongyuan.seat.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.JournalKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/// The key of one journal and how it is found again: a random key, wrapped under one that only the
/// candidate's sign-in gives (`seat-journal.md` section 3). It never lies beside the data.
public final class JournalLock implements AutoCloseable {

    private final JournalKey key;
    private final Argon2 stretching;
    private final byte[] salt;
    private final byte[] wrapped;
    private final byte[] fileIds;
    private int files;

    private JournalLock(
            JournalKey key, Argon2 stretching, byte[] salt, byte[] wrapped, byte[] fileIds) {
        this.key = requireNonNull(key, "key");
        this.stretching = requireNonNull(stretching, "stretching");
        this.salt = salt;
        this.wrapped = wrapped;
        this.fileIds = fileIds;
    }

    /// A new lock for this candidate.
    public static JournalLock fresh(
            Suite suite, SignIn signIn, Argon2 stretching, SecureRandom random) {
        var salt = new byte[JournalHeader.SALT];
        random.nextBytes(salt);
        var fileIds = new byte[JournalHeader.FILE_ID];
        random.nextBytes(fileIds);
        var key = JournalKey.generate(suite, random);
        try (var outer = outer(suite, signIn, salt, stretching)) {
            return new JournalLock(key, stretching, salt, outer.wrap(key, salt), fileIds);
        }
    }

    /// Opens the lock of a journal that was found.
    ///
    /// @throws SealBroken when this is not the candidate who began it
    static JournalLock open(JournalHeader header, SignIn signIn) throws SealBroken {
        var salt = header.salt().toBytes();
        var wrapped = header.key().toBytes();
        try (var outer = outer(header.suite(), signIn, salt, header.stretching())) {
            var key = outer.unwrap(JournalKey.KIND, wrapped, salt);
            var lock =
                    new JournalLock(
                            key, header.stretching(), salt, wrapped, header.fileId().toBytes());
            return lock;
        }
    }

    private static JournalKey outer(Suite suite, SignIn signIn, byte[] salt, Argon2 stretching) {
        var secret = (signIn.ticketNumber() + "\0" + signIn.secret()).getBytes(UTF_8);
        try {
            return JournalKey.stretched(suite, secret, salt, stretching);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The key itself.
    public JournalKey key() {
        return key;
    }

    /// The suite of the key.
    public Suite suite() {
        return key.suite();
    }

    JournalHeader header(byte[] fileId) {
        return new JournalHeader(
                suite(), Octets.of(fileId), stretching, Octets.of(salt), Octets.of(wrapped));
    }

    /// Whether a journal file was written under this lock.
    boolean wrote(JournalHeader header) {
        return Arrays.equals(salt, header.salt().toBytes())
                && Arrays.equals(wrapped, header.key().toBytes());
    }

    /// The id of the next file: another for every file under one key.
    byte[] newFileId() {
        files++;
        var next = fileIds.clone();
        var last = ByteBuffer.wrap(next);
        last.putInt(JournalHeader.FILE_ID - Integer.BYTES, last.getInt(12) + files);
        return next;
    }

    /// Wipes the key.
    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "JournalLock[secret]";
    }
}
