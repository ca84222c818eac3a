package org.gongyuan.lockdown.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.KeptFile;
import org.gongyuan.lockdown.measure.Lockdown;
import org.gongyuan.lockdown.measure.Measure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

@Timeout(600)
class DisplayInHandTest {

    private Xvfb server;
    private Display display;

    @BeforeEach
    void open() throws Exception {
        server = Xvfb.start();
        display = Display.open(server.display());
    }

    @AfterEach
    void close() {
        display.close();
        server.close();
    }

    @Test
    void noBlockedKeyReachesAnythingAndTypingDoes() throws Exception {
        var window = server.window();
        server.run("xdotool", "key", "ctrl+p");
        assertTrue(window.sees("p", 1), "before the grabs it is typed");
        var grabs = new KeyGrabs(display, BlockedKeys.all());
        grabs.perform();
        for (var key :
                List.of(
                        "ctrl+p",
                        "ctrl+n",
                        "ctrl+shift+i",
                        "F12",
                        "F5",
                        "alt+Left",
                        "alt+F4",
                        "super+e",
                        "ctrl+alt+t",
                        "Print",
                        "ctrl+w",
                        "alt+Tab")) {
            server.run("xdotool", "key", key);
        }
        server.run("xdotool", "key", "z");
        assertTrue(window.sees("z", 1), () -> "saw " + window.pressed());
        var reached =
                window.pressed().stream()
                        .filter(key -> !key.matches("Control_L|Shift_L|Alt_L|z"))
                        .toList();
        assertEquals(List.of("p"), reached, "only what was typed before, and the bare modifiers");
        grabs.revert("");
        server.run("xdotool", "key", "F12");
        assertTrue(window.sees("F12", 1), "given back");
    }

    @Test
    void capsLockAndNumLockMakeNoHole() throws Exception {
        var window = server.window();
        new KeyGrabs(display, BlockedKeys.all()).perform();
        server.run("xdotool", "key", "Num_Lock");
        server.run("xdotool", "key", "ctrl+p");
        server.run("xdotool", "key", "Caps_Lock");
        server.run("xdotool", "key", "ctrl+p");
        server.run("xdotool", "key", "Caps_Lock");
        server.run("xdotool", "key", "z");
        assertTrue(window.sees("z", 1), () -> "saw " + window.pressed());
        assertFalse(window.pressed().contains("p"), window.pressed().toString());
        assertFalse(window.pressed().contains("P"), window.pressed().toString());
    }

    @Test
    void aKeyHeldBySomebodyElseMeansNotLockedAndIsNamed() throws Exception {
        try (var other = Display.open(server.display())) {
            new KeyGrabs(other, List.of("F12")).perform();
            var refused =
                    assertThrows(
                            CannotLock.class,
                            () -> new KeyGrabs(display, List.of("ctrl+p", "F12")).perform());
            assertTrue(refused.getMessage().contains("F12"), refused.getMessage());
            assertTrue(refused.getMessage().contains("not locked"), refused.getMessage());
        }
    }

    @Test
    void aRefusedKeyLeavesNothingBehind(@TempDir Path folder) throws Exception {
        var window = server.window();
        var before = server.run("xset", "q");
        try (var other = Display.open(server.display())) {
            new KeyGrabs(other, List.of("F12")).perform();
            var measures =
                    List.of(
                            new ScreenAwake(display),
                            new EmptyClipboard(display),
                            new KeyGrabs(display, BlockedKeys.all()));
            var file = new KeptFile(folder.resolve("lockdown.kept"));
            assertTrue(
                    Lockdown.apply(measures, file)
                                    instanceof Lockdown.NotHeld(var measure, var _, var left)
                            && measure.equals("keys")
                            && left.isEmpty());
        }
        server.run("xdotool", "key", "ctrl+n");
        assertTrue(window.sees("n", 1), "the keys taken before the refused one are free again");
        assertEquals(timeout(before), timeout(server.run("xset", "q")));
    }

    private static String timeout(String xset) {
        return xset.lines().filter(line -> line.contains("timeout:")).findFirst().orElseThrow();
    }

