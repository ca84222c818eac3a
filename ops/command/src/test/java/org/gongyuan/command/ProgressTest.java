package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;

@DisplayName("The progress of long work")
class ProgressTest {

    private final StringWriter shown = new StringWriter();

    private Progress of(boolean isTerminal) {
        return Progress.of(new PrintWriter(shown), "导出 export", isTerminal, 0);
    }

    private void await(String text) throws InterruptedException {
        while (!shown.toString().contains(text)) {
            Thread.sleep(5);
        }
    }

    @Test
    void isToldOnATerminalAndGoneAtItsEnd() throws InterruptedException {
        try (var progress = of(true)) {
            await("导出 export  …");
            progress.at(5, 20);
            await("━━━━━" + " ".repeat(16) + "5/20");
        }

        assertTrue(shown.toString().endsWith("\r\033[K"), shown.toString());
    }

    @Test
    void isClosedOnceMoreWithoutHarm() throws InterruptedException {
        var progress = of(true);
        await("export");
        progress.close();
        var before = shown.toString();
        progress.close();

        assertEquals(before, shown.toString());
    }

    @Test
    void isNotToldWhereNoTerminalIs() {
        try (var progress = of(false)) {
            progress.at(1, 2);
        }

        assertEquals("", shown.toString());
    }
}
