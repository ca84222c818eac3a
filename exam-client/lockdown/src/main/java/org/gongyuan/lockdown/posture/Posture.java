package org.gongyuan.lockdown.posture;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.display.Display;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.posture.Machine.Program;
import org.gongyuan.protocol.record.FindingKind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Looks at the machine (lockdown.md section 5). Each check stands alone: one that cannot be made
/// is itself a finding, and the others are made.
public final class Posture {

    /// The least free disk a session is begun with: a journal, cached pictures, and room.
    public static final long LEAST_FREE = 2L << 30;

    /// The furthest the machine's clock may be from the server's.
    public static final Duration FURTHEST = Duration.ofMinutes(2);

    private static final Set<String> REMOTE =
            Set.of(
                    "x11vnc",
                    "x0vncserver",
                    "xvnc",
                    "vino-server",
                    "krfb",
                    "anydesk",
                    "teamviewer",
                    "teamviewerd",
                    "rustdesk",
                    "todesk",
                    "todesk_service",
                    "sunloginclient",
                    "awesun",
                    "xrdp",
                    "xrdp-sesman",
                    "gnome-remote-de",
                    "wayvnc",
                    "nxserver",
                    "nxnode.bin",
                    "x2goserver",
                    "chrome-remote-d",
                    "remoting_me2me_",
                    "xpra",
                    "weston-rdp",
                    "sshd-session",
                    "obs",
                    "ffmpeg",
                    "simplescreenrec");

    private static final Set<String> VIRTUAL_MAKERS =
            Set.of(
                    "qemu",
                    "kvm",
                    "vmware",
                    "virtualbox",
                    "innotek",
                    "xen",
                    "parallels",
                    "bochs",
                    "bhyve",
                    "virtual machine",
                    "openstack",
                    "google compute",
                    "amazon ec2");

    private static final int FIRST_VNC = 5900;
    private static final int LAST_VNC = 5910;
    private static final int RDP = 3389;

    private final Machine machine;
    private final Optional<Display> display;
    private final long ourProcess;

    /// Looks at a machine from a program of ours.
    ///
    /// @param display the display the window is on; without one its checks are findings
    /// @param ourProcess the seat's program; its children are ours as well
    public Posture(Machine machine, Optional<Display> display, long ourProcess) {
        this.machine = requireNonNull(machine, "machine");
        this.display = requireNonNull(display, "display");
        this.ourProcess = ourProcess;
    }

    private interface Check {
        void look(List<Finding> found) throws IOException, CannotLock;
    }

    /// What is found now.
    ///
    /// @param allowed kernel names of programs that belong to the kiosk session (an input method)
    public List<Finding> look(Set<String> allowed) {
        var found = new ArrayList<Finding>();
        make("virtual machine", found, this::virtualMachine);
        make("debugger", found, this::debugger);
        make("remote control", found, this::remoteControl);
        make("monitors", found, this::monitors);
        make("display's programs", found, list -> screenWatchers(list, allowed));
        make("other programs", found, list -> otherPrograms(list, allowed));
        return found;
    }

    private static void make(String what, List<Finding> found, Check check) {
        try {
            check.look(found);
        } catch (IOException | CannotLock failed) {
            found.add(new Finding(FindingKind.NOT_LOOKED_AT, what + ": " + failed.getMessage()));
        }
    }

    private void virtualMachine(List<Finding> found) throws IOException {
        var maker = machine.maker();
        var named = VIRTUAL_MAKERS.stream().filter(maker::contains).findFirst();
        if (named.isPresent()) {
            found.add(new Finding(FindingKind.VIRTUAL_MACHINE, "made by: " + maker));
        } else if (machine.hasHypervisor()) {
            found.add(
                    new Finding(
                            FindingKind.VIRTUAL_MACHINE, "the processor's flag hypervisor is set"));
        }
    }

    private void debugger(List<Finding> found) throws IOException {
        var tracer = machine.ownStatus("TracerPid").orElse("0");
        if (!tracer.equals("0")) {
            found.add(new Finding(FindingKind.DEBUGGER, "traced by process " + tracer));
        }
        for (var program : machine.programs()) {
            if (program.id() == ourProcess
                    && (program.command().contains("-agentlib:jdwp")
                            || program.command().contains("-Xrunjdwp"))) {
                found.add(new Finding(FindingKind.DEBUGGER, "started with a debugging agent"));
            }
        }
    }

