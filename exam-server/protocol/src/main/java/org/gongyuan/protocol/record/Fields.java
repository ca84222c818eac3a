package org.gongyuan.protocol.record;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of one leaf in their order and refuses what is outside the bounds of
/// `exam-record.md` section 2.4.
final class Fields {

    private static final int MOST_IN_A_LIST = 255;
    private static final long LAST_INSTANT = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z
    private static final long LONGEST_DURATION = Duration.ofDays(366).toMillis();

    private final byte[] source;
    private final CborReader reader;
    private final int present;

    /// @param source the array that `reader` reads
    Fields(byte[] source, CborReader reader, int present) {
        this.source = source;
        this.reader = reader;
        this.present = present;
    }

    void expect(int fields, String kind) {
        if (present != fields) {
            throw new NotAnEntry("%s has %d fields, not %d".formatted(kind, fields, present));
        }
    }

    String text() {
        return reader.text();
    }

    SittingId sitting() {
        return new SittingId(reader.text());
    }

    SessionId session() {
        return SessionId.at(source, reader.passBytes(SessionId.LENGTH));
    }

    SeatId seat() {
        return new SeatId(reader.text());
    }

    StaffId staff() {
        return new StaffId(reader.text());
    }

    Cause cause() {
        return Cause.named(reader.text());
    }

    Digest digest() {
        return Digest.at(source, reader.passBytes(Digest.LENGTH));
    }

    Octets octets() {
        return Octets.of(reader.bytes());
    }

    Instant instant() {
        long millis = reader.uint();
        if (millis > LAST_INSTANT) {
            throw new NotAnEntry("instant %d is after %d".formatted(millis, LAST_INSTANT));
        }
        return Instant.ofEpochMilli(millis);
    }

    Duration duration() {
        long millis = reader.uint();
        if (millis > LONGEST_DURATION) {
            throw new NotAnEntry("duration %d ms is over %d".formatted(millis, LONGEST_DURATION));
        }
        return Duration.ofMillis(millis);
    }

    int count() {
        long count = reader.uint();
        if (count > Integer.MAX_VALUE) {
            throw new NotAnEntry("count %d is over %d".formatted(count, Integer.MAX_VALUE));
        }
        return (int) count;
    }

    long number() {
        return reader.uint();
    }

    PlacementId placement() {
        return new PlacementId(count());
    }

    List<Digest> digests() {
        int length = listLength();
        var digests = new ArrayList<Digest>(length);
        for (int i = 0; i < length; i++) {
            digests.add(digest());
        }
        return digests;
    }

    List<Integer> indices() {
        int length = listLength();
        var indices = new ArrayList<Integer>(length);
        for (int i = 0; i < length; i++) {
            indices.add(count());
        }
        return indices;
    }

    List<Long> numbers() {
        int length = listLength();
        var numbers = new ArrayList<Long>(length);
        for (int i = 0; i < length; i++) {
            numbers.add(number());
        }
        return numbers;
    }

    List<String> texts() {
        int length = listLength();
        var texts = new ArrayList<String>(length);
        for (int i = 0; i < length; i++) {
            texts.add(text());
        }
        return texts;
    }

    FindingKind finding() {
        return FindingKind.named(reader.text());
    }

    List<FindingKind> findings() {
        return texts().stream().map(FindingKind::named).toList();
    }

    private int listLength() {
        int length = reader.array();
        if (length > MOST_IN_A_LIST) {
            throw new NotAnEntry(
                    "a list has at most %d elements, not %d".formatted(MOST_IN_A_LIST, length));
        }
        return length;
    }
}
