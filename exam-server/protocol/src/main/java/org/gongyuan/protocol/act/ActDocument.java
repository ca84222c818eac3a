package org.gongyuan.protocol.act;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/// An act that takes two persons, as it was proposed (`staff-access.md` 3.2): its bytes are what
/// both of them sign or sign in for, so nothing of it can be altered afterwards.
///
/// @param kind the word for what shall be done, such as `void`
/// @param nonce 16 bytes that no other act has
/// @param expires until when it can be approved
/// @param reason why, in the proposer's words; a code or a number, never a candidate's name
/// @param payload what exactly shall be done; of what concerns a sitting, the order's bytes
public record ActDocument(
        String kind,
        Octets nonce,
        Instant proposed,
        Instant expires,
        StaffId proposer,
        String reason,
        Octets payload) {

    /// How many bytes a nonce has.
    public static final int NONCE = 16;

    /// An act has at most this many bytes.
    public static final int LARGEST = 1_800;

    /// The longest that an act can wait for its second person.
    public static final Duration LONGEST_LIFE = Duration.ofHours(24);

    private static final int VERSION = 1;
    private static final int LONGEST_REASON = 200;
    private static final Pattern KIND = Pattern.compile("[a-z]+(-[a-z]+){0,3}");
    private static final byte[] ACT = "gongyuan/act/1\0".getBytes(UTF_8);
    private static final byte[] PROPOSED = "gongyuan/act-proposed/1\0".getBytes(UTF_8);
    private static final byte[] APPROVED = "gongyuan/act-approved/1\0".getBytes(UTF_8);

    public ActDocument {
        if (kind.length() > 40 || !KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException(
                    "an act is named by words of a-z with - between, not \"" + kind + "\"");
        }
        if (nonce.length() != NONCE) {
            throw new IllegalArgumentException(
                    "a nonce has %d bytes, not %d".formatted(NONCE, nonce.length()));
        }
        if (!proposed.isBefore(expires) || expires.isAfter(proposed.plus(LONGEST_LIFE))) {
            throw new IllegalArgumentException(
                    "an act waits more than nothing and %s at most: %s to %s"
                            .formatted(LONGEST_LIFE, proposed, expires));
        }
        requireNonNull(proposer, "proposer");
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "a reason has 1 to %d characters, not %d"
                            .formatted(LONGEST_REASON, reason.length()));
        }
        requireNonNull(payload, "payload");
    }

    /// The bytes that are bound by both proofs.
    public byte[] toBytes() {
        var bytes =
                new CborWriter(512)
                        .array(8)
                        .uint(VERSION)
                        .text(kind)
                        .bytes(nonce.toBytes())
                        .uint(proposed.toEpochMilli())
                        .uint(expires.toEpochMilli())
                        .text(proposer.text())
                        .text(reason)
                        .bytes(payload.toBytes())
                        .toBytes();
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "an act has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
        }
        return bytes;
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is not exactly one act of this version
    public static ActDocument read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "an act has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
        }
        try {
            return read(new CborReader(bytes));
        } catch (NotCanonical broken) {
            throw new IllegalArgumentException("this is no act: " + broken.getMessage(), broken);
        }
    }

    private static ActDocument read(CborReader from) {
        from.array(8);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown version of an act: " + version);
        }
        var act =
                new ActDocument(
                        from.text(),
                        Octets.of(from.bytes()),
                        instant(from),
                        instant(from),
                        new StaffId(from.text()),
                        from.text(),
                        Octets.of(from.bytes()));
        from.end();
        return act;
    }

    private static Instant instant(CborReader from) {
        long millis = from.uint();
        if (millis < 0 || millis > 253_402_300_799_999L) {
            throw new IllegalArgumentException("a time is over the year 9999: " + millis);
        }
        return Instant.ofEpochMilli(millis);
    }

    /// What names the act.
    public Digest digest() {
        return Suite.INTL_1.digest(ACT, toBytes());
    }

    /// What the proposer's device signs.
    public Digest toPropose() {
        return Suite.INTL_1.digest(PROPOSED, digest().toBytes());
    }

    /// What the approver's device signs: another thing, so that neither proof serves as the other.
    public Digest toApprove() {
        return Suite.INTL_1.digest(APPROVED, digest().toBytes());
    }
}
