package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What stays in the memory of the real window of items a candidate has left.
class WhatTheSeatKeepsTest {

    private static final Path SCREENS = Path.of("target/screens");
    private static final int ITEMS = 60;

    /// What Chromium may keep of pictures (seat-window.md 2.7), and what it draws the page in.
    private static final double MOST_SHARED_MIB = 64 + 32;

    /// Sixty photographs, decoded, are more than three times what may be kept.
    @Test
    void isOfPicturesNoMoreThanItsBound() throws IOException {
        Files.createDirectories(SCREENS);
        try (var display = Display.start(1366, 768);
                var stage = Stage.set(Stage.Setting.of(1).of(Papers.photographs(ITEMS)))) {
            var staff = stage.open(Duration.ofSeconds(1));
            var ticket = stage.candidates().tickets().getFirst();
            try (var desk =
                    DrilledDesk.set(
                            stage,
                            ticket.seat(),
                            display,
                            List.of(new Node("127.0.0.1", stage.node().seatPort())),
                            List.of("exam = 看图答题"))) {
                var candidate = CandidateAtDesk.chinese(desk.start());
                candidate.sees(CandidateAtDesk.Screen.WELCOME);
                candidate.goesOn();
                candidate.signIn(ticket.signIn());
                candidate.getsReady();
                staff.release(stage.form(), List.of(0, 1, 2));
                candidate.seesItem(1);

                var seen = candidate.page().evaluate(PAGE_SEES_EVERY_PICTURE);
                double shared = SeatMemory.sharedMib(desk.renderers());
                candidate.goesTo(ITEMS / 2);
                display.shoot(SCREENS.resolve("30-photograph.png"));

                assertEquals(ITEMS - 1, ((Number) seen).intValue(), "photographs seen");
                assertTrue(shared > 0, "the renderer's memory cannot be read");
                assertTrue(
                        shared <= MOST_SHARED_MIB,
                        "%.0f MiB of pictures are kept, at most %.0f may be"
                                .formatted(shared, MOST_SHARED_MIB));
            }
        }
    }

    /// From item to item until all photographs were on the screen; ends at the last of them.
    private static final String PAGE_SEES_EVERY_PICTURE =
            """
            async () => {
              const frame = () => new Promise(done => requestAnimationFrame(done));
              const body = () => document.querySelector('.question-body .qti-body');
              const cells = document.querySelectorAll('.navigator .grid .cell').length;
              let seen = 0;
              for (let place = 0; place < cells; place++) {
                const before = body();
                const cell = document.querySelectorAll('.navigator .grid .cell')[place];
                if (!cell.classList.contains('current')) {
                  cell.click();
                  for (let turn = 0; turn < 1200 && (body() === null || body() === before); turn++) await frame();
                }
                const picture = body().querySelector('img');
                if (picture === null) continue;
                for (let turn = 0; turn < 1200 && !(picture.complete && picture.naturalWidth > 0); turn++) await frame();
                if (picture.naturalWidth > 0) seen++;
                await frame();
                await frame();
                await frame();
              }
              return seen;
            }
            """;
}
