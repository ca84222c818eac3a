package org.gongyuan.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.CborWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

    /// Whatever the bytes, they are one message with one encoding, or refused.
    @FuzzTest(maxDuration = "5s")
    void isAMessageOrRefused(FuzzedDataProvider data) {
        var bytes = data.consumeRemainingAsBytes();
        try {
            var body = SeatMessage.read(bytes).toBody();
            assertEquals(bytes.length, body.length);
        } catch (NotAMessage refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }
}
