package org.gongyuan.lockdown.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The pointer stays on the monitor that the seat's window covers (lockdown.md 3.7). At its
/// four sides stand barriers of the X server: nothing is grabbed, so the page keeps every event of
/// the pointer. They stand around a place on the screen, and stay there when a monitor is plugged
/// in meanwhile.
///
/// Barriers stop what moves a pointer by so much, as a mouse does; they let a pointer pass that is
/// put somewhere, as a tablet or a program does. It is put back within a fifth of a second.
public final class PointerBarriers implements Measure {

    /// Since this version of the extension the server has barriers.
    private static final int WITH_BARRIERS = 5;

    private static final int MAY_GO_RIGHT = 1;
    private static final int MAY_GO_DOWN = 2;
    private static final int MAY_GO_LEFT = 4;
    private static final int MAY_GO_UP = 8;

    private final Display display;
    private final Runnable puttingBack = this::putBack;
    private List<Long> barriers = List.of();
    private Display.Monitor ours;

    /// On this display.
    public PointerBarriers(Display display) {
        this.display = requireNonNull(display, "display");
    }

    @Override
    public String name() {
        return "pointer";
    }

    /// Nothing: barriers end with our connection to the display.
    @Override
    public String keep() {
        return "";
    }

    @Override
    public void perform() throws CannotLock {
        var monitors = display.monitors();
        if (monitors.isEmpty()) {
            throw new CannotLock("the display has no monitor to keep the pointer on");
        }
        var xfixes = Library.load("libXfixes.so.3");
        display.on(
                () -> {
                    demandBarriers(xfixes);
                    ours = monitors.getFirst();
                    var made = new ArrayList<Long>();
                    int error = display.checked(() -> made.addAll(around(xfixes, ours)));
                    barriers = List.copyOf(made);
                    if (error != 0) {
                        throw new CannotLock(
                                "the X server refused a barrier around monitor %s with error %d"
                                        .formatted(ours.name(), error));
                    }
                    putBack();
                    display.keep(puttingBack);
                    return null;
                });
    }

    private void demandBarriers(Library xfixes) throws CannotLock {
        if (!display.has("XFIXES")) {
            throw new CannotLock(
                    "the X server has no extension XFIXES, so the pointer cannot be kept on its"
                            + " monitor; use an X server with version 5 of it");
        }
        try (var local = Arena.ofConfined()) {
            var version = local.allocate(JAVA_INT, 2);
            version.setAtIndex(JAVA_INT, 0, WITH_BARRIERS);
            int isKnown =
                    (int)
                            xfixes.call(
                                    "XFixesQueryVersion",
                                    "ippp",
                                    display.connection(),
                                    version,
                                    version.asSlice(4));
            int major = isKnown == 0 ? 0 : version.getAtIndex(JAVA_INT, 0);
            demand(major);
        }
    }

    /// Refuses a server too old for barriers.
    static void demand(int major) throws CannotLock {
        if (major < WITH_BARRIERS) {
            throw new CannotLock(
                    "the X server has version %d of XFIXES; keeping the pointer on its monitor needs %d"
                            .formatted(major, WITH_BARRIERS));
        }
    }

    /// One for each side, passed only on the way in.
    private List<Long> around(Library xfixes, Display.Monitor at) {
        int right = at.x() + at.width();
        int bottom = at.y() + at.height();
        return List.of(
                barrier(xfixes, at.x(), at.y(), at.x(), bottom, MAY_GO_RIGHT),
                barrier(xfixes, right, at.y(), right, bottom, MAY_GO_LEFT),
                barrier(xfixes, at.x(), at.y(), right, at.y(), MAY_GO_DOWN),
                barrier(xfixes, at.x(), bottom, right, bottom, MAY_GO_UP));
    }

    private long barrier(Library xfixes, int x1, int y1, int x2, int y2, int directions) {
        return (long)
                xfixes.call(
                        "XFixesCreatePointerBarrier",
                        "lpliiiiiip",
                        display.connection(),
                        display.root(),
                        x1,
                        y1,
                        x2,
                        y2,
                        directions,
                        0,
                        MemorySegment.NULL);
    }

    private void putBack() {
        try (var local = Arena.ofConfined()) {
            var windows = local.allocate(JAVA_LONG, 2);
            var numbers = local.allocate(JAVA_INT, 5);
            int isOnScreen =
                    (int)
                            display.x11()
                                    .call(
                                            "XQueryPointer",
                                            "iplppppppp",
                                            display.connection(),
                                            display.root(),
                                            windows,
                                            windows.asSlice(8),
                                            numbers,
                                            numbers.asSlice(4),
                                            numbers.asSlice(8),
                                            numbers.asSlice(12),
                                            numbers.asSlice(16));
            int x = numbers.getAtIndex(JAVA_INT, 0);
            int y = numbers.getAtIndex(JAVA_INT, 1);
            int inX = Math.clamp(x, ours.x(), ours.x() + ours.width() - 1);
            int inY = Math.clamp(y, ours.y(), ours.y() + ours.height() - 1);
            if (isOnScreen != 0 && (inX != x || inY != y)) {
                display.x11()
                        .call(
                                "XWarpPointer",
                                "iplliiiiii",
                                display.connection(),
                                0L,
                                display.root(),
                                0,
                                0,
                                0,
                                0,
                                inX,
                                inY);
                display.x11().call("XFlush", "ip", display.connection());
            }
        }
    }

    @Override
    public void revert(String kept) throws CannotLock {
        display.leave(puttingBack);
        if (barriers.isEmpty()) {
            return;
        }
        var xfixes = Library.load("libXfixes.so.3");
        display.on(
                () -> {
                    for (long barrier : barriers) {
                        xfixes.call(
                                "XFixesDestroyPointerBarrier",
                                "vpl",
                                display.connection(),
                                barrier);
                    }
                    display.x11().call("XSync", "ipi", display.connection(), 0);
                    barriers = List.of();
                    return null;
                });
    }
}
