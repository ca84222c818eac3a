package org.gongyuan.lockdown.privilege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.lockdown.measure.CannotLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The helper, in namespaces of its own, so that this machine's network and settings stay as they
/// are.
@Timeout(600)
class SeatHelperTest {

    private static final Path HELPER =
            Path.of("../../ops/deployment/kiosk/seat-helper").toAbsolutePath().normalize();

    /// A shell in namespaces of its own: network, mounts, and a root of its own for whom has none.
    private static String inside(String script) throws IOException, InterruptedException {
        var words =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--map-root-user",
                                "--user",
                                "--mount",
                                "--net",
                                "--pid",
                                "--fork",
                                "--kill-child"));
        words.addAll(List.of("bash", "-c", "H=" + HELPER + "\nset -u\n" + script));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(240, TimeUnit.SECONDS));
        return text.strip();
    }

    @Test
    void onlyTheExamServersCanBeReachedWhileItIsHeldAndAllAgainAfterwards() throws Exception {
        var java =
                "%s -cp %s %s"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                Path.of("target/test-classes").toAbsolutePath(),
                                Listener.class.getName());
        var answer =
                inside(
                        """
                        ip link set lo up
                        coproc FAR { unshare --net bash -c 'echo $$; read; ip link set veth1 up; ip addr add 10.9.0.1/24 dev veth1; ip addr add 10.9.0.2/24 dev veth1; exec %s 0.0.0.0 443 80'; }
                        read -r pid <&${FAR[0]}
                        ip link add veth0 type veth peer name veth1 netns $pid
                        ip addr add 10.9.0.9/24 dev veth0
                        ip link set veth0 up
                        echo >&${FAR[1]}
                        read -r ready <&${FAR[0]}
                        reach() { if timeout 2 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null; then echo "$1:$2 reached"; else echo "$1:$2 not"; fi; }
                        reach 10.9.0.1 443; reach 10.9.0.1 80; reach 10.9.0.2 443
                        $H egress state
                        $H egress hold 10.9.0.1:443
                        $H egress state
                        reach 10.9.0.1 443; reach 10.9.0.1 80; reach 10.9.0.2 443
                        $H egress hold 10.9.0.2:443
                        reach 10.9.0.1 443; reach 10.9.0.2 443
                        $H egress free off
                        $H egress state
                        reach 10.9.0.1 80
                        """
                                .formatted(java));
        assertEquals(
                List.of(
                        "10.9.0.1:443 reached",
                        "10.9.0.1:80 reached",
                        "10.9.0.2:443 reached",
                        "off",
                        "held",
                        "on",
                        "10.9.0.1:443 reached",
                        "10.9.0.1:80 not",
                        "10.9.0.2:443 not",
                        "held",
                        "10.9.0.1:443 not",
                        "10.9.0.2:443 reached",
                        "freed",
                        "off",
                        "10.9.0.1:80 reached"),
                answer.lines().toList());
    }

    @Test
    void whatIsPluggedInWhileItIsHeldDoesNotWork() throws Exception {
        var answer =
                inside(
                        """
                        mount -t tmpfs none /sys
                        for n in 1 2; do mkdir -p /sys/bus/usb/devices/usb$n; echo $n > /sys/bus/usb/devices/usb$n/authorized_default; done
                        state=$($H usb state); echo "$state"
                        $H usb hold
                        cat /sys/bus/usb/devices/usb*/authorized_default
                        $H usb free "$state"
                        cat /sys/bus/usb/devices/usb*/authorized_default
                        """);
        assertEquals(
                List.of("usb1=1 usb2=2", "held", "0", "0", "freed", "1", "2"),
                answer.lines().toList());
    }

    @Test
    void systemRequestKeysAreOffWhileItIsHeld() throws Exception {
        var answer =
                inside(
                        """
                        mount -t tmpfs none /proc/sys/kernel
                        echo 438 > /proc/sys/kernel/sysrq
                        state=$($H sysrq state)
                        $H sysrq hold
                        cat /proc/sys/kernel/sysrq
                        $H sysrq free "$state"
                        cat /proc/sys/kernel/sysrq
                        """);
        assertEquals(List.of("held", "0", "freed", "438"), answer.lines().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "egress",
                "shell state",
                "egress remove",
                "egress hold",
                "egress hold exam.example:443",
                "egress hold 10.9.0.1",
                "egress hold 10.9.0.1:0",
                "egress hold 10.9.0.1:65536",
                "egress hold 10.9.0.1:443,80",
                "egress hold '10.9.0.1:443 accept; flush ruleset'",
                "egress hold $'10.9.0.1:443\\n10.9.0.2:80'",
                "egress hold $'10.9.0.1\\n}:443'",
                "egress hold '[::1;]:443'",
                "egress free maybe",
                "egress free",
                "egress state now",
                "usb hold everything",
                "usb free 'usb1=1 ../../x=0'",
                "usb free 'usb1=10'",
                "sysrq free '1; reboot'",
                "sysrq free ''"
            })
    void refusesWhatIsNotInItsListAndChangesNothing(String words) throws Exception {
        var answer = inside("$H " + words + "\necho \"exit $?\"; $H egress state");
        var lines = answer.lines().toList();
        assertEquals(3, lines.size(), answer);
        assertEquals("exit 1", lines.get(1), answer);
        assertEquals("off", lines.get(2));
    }

    @Test
    void aHelperThatIsAbsentOrRefusesIsNamed() {
        var absent =
                assertThrows(
                        CannotLock.class,
                        () -> new Helper(List.of("/nowhere/seat-helper")).ask("egress", "state"));
        assertTrue(absent.getMessage().contains("ops/deployment/kiosk"), absent.getMessage());
        var refusing = new Helper(List.of(HELPER.toString()));
        var refused =
                assertThrows(CannotLock.class, () -> refusing.ask("egress", "hold", "nonsense"));
        assertTrue(refused.getMessage().contains("nonsense"), refused.getMessage());
    }

    @Test
    void whatSudoWarnsOfIsNoPartOfTheAnswerAndIsSaidWhenItRefuses() throws Exception {
        var warning = "sudo: unable to resolve host seat-07";
        var warned = new Helper(List.of("sh", "-c", "echo '%s' >&2; echo off".formatted(warning)));
        assertEquals("off", warned.ask("egress", "state"));
        var refused = new Helper(List.of("sh", "-c", "echo '%s' >&2; exit 1".formatted(warning)));
        var because = assertThrows(CannotLock.class, () -> refused.ask("egress", "state"));
        assertTrue(because.getMessage().contains("seat-07"), because.getMessage());
    }

    @Test
    void aHoldIsAMeasureWithTheHelpersOwnState() throws Exception {
        var echo = new Helper(List.of("sh", "-c", "echo \"$@\"", "helper"));
        var egress = Held.egress(echo, List.of("10.9.0.1:443", "10.9.0.2:443"));
        assertEquals("egress", egress.name());
        assertEquals("egress state", egress.keep());
        egress.perform();
        egress.revert("off");
        assertEquals("usb", Held.usb(echo).name());
        assertEquals("sysrq", Held.systemRequest(echo).name());
    }
}
