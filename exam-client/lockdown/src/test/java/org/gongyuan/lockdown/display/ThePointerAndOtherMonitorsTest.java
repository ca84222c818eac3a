package org.gongyuan.lockdown.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.KeptFile;
import org.gongyuan.lockdown.measure.Lockdown;
import org.gongyuan.lockdown.posture.Posture;
import org.gongyuan.protocol.record.FindingKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.imageio.ImageIO;

/// A screen with a monitor in its middle, ours, and others around it, as RandR tells them.
@DisplayName("The pointer and other monitors")
@Timeout(600)
class ThePointerAndOtherMonitorsTest {

    private static final int LEFT = 300;
    private static final int TOP = 200;
    private static final int RIGHT = LEFT + 800 - 1;
    private static final int BOTTOM = TOP + 600 - 1;
    private static final int BLACK = 0xff000000;
    private static final int WHITE = 0xffffffff;

    private Xvfb server;
    private Display display;

    @BeforeEach
    void open() throws Exception {
        server = Xvfb.of("1600x1000x24");
        display = Display.open(server.display());
        server.run("xrandr", "--setmonitor", "OURS", "800/200x600/150+300+200", "screen");
    }

    @AfterEach
    void close() {
        display.close();
        server.close();
    }

    private void plugIn(String name, String place) throws IOException {
        server.run("xrandr", "--setmonitor", name, place, "none");
    }

    private void plugInBeside() throws IOException {
        plugIn("BESIDE", "500/120x600/150+1100+200");
    }

    // ---- the pointer

    /// Moved as a mouse moves it, again and again.
    private String pushed(int right, int down) throws IOException {
        server.run(
                "xdotool", "mousemove", Integer.toString(LEFT + 400), Integer.toString(TOP + 300));
        var command = new ArrayList<>(List.of("xdotool"));
        for (int i = 0; i < 40; i++) {
            command.addAll(
                    List.of(
                            "mousemove_relative",
                            "--",
                            Integer.toString(right),
                            Integer.toString(down)));
        }
        server.run(command.toArray(String[]::new));
        return pointer();
    }

    private String pointer() throws IOException {
        var told = server.run("xdotool", "getmouselocation").split("[: ]");
        return told[1] + "," + told[3];
    }

    @Test
    void drivenAgainstEachSideAndCornerThePointerStaysUntilItIsGivenBack(@TempDir Path folder)
            throws Exception {
        plugInBeside();
        assertEquals("1599,500", pushed(97, 0), "before, it goes over to the other monitor");
        var file = new KeptFile(folder.resolve("lockdown.kept"));
        var applied = Lockdown.apply(List.of(new PointerBarriers(display)), file);
        if (!(applied instanceof Lockdown.Held(var held))) {
            throw new AssertionError(applied.toString());
        }
        assertEquals(List.of(new KeptFile.Kept("pointer", "")), file.read());
        assertEquals(RIGHT + ",500", pushed(97, 0));
        assertEquals(LEFT + ",500", pushed(-97, 0));
        assertEquals("700," + BOTTOM, pushed(0, 97));
        assertEquals("700," + TOP, pushed(0, -97));
        assertEquals(RIGHT + "," + BOTTOM, pushed(4_000, 4_000));
        assertEquals(LEFT + "," + TOP, pushed(-97, -89));
        assertEquals(RIGHT + "," + TOP, pushed(31, -29));
        assertEquals(LEFT + "," + BOTTOM, pushed(-1_000, 999));

        plugIn("UNDER", "800/200x200/50+300+800");
        assertEquals("700," + BOTTOM, pushed(0, 97), "a monitor plugged in meanwhile");

        assertEquals(List.of(), held.giveBack());
        assertEquals(List.of(), file.read());
        assertEquals("1599,500", pushed(97, 0));
        assertEquals("700,0", pushed(0, -97));
    }

    @Test
    void putElsewhereThePointerIsPutBack() throws Exception {
        server.run("xdotool", "mousemove", "1500", "900");
        var kept = new PointerBarriers(display);
        kept.perform();
        assertEquals(RIGHT + "," + BOTTOM, pointer(), "as soon as the measure is in force");
        // As a tablet does it, which says where the pointer is and not by how much it moved.
        server.run("xdotool", "mousemove", "10", "400");
        for (int i = 0; i < 3_000 && !pointer().equals(LEFT + ",400"); i++) {
            Thread.sleep(20);
        }
        assertEquals(LEFT + ",400", pointer());
        kept.revert("");
        kept.revert("");
    }

