package org.gongyuan.lockdown.display;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Our own connection to an X display. What is grabbed with it is let go by the X server when
/// the connection ends, also after `kill -9`.
///
/// Everything happens on one thread, as the library wants it. Its error handler belongs to the
/// whole process and others in it (the window's toolkit) bring their own, so ours stands in only
/// while a request of ours is checked.
@SuppressWarnings("restricted")
public final class Display implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Display.class);

    /// What the server answers when another client holds what was asked for.
    static final int BAD_ACCESS = 10;

    private static final Duration DRAIN_EVERY = Duration.ofMillis(200);
    private static final int EVENT_BYTES = 192;
    private static final long ERROR_SERIAL = 24;
    private static final long ERROR_CODE = 32;
    private static final int PID_MASK = 2;

    private final Library x11;
    private final Library xext;
    private final MemorySegment display;
    private final long root;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment event = arena.allocate(EVENT_BYTES);
    private final MemorySegment handler;
    private final ScheduledExecutorService thread;
    private volatile Set<String> blanked = Set.of();
    private final List<Runnable> kept = new CopyOnWriteArrayList<>();
    private int lastError;

    /// The refusals of the request that was checked last, by the number of the request.
    private final Map<Long, Integer> errors = new HashMap<>();

    private Display(
            Library x11, Library xext, MemorySegment display, ScheduledExecutorService own) {
        this.x11 = x11;
        this.xext = xext;
        this.display = display;
        this.thread = own;
        this.root = (long) x11.call("XDefaultRootWindow", "lp", display);
        this.handler = errorHandler();
    }

    /// A monitor of the display, in pixels.
    public record Monitor(String name, int x, int y, int width, int height) {

        /// Whether both show a part of the screen that is the same.
        boolean shares(Monitor other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    /// What blanks the screen: the screen saver's numbers, and the power saving of the monitor.
    record Blanking(int timeout, int interval, int prefer, int allow, boolean isSaving) {}

    /// Opens a display.
    ///
    /// @param name such as `:0`
    /// @throws CannotLock when it cannot be opened, or a library is absent
    public static Display open(String name) throws CannotLock {
        requireNonNull(name, "name");
        var x11 = Library.load("libX11.so.6");
        var xext = Library.load("libXext.so.6");
        var thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("display").daemon().factory());
        try {
            return thread.submit(
                            () -> {
                                try (var local = Arena.ofConfined()) {
                                    var opened =
                                            (MemorySegment)
                                                    x11.call(
                                                            "XOpenDisplay",
                                                            "pp",
                                                            local.allocateFrom(name));
                                    if (opened.address() == 0) {
                                        throw new CannotLock(
                                                "display %s cannot be opened".formatted(name));
                                    }
                                    var display = new Display(x11, xext, opened, thread);
                                    display.drainRegularly();
                                    return display;
                                }
                            })
                    .get();
        } catch (ExecutionException failed) {
            thread.shutdown();
            throw asRefusal(failed);
        } catch (InterruptedException interrupted) {
            thread.shutdown();
            Thread.currentThread().interrupt();
            throw new CannotLock("interrupted while opening the display", interrupted);
        }
    }

    private static CannotLock asRefusal(ExecutionException failed) {
        return failed.getCause() instanceof CannotLock refused
                ? refused
                : new CannotLock("the X library failed: " + failed.getCause(), failed.getCause());
    }

    /// Does something with the connection on its thread.
    <T> T on(Callable<T> act) throws CannotLock {
        try {
            return thread.submit(act).get();
        } catch (ExecutionException failed) {
            throw asRefusal(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotLock("interrupted", interrupted);
        }
    }

    /// Grabbed keys arrive here and end here. Then measures look after what they hold.
    private void drainRegularly() {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> {
                            while ((int) x11.call("XPending", "ip", display) > 0) {
                                x11.call("XNextEvent", "ipp", display, event);
                            }
                            kept.forEach(Display::look);
                        },
                        0,
                        DRAIN_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void look(Runnable upkeep) {
        try {
            upkeep.run();
        } catch (RuntimeException failed) {
            LOG.warn("the display could not be looked after: {}", failed.toString());
        }
    }

    /// Does something five times a second on the connection's thread, until `leave`.
    void keep(Runnable upkeep) {
        kept.add(upkeep);
    }

    /// Does it no more.
    void leave(Runnable upkeep) {
        kept.remove(upkeep);
    }

    /// The connection, for who acts on its thread.
    MemorySegment connection() {
        return display;
    }

    /// The library of that connection.
    Library x11() {
        return x11;
    }

    /// The window that is the whole screen, of all monitors together.
    long root() {
        return root;
    }

    private MemorySegment errorHandler() {
        try {
            var method =
                    MethodHandles.lookup()
                            .findVirtual(
                                    Display.class,
                                    "noteError",
                                    MethodType.methodType(
                                            int.class, MemorySegment.class, MemorySegment.class));
            return Linker.nativeLinker()
                    .upcallStub(
                            method.bindTo(this),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                            arena);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("unused") // called by the library
    private int noteError(MemorySegment of, MemorySegment error) {
        if (of.address() != display.address()) {
            return 0; // the window's toolkit has a connection of its own
        }
        var told = error.reinterpret(ERROR_CODE + 1);
        lastError = Byte.toUnsignedInt(told.get(JAVA_BYTE, ERROR_CODE));
        errors.put(told.get(JAVA_LONG, ERROR_SERIAL), lastError);
        return 0;
    }

    /// Asks something of the server and waits for its refusals: the last one; 0 when there was
    /// none.
    int checked(Runnable request) {
        x11.call("XSync", "ipi", display, 0);
        lastError = 0;
        errors.clear();
        var before = (MemorySegment) x11.call("XSetErrorHandler", "pp", handler);
        try {
            request.run();
            x11.call("XSync", "ipi", display, 0);
        } finally {
            x11.call("XSetErrorHandler", "pp", before);
        }
        return lastError;
    }

    /// The number of the key that gives this symbol on this keyboard; 0 when none does.
    int keyCode(String symbol) throws CannotLock {
        return on(
                () -> {
                    try (var local = Arena.ofConfined()) {
                        long keysym =
                                (long)
                                        x11.call(
                                                "XStringToKeysym",
                                                "lp",
                                                local.allocateFrom(symbol));
                        if (keysym == 0) {
                            throw new CannotLock("X knows no key " + symbol);
                        }
                        return Byte.toUnsignedInt(
                                (byte) x11.call("XKeysymToKeycode", "bpl", display, keysym));
                    }
                });
    }

    /// A key of the keyboard with exactly these modifiers.
    record Key(int code, int modifiers) {}

    /// Takes keys away from everybody else, all in one go.
    ///
    /// @return which of them another client holds, by their place in the list; the others are ours
    Set<Integer> grab(List<Key> keys) throws CannotLock {
        return on(
                () -> {
                    var places = new HashMap<Long, Integer>();
                    var _ =
                            checked(
                                    () -> {
                                        for (int i = 0; i < keys.size(); i++) {
                                            places.put(
                                                    (long) x11.call("XNextRequest", "lp", display),
                                                    i);
                                            grab(keys.get(i));
                                        }
                                    });
                    var held = new TreeSet<Integer>();
                    for (var error : errors.entrySet()) {
                        if (error.getValue() != BAD_ACCESS) {
                            throw new CannotLock(
                                    "the X server refused a key with error " + error.getValue());
                        }
                        held.add(places.get(error.getKey()));
                    }
                    return held;
                });
    }

    private void grab(Key key) {
        x11.call("XGrabKey", "ipiiliii", display, key.code(), key.modifiers(), root, 0, 1, 1);
    }

    /// Lets keys go.
    void ungrab(List<Key> keys) throws CannotLock {
        on(
                () ->
                        checked(
                                () ->
                                        keys.forEach(
                                                key ->
                                                        x11.call(
                                                                "XUngrabKey",
                                                                "ipiil",
                                                                display,
                                                                key.code(),
                                                                key.modifiers(),
                                                                root))));
    }

    /// Empties a selection (`CLIPBOARD`, `PRIMARY`, …): nobody owns it any more, so the server
    /// itself tells who asks for it, at once, that there is nothing. Owned by us, it would keep
    /// whoever pastes waiting for our answer.
    void emptySelection(String name) throws CannotLock {
        on(
                () -> {
                    try (var local = Arena.ofConfined()) {
                        long atom =
                                (long)
                                        x11.call(
                                                "XInternAtom",
                                                "lppi",
                                                display,
                                                local.allocateFrom(name),
                                                0);
                        return checked(
                                () ->
                                        x11.call(
                                                "XSetSelectionOwner",
                                                "iplll",
                                                display,
                                                atom,
                                                0L,
                                                0L));
                    }
                });
    }

    /// What blanks the screen now.
    Blanking blanking() throws CannotLock {
        return on(
                () -> {
                    try (var local = Arena.ofConfined()) {
                        var numbers = local.allocate(JAVA_INT, 4);
                        x11.call(
                                "XGetScreenSaver",
                                "ippppp",
                                display,
                                numbers,
                                numbers.asSlice(4),
                                numbers.asSlice(8),
                                numbers.asSlice(12));
                        boolean isSaving = false;
                        if (canSavePower()) {
                            var level = local.allocate(JAVA_SHORT);
                            var state = local.allocate(JAVA_BYTE);
                            xext.call("DPMSInfo", "ippp", display, level, state);
                            isSaving = state.get(JAVA_BYTE, 0) != 0;
                        }
                        return new Blanking(
                                numbers.getAtIndex(JAVA_INT, 0),
                                numbers.getAtIndex(JAVA_INT, 1),
                                numbers.getAtIndex(JAVA_INT, 2),
                                numbers.getAtIndex(JAVA_INT, 3),
                                isSaving);
                    }
                });
    }

    private boolean canSavePower() {
        return has("DPMS") && (int) xext.call("DPMSCapable", "ip", display) != 0;
    }

    /// Whether the server has an extension. Asked by name first, on the connection's thread: the
    /// library prints a line for each call of an extension that is absent.
    boolean has(String extension) {
        try (var local = Arena.ofConfined()) {
            var numbers = local.allocate(JAVA_INT, 3);
            int isThere =
                    (int)
                            x11.call(
                                    "XQueryExtension",
                                    "ippppp",
                                    display,
                                    local.allocateFrom(extension),
                                    numbers,
                                    numbers.asSlice(4),
                                    numbers.asSlice(8));
            return isThere != 0;
        }
    }

    /// Sets what blanks the screen.
    void blank(Blanking wanted) throws CannotLock {
        on(
                () -> {
                    int error =
                            checked(
                                    () ->
                                            x11.call(
                                                    "XSetScreenSaver",
                                                    "ipiiii",
                                                    display,
                                                    wanted.timeout(),
                                                    wanted.interval(),
                                                    wanted.prefer(),
                                                    wanted.allow()));
                    if (canSavePower()) {
                        xext.call(wanted.isSaving() ? "DPMSEnable" : "DPMSDisable", "ip", display);
                        x11.call("XSync", "ipi", display, 0);
                    }
                    if (error != 0) {
                        throw new CannotLock(
                                "the X server refused the screen saver's settings with error "
                                        + error);
                    }
                    return null;
                });
    }

    /// The monitors of the display that are on. The first is the one that the seat's window covers:
    /// the toolkit takes its screens from the same list.
    ///
    /// @throws CannotLock when the display does not tell
    public List<Monitor> monitors() throws CannotLock {
        var xrandr = Library.load("libXrandr.so.2");
        return on(() -> monitors(xrandr));
    }

    /// The same, on the connection's thread.
    List<Monitor> monitors(Library xrandr) throws CannotLock {
        try (var local = Arena.ofConfined()) {
            var count = local.allocate(JAVA_INT);
            var rows =
                    (MemorySegment) xrandr.call("XRRGetMonitors", "pplip", display, root, 1, count);
            int monitors = count.get(JAVA_INT, 0);
            if (rows.address() == 0 || monitors < 0) {
                throw new CannotLock("the display does not tell its monitors");
            }
            var read = rows.reinterpret(56L * monitors);
            var found = new ArrayList<Monitor>();
            for (int i = 0; i < monitors; i++) {
                var row = read.asSlice(56L * i, 56);
                found.add(
                        new Monitor(
                                atomName(row.get(JAVA_LONG, 0)),
                                row.get(JAVA_INT, 20),
                                row.get(JAVA_INT, 24),
                                row.get(JAVA_INT, 28),
                                row.get(JAVA_INT, 32)));
            }
            xrandr.call("XRRFreeMonitors", "vp", rows);
            return found;
        }
    }

    /// Notes which monitors are black by a measure of ours.
    void blanked(Set<String> monitors) {
        blanked = Set.copyOf(monitors);
    }

    /// The monitors that are black by a measure of ours, by name.
    public Set<String> blanked() {
        return blanked;
    }

    private String atomName(long atom) {
        var name = (MemorySegment) x11.call("XGetAtomName", "ppl", display, atom);
        if (name.address() == 0) {
            return "?";
        }
        var text = name.reinterpret(256).getString(0);
        x11.call("XFree", "ip", name);
        return text;
    }

    /// The processes that have the display open, by number, ours among them. A client on another
    /// machine has none and counts as 0.
    ///
    /// @throws CannotLock when the display does not tell
    public Set<Long> clients() throws CannotLock {
        var xres = Library.load("libXRes.so.1");
        return on(
                () -> {
                    try (var local = Arena.ofConfined()) {
                        var wanted = local.allocate(16, 8);
                        wanted.set(JAVA_INT, 8, PID_MASK);
                        var count = local.allocate(JAVA_LONG);
                        var rows = local.allocate(ADDRESS);
                        int status =
                                (int)
                                        xres.call(
                                                "XResQueryClientIds",
                                                "iplppp",
                                                display,
                                                1L,
                                                wanted,
                                                count,
                                                rows);
                        if (status != 0) {
                            throw new CannotLock("the display does not tell its clients");
                        }
                        long found = count.get(JAVA_LONG, 0);
                        var list = rows.get(ADDRESS, 0);
                        var processes = new TreeSet<Long>();
                        for (long i = 0; i < found; i++) {
                            var row = MemorySegment.ofAddress(list.address() + 32 * i);
                            int pid = (int) xres.call("XResGetClientPid", "ip", row);
                            processes.add(Math.max(0L, pid));
                        }
                        xres.call("XResClientIdsDestroy", "vlp", found, list);
                        return processes;
                    }
                });
    }

    /// Lets everything go.
    @Override
    public void close() {
        thread.execute(() -> x11.call("XCloseDisplay", "ip", display));
        thread.shutdown();
        try {
            if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
                arena.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
