package org.gongyuan.drill;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.shell.ChromiumFiles;
import org.gongyuan.server.FreePort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A seat's machine in a drill: the program `gongyuan-seat` in a process of its own on a display,
/// with its journal folder, and a driver that acts in the page. The program can be killed and
/// started again on the same folder.
public final class DrilledDesk implements AutoCloseable {

    /// How long a driver waits for a state of the page. A machine that does other work beside the
    /// drill may need minutes for what takes a second alone; only a fault takes longer than this.
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration PAGE_WITHIN = Duration.ofMinutes(6);

    /// Taking hold of a browser that is still starting may never be answered: it is tried anew,
    /// with more patience each time this much was not enough.
    private static final Duration HELD_WITHIN = Duration.ofSeconds(4);

    private static final Duration HELD_WITHIN_AT_MOST = Duration.ofSeconds(80);
    private static final Duration END_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 100;

    /// Chromium enters a paint only when its picture was handed to the screen.
    static final String STANDS_ON_THE_SCREEN =
            "() => document.body !== null && performance.getEntriesByType('paint').length > 0";

    private final Path folder;
    private final Display display;
    private final SeatUser user;
    private final Path settings;
    private final List<Path> pages = new ArrayList<>();
    private Map<String, String> environment = Map.of();
    private Optional<SeparateMachine> machine = Optional.empty();
    private Playwright driver;
    private Process process;

    /// Whether it is this drill that ends the program.
    private volatile boolean isEnded;

    private int drivenBy;
    private Browser browser;
    private Page page;

    private DrilledDesk(Path folder, Display display, SeatUser user, Path settings) {
        this.folder = folder;
        this.display = display;
        this.user = user;
        this.settings = settings;
    }

