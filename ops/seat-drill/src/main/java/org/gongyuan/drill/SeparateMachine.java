package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A machine of its own for one drill, of which a seat can take hold without harm to the machine
/// the drill runs on: network, USB buses, system-request keys and `sudo` in namespaces, joined to
/// the node by one cable. Display, processes and disk are this machine's. Only root can make one.
public final class SeparateMachine implements AutoCloseable {

    /// Where the helper lies in it, as the setting `lock.helper` names it.
    public static final String HELPER = "sudo -n /srv/gongyuan-seat/seat-helper";

    /// What USB buses and system-request keys stand at before anybody takes hold.
    public static final String AS_FOUND = "off usb1=1 usb2=2 438";

    /// What they stand at, with the network closed, while a seat holds the machine.
    public static final String HELD = "on usb1=0 usb2=0 0";

    private static final int WITHIN_SECONDS = 240;
    private static final int REACHED_WITHIN_SECONDS = 120;
    private static final int CUT_OFF_AFTER_SECONDS = 3;

    private static final String MAKE =
            """
            set -eu
            mount -t tmpfs -o mode=0755 none /srv
            mkdir /srv/gongyuan-seat
            install -m 0755 "$1/seat-helper" /srv/gongyuan-seat/seat-helper
            mount -t tmpfs -o mode=0755 none /etc/sudoers.d
            sed -e 's/^Defaults:gongyuan-seat /Defaults:gongyuan-seat-drill /' \
              -e 's/^gongyuan-seat /gongyuan-seat-drill /' -e 's_/usr/lib/gongyuan-seat/_/srv/gongyuan-seat/_g' \
              "$1/settings/sudoers" >/etc/sudoers.d/seat
            chmod 0440 /etc/sudoers.d/seat
            mount -t tmpfs none /sys/bus
            for n in 1 2; do mkdir -p /sys/bus/usb/devices/usb$n; echo $n >/sys/bus/usb/devices/usb$n/authorized_default; done
            cp -r /proc/sys/kernel /srv/kernel 2>/dev/null || true
            chmod 0755 /srv/kernel
            echo 438 >/srv/kernel/sysrq
            mount --bind /srv/kernel /proc/sys/kernel
            ip link set lo up
            echo made
            read -r address node
            printf '127.0.0.1 localhost\\n%s %s\\n' "$address" "$node" >/srv/hosts
            mount --bind /srv/hosts /etc/hosts
            echo cabled
            exec sleep infinity
            """;

    private final Process holder;
    private final String cable;
    private final String address;
    private final List<ServerSocket> doors = new ArrayList<>();

    private SeparateMachine(Process holder, String cable, String address) {
        this.holder = holder;
        this.cable = cable;
        this.address = address;
    }

    /// Whether one can be made here.
    public static boolean isPossible() {
        return System.getProperty("user.name").equals("root");
    }

    /// Makes one, joined by a cable to this machine, which it knows by a name.
    public static SeparateMachine join(String name) {
        var kiosk = DrilledDesk.root().resolve("ops/deployment/kiosk");
        try {
            var holder = start(kiosk);
            var answers = holder.inputReader(UTF_8);
            expect("made", answers.readLine(), holder);
            long number = holder.pid();
            var cable = "gy" + number;
            var net = "10.213.%d.%d".formatted((number >> 6) & 255, (number & 63) * 4);
            var here = net.substring(0, net.lastIndexOf('.') + 1) + ((number & 63) * 4 + 1);
            var there = net.substring(0, net.lastIndexOf('.') + 1) + ((number & 63) * 4 + 2);
            var made = new SeparateMachine(holder, cable, here);
            run(
                    List.of(
                            "ip",
                            "link",
                            "add",
                            cable,
                            "type",
                            "veth",
                            "peer",
                            "name",
                            "seat0",
                            "netns",
                            Long.toString(number)));
            run(List.of("ip", "addr", "add", here + "/30", "dev", cable));
            run(List.of("ip", "link", "set", cable, "up"));
            made.ask("ip addr add %s/30 dev seat0; ip link set seat0 up".formatted(there));
            try (var words = holder.outputWriter(UTF_8)) {
                words.write(here + " " + name + "\n");
            }
            expect("cabled", answers.readLine(), holder);
            return made;
        } catch (IOException failed) {
            throw new UncheckedIOException("a machine of its own cannot be made", failed);
        }
    }

