package org.gongyuan.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.toSet;

import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.message.NotAMessage;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.NotAnEntry;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The files in `src/test/resources/vectors`, for whoever reads or writes these formats with other
/// code: `exam-record.md` 6, `seat-protocol.md` and its section 11 for receipts, and what an act
/// opens (`scoring.md` 1.6), publishes (`publication.md` 1.4) or draws, with the list it draws
/// (`certificate.md`).
@DisplayName("Vectors of the record, the seat protocol, receipts and acts")
class VectorsTest {

    private static final String REFUSED = "refused";

    static List<Vector> record() {
        return Vector.of("record/entries.json");
    }

    static List<Vector> ofTheSeat() {
        return Vector.of("seat-protocol/of-the-seat.json");
    }

    static List<Vector> ofTheServer() {
        return Vector.of("seat-protocol/of-the-server.json");
    }

    static List<Vector> receipts() {
        return Vector.of("receipt/receipts.json");
    }

    static List<Vector> payloads() {
        return Vector.of("act/payloads.json");
    }

    @ParameterizedTest
    @MethodSource("record")
    void ofTheRecordAreAnswered(Vector vector) {
        String answer;
        try {
            var entry = Leaf.read(vector.bytes());
            assertArrayEquals(vector.bytes(), Leaf.of(entry));
            answer = entry.getClass().getSimpleName();
        } catch (NotAnEntry _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer, vector.description());
    }

    @ParameterizedTest
    @MethodSource("ofTheSeat")
    void ofTheSeatAreAnswered(Vector vector) {
        String answer;
        try {
            var message = SeatMessage.read(vector.bytes());
            assertArrayEquals(vector.bytes(), message.toBody());
            answer = message.getClass().getSimpleName();
        } catch (NotAMessage _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer, vector.description());
    }

    @ParameterizedTest
    @MethodSource("ofTheServer")
    void ofTheServerAreAnswered(Vector vector) {
        String answer;
        try {
            var message = ServerMessage.read(vector.bytes());
            assertArrayEquals(vector.bytes(), message.toBody());
            answer = message.getClass().getSimpleName();
        } catch (NotAMessage _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer, vector.description());
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void ofReceiptsAreAnswered(Vector vector) {
        String answer;
        try {
            answer = Receipt.parse(vector.given()).entry().getClass().getSimpleName();
        } catch (NotAReceipt _) {
            answer = REFUSED;
        }
        assertEquals(vector.expect(), answer, vector.description());
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void ofWhatActsOpenPublishAndDrawAreAnswered(Vector vector) {
        assertEquals(vector.expect(), readAsPayload(vector.bytes()), vector.description());
    }

    /// No bytes are two of them.
    private static String readAsPayload(byte[] bytes) {
        var answers = new TreeSet<String>();
        try {
            assertArrayEquals(bytes, OpeningPayload.read(bytes).toBytes());
            answers.add(OpeningPayload.class.getSimpleName());
        } catch (IllegalArgumentException _) {
            // Perhaps it publishes.
        }
        try {
            assertArrayEquals(bytes, PublicationPayload.read(bytes).toBytes());
            answers.add(PublicationPayload.class.getSimpleName());
        } catch (IllegalArgumentException _) {
            // Perhaps it opens.
        }
        try {
            assertArrayEquals(bytes, HoldersPayload.read(bytes).toBytes());
            answers.add(HoldersPayload.class.getSimpleName());
        } catch (IllegalArgumentException _) {
            // Perhaps it does one of the others.
        }
        try {
            assertArrayEquals(bytes, HoldersList.read(bytes).toBytes());
            answers.add(HoldersList.class.getSimpleName());
        } catch (IllegalArgumentException _) {
            // No list of holders either.
        }
        return answers.isEmpty() ? REFUSED : String.join(" and ", answers);
    }

    @Test
    void haveEveryKindAndMostAreRefusals() {
        var kinds =
                Stream.of(
                                SittingEntry.class,
                                SessionEntry.class,
                                SeatMessage.class,
                                ServerMessage.class)
                        .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                        .map(Class::getSimpleName)
                        .collect(toSet());
        var all =
                Stream.of(record(), ofTheSeat(), ofTheServer(), payloads())
                        .flatMap(List::stream)
                        .toList();
        var tried = all.stream().map(Vector::expect).collect(toSet());
        Set<String> missing = new TreeSet<>(kinds);
        missing.removeAll(tried);

        assertEquals(Set.of(), missing);
        assertTrue(
                all.stream().filter(one -> one.expect().equals(REFUSED)).count() * 2 > all.size());
    }
}