    @Test
    void theEndOfOurConnectionLetsThePointerGo() throws Exception {
        try (var ofKilled = Display.open(server.display())) {
            new PointerBarriers(ofKilled).perform();
            assertEquals(RIGHT + ",500", pushed(97, 0));
        }
        assertEquals("1599,500", pushed(97, 0));
    }

    @Test
    void aServerWithoutBarriersIsRefused() throws Exception {
        try (var old = Xvfb.of("800x600x24", "-extension", "XFIXES");
                var onOld = Display.open(old.display())) {
            var refused =
                    assertThrows(CannotLock.class, () -> new PointerBarriers(onOld).perform());
            assertTrue(refused.getMessage().contains("no extension XFIXES"), refused.getMessage());
        }
        var tooOld = assertThrows(CannotLock.class, () -> PointerBarriers.demand(4));
        assertTrue(tooOld.getMessage().contains("version 4 of XFIXES"), tooOld.getMessage());
        assertTrue(tooOld.getMessage().endsWith("needs 5"), tooOld.getMessage());
        PointerBarriers.demand(5);
    }

    // ---- other monitors

    /// What is shown there now.
    private int colour(int x, int y) throws IOException {
        var file = Path.of("target", "monitors-%s.png".formatted(server.display().substring(1)));
        server.run("import", "-window", "root", file.toString());
        return ImageIO.read(file.toFile()).getRGB(x, y);
    }

    private void becomes(int colour, int x, int y) throws Exception {
        for (int i = 0; i < 1_000 && colour(x, y) != colour; i++) {
            Thread.sleep(20);
        }
        assertEquals(Integer.toHexString(colour), Integer.toHexString(colour(x, y)));
    }

    @Test
    void otherMonitorsAreBlackAndShownAgain() throws Exception {
        server.run("xsetroot", "-solid", "white");
        becomes(WHITE, 1_200, 300);
        plugInBeside();
        var blank = new OtherMonitorsBlank(display);
        blank.perform();
        assertEquals(BLACK, colour(1_200, 300));
        assertEquals(WHITE, colour(700, 500), "ours is not");
        assertEquals(Set.of("BESIDE"), display.blanked());
        assertEquals("OURS, BESIDE (blanked)", severalMonitors());

        server.start("xev", "-geometry", "200x200+1150+250", "-bw", "0");
        plugIn("UNDER", "800/200x200/50+300+800");
        becomes(BLACK, 700, 900);
        becomes(BLACK, 1_200, 300);
        assertEquals(Set.of("BESIDE", "UNDER"), display.blanked());
        server.run("xrandr", "--delmonitor", "UNDER");
        becomes(WHITE, 700, 900);

        blank.revert(blank.keep());
        blank.revert("");
        becomes(WHITE, 1_400, 700);
        assertEquals(Set.of(), display.blanked());
    }

    private String severalMonitors() throws CannotLock {
        return new Posture(
                        org.gongyuan.lockdown.posture.Machine.here(),
                        Optional.of(display),
                        ProcessHandle.current().pid())
                .look(Set.of()).stream()
                        .filter(found -> found.kind() == FindingKind.SEVERAL_MONITORS)
                        .findFirst()
                        .orElseThrow()
                        .evidence();
    }

    @Test
    void aMonitorThatShowsTheSameCannotBeBlanked() throws Exception {
        plugIn("MIRROR", "800/200x600/150+300+200");
        var blank = new OtherMonitorsBlank(display);
        var refused = assertThrows(CannotLock.class, blank::perform);
        assertTrue(
                refused.getMessage().contains("MIRROR shows the same as OURS"),
                refused.getMessage());
        blank.revert("");
        server.run("xrandr", "--delmonitor", "MIRROR");
        blank.perform();
        // Plugged in meanwhile and standing where our window is: it is never covered.
        server.run("xsetroot", "-solid", "white");
        plugIn("MIRROR", "800/200x600/150+300+200");
        plugInBeside();
        becomes(BLACK, 1_200, 300);
        assertFalse(display.blanked().contains("MIRROR"));
        assertEquals(WHITE, colour(700, 500));
    }

    @Test
    void theEndOfOurConnectionShowsThemAgain() throws Exception {
        server.run("xsetroot", "-solid", "white");
        plugInBeside();
        try (var ofKilled = Display.open(server.display())) {
            new OtherMonitorsBlank(ofKilled).perform();
            assertEquals(BLACK, colour(1_200, 300));
        }
        becomes(WHITE, 1_200, 300);
    }
}
