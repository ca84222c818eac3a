package org.gongyuan.lockdown.display;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/// Every monitor but the one that the seat's window covers is black (lockdown.md 3.5), for a centre
/// whose machines have a second one that stays plugged in. Windows of ours lie over them, above
/// everything else, and new ones over a monitor that is plugged in meanwhile. They end with our
/// connection to the display, also after `kill -9`, as a monitor that was switched off would not.
///
/// A monitor that shows the same as ours cannot be covered: then the machine is *not locked*.
public final class OtherMonitorsBlank implements Measure {

    /// Where `XSetWindowAttributes` has its `override_redirect`, and how long it is.
    private static final long OVERRIDE_REDIRECT = 88;

    private static final long ATTRIBUTES = 112;
    private static final long SETS_OVERRIDE_REDIRECT = 1L << 9;

    private final Display display;
    private final Runnable covering = this::coverAnew;
    private Display.Monitor ours;
    private List<Display.Monitor> seen = List.of();
    private List<Long> covers = List.of();
    private Optional<Library> xrandr = Optional.empty();

    /// On this display.
    public OtherMonitorsBlank(Display display) {
        this.display = requireNonNull(display, "display");
    }

    /// The same name as [OneMonitor]: it is the other way to the same end.
    @Override
    public String name() {
        return "one-monitor";
    }

    /// Nothing: our windows end with our connection to the display.
    @Override
    public String keep() {
        return "";
    }

    @Override
    public void perform() throws CannotLock {
        var monitors = display.monitors();
        if (monitors.isEmpty()) {
            throw new CannotLock("the display has no monitor that could stay on");
        }
        var first = monitors.getFirst();
        var same = monitors.stream().skip(1).filter(one -> one.shares(first)).toList();
        if (!same.isEmpty()) {
            throw new CannotLock(
                    "monitor %s shows the same as %s and cannot be blanked; unplug it or set it beside"
                            .formatted(
                                    same.stream().map(Display.Monitor::name).collect(joining(", ")),
                                    first.name()));
        }
        xrandr = Optional.of(Library.load("libXrandr.so.2"));
        display.on(
                () -> {
                    ours = first;
                    cover(monitors);
                    display.keep(covering);
                    return null;
                });
    }

    private void coverAnew() {
        try {
            var monitors = display.monitors(xrandr.orElseThrow());
            if (monitors.equals(seen)) {
                // Above whatever was opened since.
                covers.forEach(
                        cover ->
                                display.x11()
                                        .call("XRaiseWindow", "ipl", display.connection(), cover));
                display.x11().call("XFlush", "ip", display.connection());
            } else {
                cover(monitors);
            }
        } catch (CannotLock silent) {
            throw new IllegalStateException(silent);
        }
    }

    private void cover(List<Display.Monitor> monitors) {
        var before = covers;
        // What shows the candidate's window is never covered, whatever it is called by now.
        var others = monitors.stream().filter(one -> !one.shares(ours)).toList();
        covers = others.stream().map(this::black).toList();
        seen = monitors;
        before.forEach(this::destroy);
        display.x11().call("XSync", "ipi", display.connection(), 0);
        display.blanked(others.stream().map(Display.Monitor::name).collect(toSet()));
    }

    private long black(Display.Monitor monitor) {
        var x11 = display.x11();
        var connection = display.connection();
        long black =
                (long)
                        x11.call(
                                "XBlackPixel",
                                "lpi",
                                connection,
                                (int) x11.call("XDefaultScreen", "ip", connection));
        long window =
                (long)
                        x11.call(
                                "XCreateSimpleWindow",
                                "lpliiiiill",
                                connection,
                                display.root(),
                                monitor.x(),
                                monitor.y(),
                                monitor.width(),
                                monitor.height(),
                                0,
                                black,
                                black);
        try (var local = Arena.ofConfined()) {
            var attributes = local.allocate(ATTRIBUTES, 8);
            attributes.set(JAVA_INT, OVERRIDE_REDIRECT, 1);
            x11.call(
                    "XChangeWindowAttributes",
                    "ipllp",
                    connection,
                    window,
                    SETS_OVERRIDE_REDIRECT,
                    attributes);
        }
        x11.call("XMapRaised", "ipl", connection, window);
        return window;
    }

    private void destroy(long window) {
        display.x11().call("XDestroyWindow", "ipl", display.connection(), window);
    }

    @Override
    public void revert(String kept) throws CannotLock {
        display.leave(covering);
        display.on(
                () -> {
                    cover(List.of());
                    return null;
                });
    }
}
