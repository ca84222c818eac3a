package org.gongyuan.trust.log;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.List;

/// The hashes of a proof as they are encoded (section 9.2): one byte string, at most 64 hashes more
/// than a path needs.
final class ProofPath {

    private static final int LONGEST = 64 + 1;

    private ProofPath() {}

    static byte[] encode(long first, long second, List<Digest> path) {
        var hashes = new byte[path.size() * TreeHashing.HASH];
        for (var i = 0; i < path.size(); i++) {
            path.get(i).copyInto(hashes, i * TreeHashing.HASH);
        }
        return new CborWriter().array(3).uint(first).uint(second).bytes(hashes).toBytes();
    }

    static List<Digest> read(CborReader reader) {
        var at = reader.position();
        var hashes = reader.bytes();
        if (hashes.length % TreeHashing.HASH != 0 || hashes.length / TreeHashing.HASH > LONGEST) {
            throw new NotCanonical(
                    at,
                    "the path of a proof is at most %d hashes of 32 bytes, got %d bytes"
                            .formatted(LONGEST, hashes.length));
        }
        List<Digest> path = new ArrayList<>();
        for (var from = 0; from < hashes.length; from += TreeHashing.HASH) {
            path.add(Digest.at(hashes, from));
        }
        return path;
    }
}