    @Test
    void typingSurvivesFiveHundredGrabsAndFocusChanges() throws Exception {
        var window = server.window();
        var id = server.run("xdotool", "search", "--name", "^keys$");
        var keys = List.of("ctrl+p", "F12", "alt+Left", "Super_L");
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 10; i++) {
                var grabs = new KeyGrabs(display, keys);
                grabs.perform();
                grabs.revert("");
            }
            server.run("xdotool", "windowfocus", id, "key", "a", "key", "b");
        }
        assertTrue(window.sees("a", 50), "saw " + window.pressed().size() + " keys");
        assertTrue(window.sees("b", 50), "saw " + window.pressed().size() + " keys");
    }

    @Test
    void theScreenStaysAwakeAndIsGivenBackAsItWas() throws Exception {
        server.run("xset", "s", "300", "60");
        var awake = new ScreenAwake(display);
        var kept = awake.keep();
        assertTrue(kept.startsWith("300 60 "), kept);
        awake.perform();
        assertTrue(timeout(server.run("xset", "q")).contains("timeout:  0"));
        new ScreenAwake(display).revert(kept);
        assertTrue(timeout(server.run("xset", "q")).contains("timeout:  300"));
        assertThrows(CannotLock.class, () -> awake.revert("300 60"));
        assertThrows(CannotLock.class, () -> awake.revert("999999999999 0 0 0 on"));
    }

    @Test
    void nothingIsCarriedInOrOutByCopying() throws Exception {
        copy("what came in");
        assertEquals("what came in", paste());
        Measure clipboard = new EmptyClipboard(display);
        clipboard.perform();
        var pasted = paste();
        assertFalse(pasted.contains("what came in"), pasted);
        assertTrue(pasted.contains("not available"), "who pastes is told at once: " + pasted);
        copy("a copied item");
        clipboard.revert(clipboard.keep());
        assertFalse(paste().contains("a copied item"));
    }

    private void copy(String text) throws Exception {
        server.run(
                "sh",
                "-c",
                "printf '%s' '"
                        + text
                        + "' | timeout 120 xclip -selection clipboard >/dev/null 2>&1");
        // The program that copies goes on in a child, which may own the selection a little later.
        for (int i = 0; i < 1_000 && !paste().equals(text); i++) {
            Thread.sleep(20);
        }
    }

    private String paste() throws IOException {
        return server.run("timeout", "120", "xclip", "-selection", "clipboard", "-o");
    }

    @Test
    void oneMonitorIsRightAndTwoAreRefusedByName() throws Exception {
        new OneMonitor(display).perform();
        var monitor = display.monitors().getFirst();
        assertEquals(1366, monitor.width());
        assertEquals(768, monitor.height());
        server.run("xrandr", "--setmonitor", "LEFT", "683/180x768/200+0+0", "screen");
        server.run("xrandr", "--setmonitor", "RIGHT", "683/180x768/200+683+0", "none");
        var refused = assertThrows(CannotLock.class, () -> new OneMonitor(display).perform());
        assertTrue(refused.getMessage().contains("2 monitors"), refused.getMessage());
        assertTrue(refused.getMessage().contains("RIGHT"), refused.getMessage());
    }

    @Test
    void everyProgramOnTheDisplayIsSeen() throws Exception {
        long ours = ProcessHandle.current().pid();
        assertTrue(display.clients().contains(ours));
        var watcher = server.start("xev", "-event", "mouse");
        boolean isSeen = false;
        for (int i = 0; i < 3_000 && !isSeen; i++) {
            Thread.sleep(20);
            isSeen = display.clients().contains(watcher.pid());
        }
        assertTrue(isSeen, "a program that only looks on is seen: " + display.clients());
    }

    @Test
    void refusesADisplayThatIsNotThere() {
        var refused = assertThrows(CannotLock.class, () -> Display.open(":9876"));
        assertTrue(refused.getMessage().contains(":9876"), refused.getMessage());
    }

    @Test
    void refusesAKeyThatIsNone() {
        for (var wrong : List.of("ctrl+nosuchkey", "hyper+p", "+", "ctrl+")) {
            assertThrows(
                    CannotLock.class, () -> new KeyGrabs(display, List.of(wrong)).perform(), wrong);
        }
    }
}