    private static Process start(Path kiosk) throws IOException {
        return new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--mount",
                        "--propagation",
                        "private",
                        "bash",
                        "-c",
                        MAKE,
                        "machine",
                        kiosk.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static void expect(String word, String line, Process holder) {
        if (!word.equals(line)) {
            holder.destroyForcibly();
            throw new IllegalStateException(
                    "a machine of its own cannot be made: wanted \"%s\", heard \"%s\""
                            .formatted(word, line));
        }
    }

    /// A command as it is started inside; the process that comes of it is the command itself.
    public List<String> inside(List<String> command) {
        var whole =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "--target",
                                Long.toString(holder.pid()),
                                "--net",
                                "--mount",
                                "--"));
        whole.addAll(command);
        return whole;
    }

    /// What a shell says inside, as root.
    public String ask(String script) {
        return run(inside(List.of("bash", "-c", script)));
    }

    /// Network, USB buses and system-request keys as they stand, in one line.
    public String state() {
        return ask(
                """
                H=/srv/gongyuan-seat/seat-helper
                echo "$($H egress state) $($H usb state) $($H sysrq state)"
                """);
    }

    /// Whether a port of an address can be reached from inside.
    public boolean reaches(String host, int port) {
        return connects(REACHED_WITHIN_SECONDS, host, port);
    }

    /// Whether nobody answers there: packets that are dropped bring no answer at all, so a few
    /// seconds are waited for one.
    public boolean isCutOffFrom(String host, int port) {
        return !connects(CUT_OFF_AFTER_SECONDS, host, port);
    }

    private boolean connects(int withinSeconds, String host, int port) {
        return ask("timeout %d bash -c 'exec 3<>/dev/tcp/%s/%d' 2>/dev/null && echo yes || echo no"
                        .formatted(withinSeconds, host, port))
                .equals("yes");
    }

    /// This machine as it is known inside.
    public String address() {
        return address;
    }

    /// Pulls the cable.
    public void pullCable() {
        run(List.of("ip", "link", "set", cable, "down"));
    }

    /// Plugs it in again.
    public void plugIn() {
        run(List.of("ip", "link", "set", cable, "up"));
    }

    /// Lets a driver outside reach a port of the machine's own loopback.
    ///
    /// @return the port of this machine that leads there
    int reach(int port) {
        try {
            var door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
            doors.add(door);
            Thread.ofPlatform().daemon().start(() -> lead(door, port));
            return door.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException("no port leads into the machine", failed);
        }
    }

    private void lead(ServerSocket door, int port) {
        while (!door.isClosed()) {
            try {
                var caller = door.accept();
                var inside =
                        new ProcessBuilder(
                                        inside(
                                                List.of(
                                                        "bash",
                                                        "-c",
                                                        "exec 3<>/dev/tcp/127.0.0.1/%d 4<&0 || exit 1; cat <&4 >&3 & cat <&3; kill $!"
                                                                .formatted(port))))
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start();
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> pass(caller, inside.getInputStream(), caller));
                Thread.ofPlatform().daemon().start(() -> pass(caller, inside));
            } catch (IOException _) {
                // the door was closed, or the caller has gone
            }
        }
    }

    private static void pass(Socket caller, InputStream from, Socket to) {
        try (caller;
                OutputStream out = to.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // one side has gone
        }
    }

    private static void pass(Socket caller, Process inside) {
        try (InputStream from = caller.getInputStream();
                OutputStream out = inside.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // one side has gone
        } finally {
            inside.descendants().forEach(ProcessHandle::destroy);
            inside.destroy();
        }
    }

    private static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("%s: %s".formatted(command, said));
            }
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException("%s cannot be run".formatted(command), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        for (var door : doors) {
            try {
                door.close();
            } catch (IOException failed) {
                throw new UncheckedIOException("a door cannot be closed", failed);
            }
        }
        holder.destroyForcibly();
    }
}
