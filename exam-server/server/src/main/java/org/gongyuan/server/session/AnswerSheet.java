package org.gongyuan.server.session;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.TreeMap;

/// What a candidate has answered so far: the response chain, and the last response of every
/// placement (`exam-record.md` sections 3.2 and 3.3). Kept in plain arrays, because a node holds
/// thousands.
final class AnswerSheet {

    private static final int FIRST_ROOM = 8;

    private final Suite suite;
    private final SessionId session;
    private Digest head;
    private long last;
    /// The first eight bytes of every commitment so far, to tell a repeat from a fork.
    private long[] marks = new long[FIRST_ROOM];
    private int answered;
    private int[] placements = new int[FIRST_ROOM];
    private long[] seqs = new long[FIRST_ROOM];
    private Digest[] commitments = new Digest[FIRST_ROOM];
    private long[] entries = new long[FIRST_ROOM];

    AnswerSheet(Suite suite, SessionId session) {
        this.suite = suite;
        this.session = session;
        this.head = Chains.firstHead(suite, session);
    }

    Digest head() {
        return head;
    }

    long last() {
        return last;
    }

    int answered() {
        return answered;
    }

    /// Whether the response of that number had this commitment.
    boolean repeats(long seq, Digest commitment) {
        return seq >= 1 && seq <= last && marks[(int) (seq - 1)] == mark(commitment);
    }

    /// Takes the next response. Its entry's index follows with [#durable].
    void take(long seq, PlacementId placement, Digest commitment) {
        if (seq != last + 1) {
            throw new IllegalArgumentException(
                    "response %d came where %d was due".formatted(seq, last + 1));
        }
        head = Chains.nextHead(suite, head, seq, placement, commitment);
        if (last == marks.length) {
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        marks[(int) last] = mark(commitment);
        last = seq;
        int at = Arrays.binarySearch(placements, 0, answered, placement.number());
        if (at < 0) {
            at = -at - 1;
            makeRoom(at);
            placements[at] = placement.number();
        }
        seqs[at] = seq;
        commitments[at] = commitment;
        entries[at] = -1;
    }

    /// Notes the index of the entry of a response, if it is still the last of its placement.
    void durable(long seq, PlacementId placement, long entry) {
        int at = Arrays.binarySearch(placements, 0, answered, placement.number());
        if (at >= 0 && seqs[at] == seq) {
            entries[at] = entry;
        }
    }

    Digest digest() {
        var sheet = new TreeMap<PlacementId, Digest>();
        for (int i = 0; i < answered; i++) {
            sheet.put(new PlacementId(placements[i]), commitments[i]);
        }
        return Chains.sheet(suite, session, sheet);
    }

    /// The last responses whose entries are durable.
    Last[] given() {
        var given = new Last[answered];
        int count = 0;
        for (int i = 0; i < answered; i++) {
            if (entries[i] >= 0) {
                given[count++] =
                        new Last(
                                seqs[i],
                                new PlacementId(placements[i]),
                                commitments[i],
                                entries[i]);
            }
        }
        return Arrays.copyOf(given, count);
    }

    /// The last response of one placement, and where it stands in the record.
    record Last(long seq, PlacementId placement, Digest commitment, long entry) {}

    private void makeRoom(int at) {
        if (answered == placements.length) {
            int room = answered * 2;
            placements = Arrays.copyOf(placements, room);
            seqs = Arrays.copyOf(seqs, room);
            commitments = Arrays.copyOf(commitments, room);
            entries = Arrays.copyOf(entries, room);
        }
        int behind = answered - at;
        System.arraycopy(placements, at, placements, at + 1, behind);
        System.arraycopy(seqs, at, seqs, at + 1, behind);
        System.arraycopy(commitments, at, commitments, at + 1, behind);
        System.arraycopy(entries, at, entries, at + 1, behind);
        answered++;
    }

    private static long mark(Digest commitment) {
        var bytes = commitment.toBytes();
        long mark = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            mark = mark << 8 | (bytes[i] & 0xff);
        }
        return mark;
    }
}
