package org.gongyuan.camera.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.look.Look;
import org.gongyuan.camera.signal.Signal.Phase;
import org.gongyuan.trust.encoding.CborReader;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

class SignalsTest {

    private final Looks looks = new Looks();
    private final Signals signals = new Signals(Looks.baseline(), Duration.ofSeconds(10));
    private final List<String> told = new ArrayList<>();
    private final List<Signal> all = new ArrayList<>();

    private void see(int times, Supplier<Look> look) {
        for (int i = 0; i < times; i++) {
            take(look.get());
        }
    }

    private void take(Look look) {
        for (var signal : signals.look(look)) {
            all.add(signal);
            told.add(signal.kind().word() + " " + signal.phase().word());
        }
    }

    @Test
    void aCandidateWhoWorksTwoHoursSaysNothing() {
        see(7_200, looks::good);
        assertEquals(List.of(), told);
    }

    @Test
    void aBlackPictureIsToldOnceAndUnderOneNameOnly() {
        see(5, looks::good);
        see(60, looks::black);
        see(5, looks::good);
        assertEquals(List.of("camera-black begun", "camera-black ended"), told);
        assertEquals(59_000, all.getLast().lastingMs());
    }

    @Test
    void aCoverOverTheLensIsCoveredAndNotAMissingPerson() {
        see(30, looks::covered);
        see(5, looks::good);
        assertEquals(List.of("camera-covered begun", "camera-covered ended"), told);
    }

    @Test
    void blurIsMeasuredAgainstTheCheckIn() {
        see(10, looks::blurred);
        assertEquals(List.of("camera-blurred begun"), told);
        var soft =
                new Signals(new Baseline(10, Looks.baseline().margins()), Duration.ofSeconds(10));
        var camera = new Looks();
        for (int i = 0; i < 30; i++) {
            assertEquals(List.of(), soft.look(camera.blurred()), "it was no sharper at check-in");
        }
    }

    @Test
    void aShortGlanceAwayIsNotTold() {
        for (int i = 0; i < 50; i++) {
            see(9, () -> looks.faces(0));
            see(2, looks::good);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void aMissingFaceIsToldAfterTheTimeTheBodySet() {
        see(11, () -> looks.faces(0));
        assertEquals(List.of("no-face begun"), told);
        see(20, () -> looks.faces(0));
        see(1, looks::good);
        assertEquals(1, told.size(), "one lucky picture does not end it");
        see(2, looks::good);
        assertEquals(List.of("no-face begun", "no-face ended"), told);
    }

    @Test
    void aSecondFaceMustStayOverSeveralLooks() {
        for (int i = 0; i < 20; i++) {
            see(2, () -> looks.faces(2));
            see(1, looks::good);
        }
        assertEquals(List.of(), told);
        see(4, () -> looks.faces(2));
        assertEquals(List.of("several-faces begun"), told);
        assertEquals(2_000, all.getLast().measures().get("faces"));
    }

    @Test
    void theVerySamePictureForTenSecondsIsFrozen() {
        var look = looks.good();
        take(look);
        see(9, () -> looks.theSame(look));
        assertEquals(List.of(), told);
        see(2, () -> looks.theSame(look));
        assertEquals(List.of("picture-frozen begun"), told);
    }

    @Test
    void anotherRoomIsAnotherScene() {
        see(5, looks::good);
        see(12, looks::elsewhere);
        assertEquals(List.of("scene-changed begun"), told);
    }

    @Test
    void aSequenceWithMotionThatComesAgainIsALoop() {
        for (int i = 0; i < 120; i++) {
            take(looks.pattern(looks.noisy(Looks.scene(1_000 + i % 30), 3)));
        }
        assertTrue(told.contains("picture-looped begun"), told.toString());
        var loop =
                all.stream().filter(s -> s.kind() == SignalKind.LOOPED).findFirst().orElseThrow();
        assertEquals(30_000, loop.measures().get("period-in-looks"));
    }

    @Test
    void motionThatDoesNotComeAgainIsNoLoop() {
        for (int i = 0; i < 400; i++) {
            take(looks.pattern(Looks.scene(5_000 + i)));
        }
        assertTrue(!told.contains("picture-looped begun"), told.toString());
    }

    @Test
    void likenessUnderTheBoundMustLast() {
        for (int s = 0; s < 10; s++) {
            assertTrue(signals.likeness(s * 1_000L, 0.1, 0.363).isEmpty());
        }
        var signal = signals.likeness(10_000, 0.1, 0.363).orElseThrow();
        assertEquals(SignalKind.FACE_DIFFERS, signal.kind());
        assertEquals(100, signal.measures().get("likeness"));
    }

    @Test
    void aLostCameraIsToldAtOnceAndSoIsItsReturn() {
        var loss = new Loss();
        assertEquals(Phase.BEGUN, loss.lost(1_000).orElseThrow().phase());
        assertTrue(loss.lost(6_000).isEmpty());
        assertEquals(Phase.ENDED, loss.back(9_000).orElseThrow().phase());
        assertTrue(loss.back(10_000).isEmpty());
    }

    @Test
    void refusesAWaitOutsideItsBounds() {
        for (var wrong : List.of(Duration.ofSeconds(2), Duration.ofMinutes(6))) {
            var refused =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new Signals(Looks.baseline(), wrong));
            assertTrue(refused.getMessage().contains("3 s..5 min"));
        }
    }

    @Test
    void theDetailIsAsSpecified() {
        see(11, () -> looks.faces(0));
        var detail = new CborReader(all.getFirst().detail());
        detail.array(5);
        assertEquals(1, detail.uint());
        assertEquals("begun", detail.text());
        assertEquals(10_000, detail.uint());
        assertEquals(50, detail.uint());
        detail.array(1);
        detail.array(2);
        assertEquals("faces", detail.text());
        assertEquals(0, detail.integer());
        detail.end();
    }

    @Test
    void aSignalCarriesAtMostSixteenMeasures() {
        var many = new TreeMap<String, Long>();
        for (long i = 0; i < 17; i++) {
            many.put("m" + i, i);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new Signal(SignalKind.BLACK, Phase.BEGUN, 0, many));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Signal(SignalKind.BLACK, Phase.BEGUN, -1, new TreeMap<>()));
    }
}
