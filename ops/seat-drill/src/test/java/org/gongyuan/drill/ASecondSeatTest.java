package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Two real windows: a candidate is moved by two persons from one to the other while the first
/// still runs, goes on there, and is collected when his time is over.
@DisplayName("A candidate who is moved to a second seat")
class ASecondSeatTest {

    private static final Path SCREENS = Path.of("target/screens");
    private static final SeatId SPARE = new SeatId("C01/R9/01");

    /// Enough for two windows to start, for the sign-in and for the move; the rest of it is waited
    /// for.
    private static final Duration LENGTH = Duration.ofSeconds(90);

    /// What a slow machine takes more than this of it is given back.
    private static final Duration EXPECTED = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static Display display;
    private static Display other;
    private static Stage stage;
    private static StaffDesk staff;
    private static DrilledDesk first;
    private static DrilledDesk second;

    @BeforeAll
    static void sit() throws IOException {
        Files.createDirectories(SCREENS);
        display = Display.start(1366, 768);
        other = Display.start(1920, 1080);
        stage = Stage.set(Stage.Setting.of(1).lasting(LENGTH));
        staff = stage.open(Duration.ofSeconds(1));
        var seat = stage.candidates().tickets().getFirst().seat();
        first = desk(seat, display);
        second = desk(SPARE, other);
    }

    private static DrilledDesk desk(SeatId seat, Display on) {
        return DrilledDesk.set(
                stage,
                seat,
                on,
                List.of(new Node("127.0.0.1", stage.node().seatPort())),
                List.of("exam = 汽车工程技术人员（初级）"));
    }

    @AfterAll
    static void leave() {
        second.close();
        first.close();
        stage.close();
        other.close();
        display.close();
    }

    @Test
    void findsHisResponsesThereAndIsCollectedWhenTheTimeIsOver() {
        var signIn = stage.candidates().tickets().getFirst().signIn();
        var there = CandidateAtDesk.chinese(second.start());
        there.sees(CandidateAtDesk.Screen.WELCOME);
        there.goesOn();
        there.sees(CandidateAtDesk.Screen.SIGN_IN);

        var here = CandidateAtDesk.chinese(first.start());
        here.sees(CandidateAtDesk.Screen.WELCOME);
        here.goesOn();
        here.signIn(signIn);
        here.getsReady();
        staff.release(stage.form(), List.of(0, 1, 2));
        long running = System.nanoTime();
        here.seesItem(1);
        running = givesBack(running);
        here.options().nth(1).click();
        here.seesSaved();
        running = givesBack(running);

        staff.order(
                new What.Move(
                        new Scope.At(stage.candidates().tickets().getFirst().seat()),
                        SPARE,
                        Cause.MACHINE_FAULT));
        there.signIn(signIn);
        there.goesOnIfAsked();
        var _ = givesBack(running);
        there.seesItem(1);
        assertTrue(there.options().nth(1).isChecked(), "the response came along");
        there.options().nth(2).click();
        there.seesSaved();
        other.shoot(SCREENS.resolve("20-second-seat.png"));
        here.sees(CandidateAtDesk.Screen.STOPPED);
        display.shoot(SCREENS.resolve("21-moved.png"));
        assertEquals("", Axe.findings(here.page()));
        assertEquals(0, here.page().locator(".qti-body").count(), "the first seat shows no item");

        assertTrue(there.waitsForTheEnd(PATIENCE), "the time never ended");
        there.sees(CandidateAtDesk.Screen.COLLECTED);
        other.shoot(SCREENS.resolve("22-collected.png"));
        assertEquals("", Axe.findings(there.page()));
        assertEquals(1L, staff.status().get("expired"));
        assertEquals(0L, staff.status().get("submitted"));
    }

    /// As a proctor does who sees that a machine is slow.
    ///
    /// @return from when on time is taken anew
    private static long givesBack(long since) {
        long now = System.nanoTime();
        var taken = Duration.ofNanos(now - since);
        if (taken.compareTo(EXPECTED) > 0) {
            staff.order(new What.Extend(new Scope.All(), taken, Cause.MACHINE_FAULT));
        }
        return now;
    }
}
