package org.gongyuan.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.SortedMap;

/// The commitments and chains of `exam-record.md` section 3, computed alike by seat, server and
/// verifier.
public final class Chains {

    private static final byte[] RESPONSE = label("gongyuan/response/1");
    private static final byte[] HEAD = label("gongyuan/head/1");
    private static final byte[] SHEET = label("gongyuan/sheet/1");
    private static final byte[] OBSERVED = label("gongyuan/observed/1");
    private static final byte[] FRAMES = label("gongyuan/frames/1");
    private static final byte[] CANDIDATE = label("gongyuan/candidate/1");
    private static final byte[] ROSTER = label("gongyuan/roster/1");
    private static final byte[] PUBLICATION = label("gongyuan/publication/1");

    /// The salt of a commitment has this many bytes.
    public static final int SALT = 16;

    private Chains() {}

    /// Section 3.1: the commitment to `salt ‖ body`, the plain text of a sealed response.
    public static Digest response(Suite suite, byte[] saltAndBody) {
        return suite.digest(RESPONSE, saltAndBody);
    }

    /// Section 3.1: the associated data under which a response is sealed.
    public static byte[] responseAssociated(SessionId session, long seq, PlacementId placement) {
        return ByteBuffer.allocate(SessionId.LENGTH + 12)
                .putLong(session.high())
                .putLong(session.low())
                .putLong(seq)
                .putInt(placement.number())
                .array();
    }

    /// Section 3.2: the head before the first response.
    public static Digest firstHead(Suite suite, SessionId session) {
        return suite.digest(HEAD, session.toBytes());
    }

    /// Section 3.2: the head after a response.
    public static Digest nextHead(
            Suite suite, Digest head, long seq, PlacementId placement, Digest commitment) {
        return nextHead(suite.hashing(), head, seq, placement, commitment);
    }

    /// Section 3.2: the head after a response, by the hashing of the suite that a long loop keeps.
    public static Digest nextHead(
            Hashing hashing, Digest head, long seq, PlacementId placement, Digest commitment) {
        var numbers = ByteBuffer.allocate(12).putLong(seq).putInt(placement.number()).array();
        return hashing.update(head).update(numbers).update(commitment).digest();
    }

    /// Section 3.3: the digest of an answer sheet, the commitment of the last response of each
    /// placement.
    public static Digest sheet(
            Suite suite, SessionId session, SortedMap<PlacementId, Digest> last) {
        var sheet = ByteBuffer.allocate(SessionId.LENGTH + last.size() * (4 + Digest.LENGTH));
        sheet.putLong(session.high()).putLong(session.low());
        last.forEach(
                (placement, commitment) ->
                        sheet.putInt(placement.number()).put(commitment.toBytes()));
        return suite.digest(SHEET, sheet.array());
    }

    /// Section 3.4: the head of the observation chain before the first observation.
    public static Digest firstObserved(Suite suite, SessionId session) {
        return suite.digest(OBSERVED, session.toBytes());
    }

    /// Section 3.4: the head of the frame chain before the first frame.
    public static Digest firstFrame(Suite suite, SessionId session) {
        return suite.digest(FRAMES, session.toBytes());
    }

    /// Section 3.4: one step of the observation or frame chain.
    public static Digest nextSeen(Suite suite, Digest prev, long seq, Digest seen) {
        var number = ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
        return suite.hashing().update(prev).update(number).update(seen).digest();
    }

    /// Section 3.5: the commitment to a candidate.
    public static Digest candidate(Suite suite, byte[] salt, String ticketNumber) {
        return suite.digest(CANDIDATE, salt, ticketNumber.getBytes(UTF_8));
    }

    /// Section 3.5: the digest of a roster.
    public static Digest roster(Suite suite, Collection<Digest> candidates) {
        var sorted = candidates.stream().map(Digest::hex).sorted().map(Digest::parse).toList();
        var all = ByteBuffer.allocate(sorted.size() * Digest.LENGTH);
        sorted.forEach(candidate -> all.put(candidate.toBytes()));
        return suite.digest(ROSTER, all.array());
    }

    /// Section 4.1: what an approver signs to let results of a run be published.
    public static Digest publication(Suite suite, String run, Digest results) {
        return suite.digest(PUBLICATION, run.getBytes(UTF_8), results.toBytes());
    }

    private static byte[] label(String text) {
        return (text + "\0").getBytes(UTF_8);
    }
}