    /// Sets a desk up for a seat of a stage. The program is not started yet.
    ///
    /// @param further lines of the settings file beside those every desk has
    public static DrilledDesk set(
            Stage stage, SeatId seat, Display display, List<Node> nodes, List<String> further) {
        try {
            var folder = Files.createTempDirectory("desk");
            var _ =
                    Files.setPosixFilePermissions(
                            folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            var machine = stage.machine(seat);
            write(folder.resolve("machine.pem"), machine.credentials().certificate());
            write(folder.resolve("machine.key"), machine.credentials().privateKey());
            write(folder.resolve("authority.pem"), machine.authority());
            var lines = new ArrayList<>(further);
            lines.add("seat = " + seat.text());
            lines.add("nodes = " + String.join(" ", nodes.stream().map(Node::toString).toList()));
            lines.add("sitting = " + stage.sitting().text());
            lines.add("machine.certificate = machine.pem");
            lines.add("machine.key = machine.key");
            lines.add("centre.authority = authority.pem");
            lines.add("folder = kept");
            lines.add("temporary = run");
            lines.add("chromium = " + chromium().folder());
            var settings = folder.resolve("gongyuan-seat.conf");
            write(settings, String.join("\n", lines) + "\n");
            var user = SeatUser.find();
            user.own(folder);
            return new DrilledDesk(folder, display, user, settings);
        } catch (IOException failed) {
            throw new UncheckedIOException("the desk cannot be set up", failed);
        }
    }

    private static void write(Path file, String text) throws IOException {
        var _ = Files.writeString(file, text);
    }

    /// Chromium, unpacked once in a build.
    private static ChromiumFiles chromium() throws IOException {
        return ChromiumFiles.in(built().resolve("chromium"));
    }

    private static Path built() {
        return root().resolve("exam-client/window/target");
    }

    /// What the package starts the program with (seat-window.md 2.8): a file of `ops/lib`, line by
    /// line.
    private static List<String> startedWith(String file) {
        try {
            return Files.readAllLines(root().resolve("ops/lib").resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("what the seat's program is started with", failed);
        }
    }

    static Path root() {
        var root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("exam-client"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("not started inside the tree");
            }
        }
        return root;
    }

    /// Shows another page than the candidate's: one that lies in a folder of classes.
    public void show(Path classes) {
        pages.add(classes);
    }

    /// Gives the program further variables of its environment when it is started.
    public void tell(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    /// Puts the desk into a machine of its own, of which the program then takes hold as for an
    /// examination.
    public void standIn(SeparateMachine other) {
        machine = Optional.of(other);
    }

    /// Starts the program and waits until its page can be driven.
    public Page start() {
        int port = FreePort.next();
        var arguments =
                new ArrayList<>(List.of("run", "--drill", "--drill-port", Integer.toString(port)));
        machine.ifPresent(_ -> arguments.add("--drill-holds"));
        isEnded = false;
        process = launch(arguments);
        var _ = process.onExit().thenAccept(this::sayEnded);
        drivenBy = machine.map(one -> one.reach(port)).orElse(port);
        endDriver();
        driver =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        page = drive(drivenBy);
        return page;
    }

    /// A driver waits long for a program that is gone; what happened to it is said at once.
    private void sayEnded(Process one) {
        if (!isEnded && one.exitValue() != 0) {
            System.err.printf(
                    "the seat's program ended with status %d:%n%s%n", one.exitValue(), said());
        }
    }

    /// Variables that were added while its threads ran may end the program (seat-window.md 2.9).
    private void keptItsEnvironment() {
        if (said().contains("the environment moved")) {
            throw new IllegalStateException(said());
        }
    }

    /// Has an earlier run's holds given back by `gongyuan-seat restore`, as a technician does.
    ///
    /// @return its exit status
    public int restore() {
        try {
            return launch(List.of("restore")).waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private Process launch(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(startedWith("seat-java-options"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Duser.home=" + folder,
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        user.readable(classPath(), built().resolve("readable")),
                        "org.gongyuan.seat.program.GongyuanSeat"));
        command.addAll(arguments);
        command.addAll(List.of("--settings", settings.toString()));
        var ofUser = user.command(command);
        var builder = new ProcessBuilder(machine.map(one -> one.inside(ofUser)).orElse(ofUser));
        builder.environment().put("DISPLAY", display.name());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LANG", "C.UTF-8");
        for (var variable : startedWith("seat-environment")) {
            var nameAndValue = variable.split("=", 2);
            builder.environment().put(nameAndValue[0], nameAndValue[1]);
        }
        builder.environment().putAll(environment);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(
                                built().resolve("desk-%s.log".formatted(folder.getFileName()))
                                        .toFile()));
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat's program cannot be started", failed);
        }
    }

    /// Lets go of the page, which goes on by itself; Chromium keeps what was fetched only while
    /// somebody holds it.
    public void letGo() {
        browser.close();
        browser = null;
    }

    /// Takes hold of the page again, after it was let go or its renderer died.
    public Page driveAgain() {
        if (browser != null) {
            browser.close();
        }
        page = drive(drivenBy);
        return page;
    }

    private String classPath() {
        try {
            var entries = new ArrayList<String>();
            pages.forEach(each -> entries.add(each.toString()));
            entries.add(built().resolve("classes").toString());
            entries.add(Files.readString(built().resolve("classpath")).strip());
            return String.join(File.pathSeparator, entries);
        } catch (IOException missing) {
            throw new UncheckedIOException("exam-client/window is not built", missing);
        }
    }

    private Page drive(int port) {
        long until = System.nanoTime() + PAGE_WITHIN.toNanos();
        var within = HELD_WITHIN;
        while (true) {
            long tried = System.nanoTime();
            try {
                browser =
                        driver.chromium()
                                .connectOverCDP(
                                        "http://127.0.0.1:" + port,
                                        new BrowserType.ConnectOverCDPOptions()
                                                .setTimeout((double) within.toMillis()));
                var pages = browser.contexts().getFirst().pages();
                if (!pages.isEmpty() && isAlive(pages.getFirst(), within)) {
                    var found = pages.getFirst();
                    found.setDefaultTimeout((double) PATIENCE.toMillis());
                    return found;
                }
                browser.close();
            } catch (PlaywrightException notYet) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            "the seat's program ended with status %d:\n%s"
                                    .formatted(process.exitValue(), said()),
                            notYet);
                }
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the page did not come:\n" + said());
            }
            if (System.nanoTime() - tried >= within.toNanos()) {
                var doubled = within.multipliedBy(2);
                within = doubled.compareTo(HELD_WITHIN_AT_MOST) > 0 ? HELD_WITHIN_AT_MOST : doubled;
            }
            pause();
        }
    }

    /// A page whose renderer just died answers nothing more, ever; the one loaded anew does. Alive
    /// is one whose first picture stood on the screen: what a pointer or key does before that,
    /// Chromium drops.
    private static boolean isAlive(Page found, Duration within) {
        try {
            var _ =
                    found.waitForFunction(
                            STANDS_ON_THE_SCREEN,
                            null,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout((double) within.toMillis()));
            return true;
        } catch (PlaywrightException _) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// The page in the window.
    public Page page() {
        return page;
    }

    /// The display it is on.
    public Display display() {
        return display;
    }

    /// What the program said on its standard streams.
    public String said() {
        try {
            return Files.readString(built().resolve("desk-%s.log".formatted(folder.getFileName())));
        } catch (IOException failed) {
            throw new UncheckedIOException("the desk's log", failed);
        }
    }

    /// The program's process.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// With which status the program ended, if it did.
    public OptionalInt status() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /// The processes that draw the page.
    public List<ProcessHandle> renderers() {
        return process.descendants()
                .filter(
                        each -> {
                            try {
                                return Files.readString(Path.of("/proc/" + each.pid() + "/cmdline"))
                                        .contains("--type=renderer");
                            } catch (IOException _) {
                                return false;
                            }
                        })
                .toList();
    }

    /// Where the program keeps its journal, its forms and its temporary folder.
    public Path folder() {
        return folder;
    }

    /// `kill -9` of the program. Chromium's own processes go with it.
    public void kill() {
        var helpers = process.descendants().toList();
        isEnded = true;
        process.destroyForcibly();
        await(process.toHandle());
        keptItsEnvironment();
        helpers.forEach(DrilledDesk::await);
        browser = null;
    }

    /// Removes everything the desk kept, its key and journal with it. The desk is closed; what is
    /// left of Chromium may still write for a moment.
    public void remove() {
        long until = System.nanoTime() + END_WITHIN.toNanos();
        while (!isRemoved()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("cannot remove " + folder);
            }
            pause();
        }
    }

    private boolean isRemoved() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                var _ = Files.deleteIfExists(each);
            }
            return true;
        } catch (IOException | UncheckedIOException _) {
            return !Files.exists(folder);
        }
    }

    private void endDriver() {
        if (driver != null) {
            driver.close();
            driver = null;
        }
    }

    private static void await(ProcessHandle handle) {
        long until = System.nanoTime() + END_WITHIN.toNanos();
        while (handle.isAlive()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("process %d does not end".formatted(handle.pid()));
            }
            pause();
        }
    }

    @Override
    public void close() {
        endDriver();
        if (process != null && process.isAlive()) {
            isEnded = true;
            process.destroy();
            try {
                if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException _) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        if (process != null) {
            keptItsEnvironment();
        }
    }
}
