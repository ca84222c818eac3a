package org.gongyuan.protocol.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.CborWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@DisplayName("A message between seat and server")
class MessageTest {

    static List<ServerMessage> ofTheServer() {
        return Messages.ofTheServer();
    }

    static List<SeatMessage> ofTheSeat() {
        return Messages.ofTheSeat();
    }

    @ParameterizedTest
    @MethodSource("ofTheServer")
    void ofTheServerComesBackAsItWas(ServerMessage message) {
        assertEquals(message, ServerMessage.read(message.toBody()));
    }

    @ParameterizedTest
    @MethodSource("ofTheSeat")
    void ofTheSeatComesBackAsItWas(SeatMessage message) {
        assertEquals(message, SeatMessage.read(message.toBody()));
    }

    @ParameterizedTest
    @MethodSource("ofTheServer")
    void ofTheServerIsRefusedWhenCutAnywhere(ServerMessage message) {
        var body = message.toBody();
        for (int length = 0; length < body.length; length++) {
            var cut = Arrays.copyOf(body, length);
            assertThrows(NotAMessage.class, () -> ServerMessage.read(cut));
        }
    }

    @ParameterizedTest
    @MethodSource("ofTheSeat")
    void ofTheSeatIsRefusedWhenCutAnywhere(SeatMessage message) {
        var body = message.toBody();
        for (int length = 0; length < body.length; length++) {
            var cut = Arrays.copyOf(body, length);
            assertThrows(NotAMessage.class, () -> SeatMessage.read(cut));
        }
    }

    @Test
    void isTriedHereForEveryKindThereIs() {
        assertEquals(
                Arrays.stream(ServerMessage.class.getPermittedSubclasses())
                        .collect(Collectors.toSet()),
                ofTheServer().stream().map(Object::getClass).collect(Collectors.toSet()));
        assertEquals(
                Arrays.stream(SeatMessage.class.getPermittedSubclasses())
                        .collect(Collectors.toSet()),
                ofTheSeat().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void ofAnUnknownKindIsRefused() {
        var body = new CborWriter(8).array(2).uint(200).uint(0).toBytes();

        assertThrows(NotAMessage.class, () -> SeatMessage.read(body));
        assertThrows(NotAMessage.class, () -> ServerMessage.read(body));
    }

    @Test
    void neverPrintsTheCandidatesSecret() {
        assertFalse(ofTheSeat().getFirst().toString().contains("7K4M"));
    }

    /// Where the fuzzer begins.
    static List<byte[]> bodies() {
        return Stream.concat(
                        ofTheSeat().stream().map(SeatMessage::toBody),
                        ofTheServer().stream().map(ServerMessage::toBody))
                .toList();
    }

    /// Whatever the bytes, they are one message with one encoding, or refused, at either end.
    @MethodSource("bodies")
    @FuzzTest(maxDuration = "5s")
    void isAMessageOrRefused(byte[] bytes) {
        writtenBackOrRefused(bytes, body -> SeatMessage.read(body).toBody());
        writtenBackOrRefused(bytes, body -> ServerMessage.read(body).toBody());
    }

    private static void writtenBackOrRefused(byte[] bytes, UnaryOperator<byte[]> readAndWritten) {
        try {
            assertArrayEquals(bytes, readAndWritten.apply(bytes));
        } catch (NotAMessage refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }
}
