package org.gongyuan.protocol.message;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of one message in their order, within bounds.
final class Fields {

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_WORDS = 8_000;
    private static final int MOST_IN_A_LIST = 10_000;
    private static final long LAST_INSTANT = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z
    private static final long LONGEST_DURATION = Duration.ofDays(366).toMillis();

    private final CborReader reader;
    private final int present;

    Fields(CborReader reader, int present) {
        this.reader = reader;
        this.present = present;
    }

    void expect(int fields, String kind) {
        if (present != fields) {
            throw new NotAMessage("%s has %d fields, not %d".formatted(kind, fields, present));
        }
    }

    void array(int expected, String what) {
        int length = reader.array();
        if (length != expected) {
            throw new NotAMessage("%s has %d fields, not %d".formatted(what, expected, length));
        }
    }

    int listLength() {
        int length = reader.array();
        if (length > MOST_IN_A_LIST) {
            throw new NotAMessage(
                    "a list has at most %d elements, not %d".formatted(MOST_IN_A_LIST, length));
        }
        return length;
    }

    int anyArray() {
        return reader.array();
    }

    boolean nil() {
        return reader.nil();
    }

    String text() {
        return within(reader.text(), LONGEST_TEXT);
    }

    String words() {
        return within(reader.text(), LONGEST_WORDS);
    }

    SittingId sitting() {
        return new SittingId(reader.text());
    }

    SessionId session() {
        return SessionId.of(reader.bytes(SessionId.LENGTH));
    }

    SeatId seat() {
        return new SeatId(reader.text());
    }

    Cause cause() {
        return Cause.named(reader.text());
    }

    Digest digest() {
        return Digest.of(reader.bytes(Digest.LENGTH));
    }

    Octets octets() {
        return Octets.of(reader.bytes());
    }

    Instant instant() {
        long millis = reader.uint();
        if (millis > LAST_INSTANT) {
            throw new NotAMessage("instant %d is after %d".formatted(millis, LAST_INSTANT));
        }
        return Instant.ofEpochMilli(millis);
    }

    Duration duration() {
        long millis = reader.uint();
        if (millis > LONGEST_DURATION) {
            throw new NotAMessage("duration %d ms is over %d".formatted(millis, LONGEST_DURATION));
        }
        return Duration.ofMillis(millis);
    }

    int count() {
        long count = reader.uint();
        if (count > Integer.MAX_VALUE) {
            throw new NotAMessage("count %d is over %d".formatted(count, Integer.MAX_VALUE));
        }
        return (int) count;
    }

    long number() {
        return reader.uint();
    }

    boolean bool() {
        return reader.bool();
    }

    PlacementId placement() {
        return new PlacementId(count());
    }

    List<Integer> numbers() {
        int length = listLength();
        var numbers = new ArrayList<Integer>(length);
        for (int i = 0; i < length; i++) {
            numbers.add(count());
        }
        return numbers;
    }

    private static String within(String text, int longest) {
        if (text.length() > longest) {
            throw new NotAMessage(
                    "a text has at most %d characters, not %d".formatted(longest, text.length()));
        }
        return text;
    }
}