    private void remoteControl(List<Finding> found) throws IOException {
        var names = new TreeSet<String>();
        for (var program : machine.programs()) {
            if (REMOTE.contains(program.name().toLowerCase(Locale.ROOT))) {
                names.add(program.name() + " (" + program.id() + ")");
            }
        }
        for (int port : machine.listening()) {
            if (port == RDP || (port >= FIRST_VNC && port <= LAST_VNC)) {
                names.add("port " + port);
            }
        }
        if (!names.isEmpty()) {
            found.add(new Finding(FindingKind.REMOTE_CONTROL, String.join(", ", names)));
        }
    }

    private void monitors(List<Finding> found) throws CannotLock {
        var monitors = display().monitors();
        var blanked = display().blanked();
        if (monitors.size() != 1) {
            found.add(
                    new Finding(
                            FindingKind.SEVERAL_MONITORS,
                            monitors.stream()
                                    .map(Display.Monitor::name)
                                    .map(
                                            name ->
                                                    blanked.contains(name)
                                                            ? name + " (blanked)"
                                                            : name)
                                    .collect(Collectors.joining(", "))));
        }
    }

    private Display display() throws CannotLock {
        return display.orElseThrow(() -> new CannotLock("there is no display to look at"));
    }

    private void screenWatchers(List<Finding> found, Set<String> allowed)
            throws CannotLock, IOException {
        var programs = machine.programs();
        var ours = ours(programs);
        var others = new TreeSet<String>();
        for (long client : display().clients()) {
            var program = programs.stream().filter(p -> p.id() == client).findFirst();
            if (!ours.contains(client)
                    && program.map(p -> !allowed.contains(p.name())).orElse(true)) {
                others.add(
                        program.map(Program::name).orElse("a program elsewhere")
                                + " ("
                                + client
                                + ")");
            }
        }
        if (!others.isEmpty()) {
            found.add(new Finding(FindingKind.SCREEN_WATCHER, String.join(", ", others)));
        }
    }

    private void otherPrograms(List<Finding> found, Set<String> allowed) throws IOException {
        var programs = machine.programs();
        var ours = ours(programs);
        var user = programs.stream().filter(p -> p.id() == ourProcess).findFirst();
        if (user.isEmpty()) {
            throw new IOException("our own process is not to be seen");
        }
        var others =
                programs.stream()
                        .filter(p -> p.user() == user.get().user())
                        .filter(p -> !ours.contains(p.id()) && !allowed.contains(p.name()))
                        .map(p -> p.name() + " (" + p.id() + ")")
                        .sorted()
                        .limit(20)
                        .toList();
        if (!others.isEmpty()) {
            found.add(new Finding(FindingKind.OTHER_PROGRAM, String.join(", ", others)));
        }
    }

    /// Our process, what it started, and what started it.
    private Set<Long> ours(List<Program> programs) {
        var ours = new HashSet<Long>();
        ours.add(ourProcess);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (var program : programs) {
                if (ours.contains(program.parent())) {
                    grows |= ours.add(program.id());
                }
            }
        }
        var above = ourProcess;
        for (int depth = 0; depth < 64 && above > 1; depth++) {
            long now = above;
            above =
                    programs.stream()
                            .filter(p -> p.id() == now)
                            .mapToLong(Program::parent)
                            .findFirst()
                            .orElse(0);
            ours.add(above);
        }
        return ours;
    }

    /// Whether the disk of a folder has room for a session.
    public static Optional<Finding> disk(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= LEAST_FREE
                    ? Optional.empty()
                    : Optional.of(
                            new Finding(
                                    FindingKind.DISK_SHORT,
                                    "%d MiB free, %d MiB needed"
                                            .formatted(free >> 20, LEAST_FREE >> 20)));
        } catch (IOException failed) {
            return Optional.of(
                    new Finding(FindingKind.NOT_LOOKED_AT, "disk: " + failed.getMessage()));
        }
    }

    /// Whether the machine's clock is near the server's. Nothing depends on it but the machine's
    /// own logs; a clock that is far off tells of a flat battery or of somebody at work.
    ///
    /// @param ahead how far the machine's clock is ahead of the server's, negative when behind
    public static Optional<Finding> clock(Duration ahead) {
        return ahead.abs().compareTo(FURTHEST) <= 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                FindingKind.CLOCK_OFF,
                                "%d s %s the server's"
                                        .formatted(
                                                ahead.abs().toSeconds(),
                                                ahead.isNegative() ? "behind" : "ahead of")));
    }
}
