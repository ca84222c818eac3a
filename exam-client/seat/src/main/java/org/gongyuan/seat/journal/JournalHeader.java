package org.gongyuan.seat.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;

/// The first, unsealed frame of a journal file: how its key is found again (`seat-journal.md`
/// section 2.2).
record JournalHeader(Suite suite, Octets fileId, Argon2 stretching, Octets salt, Octets key) {

    static final byte[] MAGIC = "GYSEAT1\n".getBytes(US_ASCII);
    static final int FILE_ID = 16;
    static final int SALT = 16;

    private static final byte[] LABEL = "gongyuan/seat-journal/1\0".getBytes(US_ASCII);

    byte[] toBytes() {
        return new CborWriter()
                .array(8)
                .uint(1)
                .uint(suite.code())
                .bytes(fileId.toBytes())
                .uint(stretching.memory())
                .uint(stretching.passes())
                .uint(stretching.lanes())
                .bytes(salt.toBytes())
                .bytes(key.toBytes())
                .toBytes();
    }

    /// @throws IllegalArgumentException when this is no header of version 1
    static JournalHeader read(byte[] payload) {
        var from = new CborReader(payload);
        from.array(8);
        long version = from.uint();
        if (version != 1) {
            throw new IllegalArgumentException("unknown version of journal " + version);
        }
        var suite = Suite.coded(from.uint(255));
        var fileId = Octets.of(from.bytes(FILE_ID));
        var stretching =
                new Argon2(
                        from.uint(Integer.MAX_VALUE),
                        from.uint(Integer.MAX_VALUE),
                        from.uint(Integer.MAX_VALUE));
        var header =
                new JournalHeader(
                        suite,
                        fileId,
                        stretching,
                        Octets.of(from.bytes(SALT)),
                        Octets.of(from.bytes()));
        from.end();
        return header;
    }

    /// What frame `number` of the file is bound to.
    static byte[] associated(byte[] fileId, long number) {
        return ByteBuffer.allocate(LABEL.length + FILE_ID + Long.BYTES)
                .put(LABEL)
                .put(fileId)
                .putLong(number)
                .array();
    }
}
