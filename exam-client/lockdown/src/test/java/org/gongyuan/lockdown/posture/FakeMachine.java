package org.gongyuan.lockdown.posture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A machine made of files.
final class FakeMachine {

    static final long SEAT = 100;

    private final Path folder;

    FakeMachine(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("proc/self"));
        Files.createDirectories(folder.resolve("proc/net"));
        Files.createDirectories(folder.resolve("sys/class/dmi/id"));
        processor("fpu vme de pse");
        tracedBy(0);
        maker("LENOVO", "ThinkCentre M70q");
        program(1, 0, 0, "systemd", "/sbin/init");
        program(90, 1, 1001, "kiosk-session", "/bin/sh kiosk-session");
        program(SEAT, 90, 1001, "java", "java -jar seat.jar");
        program(101, SEAT, 1001, "jcef_helper", "jcef_helper --type=renderer");
        program(300, 1, 0, "sshd", "/usr/sbin/sshd");
    }

    Machine machine() {
        return new Machine(folder.resolve("proc"), folder.resolve("sys"));
    }

    FakeMachine program(long id, long parent, long user, String name, String command)
            throws IOException {
        var place = Files.createDirectories(folder.resolve("proc/" + id));
        Files.writeString(
                place.resolve("status"),
                "Name:\t%s\nPid:\t%d\nPPid:\t%d\nUid:\t%d\t%d\t%d\t%d\n"
                        .formatted(name, id, parent, user, user, user, user));
        Files.writeString(place.resolve("cmdline"), command.replace(' ', '\0'));
        return this;
    }

    FakeMachine processor(String flags) throws IOException {
        Files.writeString(
                folder.resolve("proc/cpuinfo"), "processor\t: 0\nflags\t\t: " + flags + "\n");
        return this;
    }

    FakeMachine tracedBy(long process) throws IOException {
        Files.writeString(
                folder.resolve("proc/self/status"), "Name:\tjava\nTracerPid:\t" + process + "\n");
        return this;
    }

    FakeMachine maker(String vendor, String product) throws IOException {
        Files.writeString(folder.resolve("sys/class/dmi/id/sys_vendor"), vendor + "\n");
        Files.writeString(folder.resolve("sys/class/dmi/id/product_name"), product + "\n");
        return this;
    }

    FakeMachine listensAt(int port) throws IOException {
        Files.writeString(
                folder.resolve("proc/net/tcp"),
                "  sl  local_address rem_address   st\n   0: 00000000:%04X 00000000:0000 0A 0\n   1: 0100007F:D431 0100007F:0050 01 0\n"
                        .formatted(port));
        return this;
    }
}
