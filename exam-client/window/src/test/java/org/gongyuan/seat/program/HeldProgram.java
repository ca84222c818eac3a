package org.gongyuan.seat.program;

import org.gongyuan.lockdown.privilege.Helper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A process that holds the machine as the seat's program does, to be killed by a test.
final class HeldProgram {

    private HeldProgram() {}

    static MachineHold.Place place(Path folder, Helper helper, Set<String> measures) {
        return new MachineHold.Place(
                new HoldSettings(
                        measures,
                        helper,
                        HoldSettings.OtherMonitors.REFUSED,
                        Set.of(),
                        Duration.ofSeconds(5),
                        Optional.empty()),
                true,
                folder,
                List.of());
    }

    /// @param arguments display, state folder, helper
    public static void main(String[] arguments) throws InterruptedException {
        var hold =
                MachineHold.open(
                        place(
                                Path.of(arguments[1]),
                                new Helper(List.of(arguments[2])),
                                Set.copyOf(SeatMeasures.NAMES)),
                        Optional.of(arguments[0]),
                        InstantSource.system());
        hold.begin(_ -> {});
        new CountDownLatch(1).await();
    }
}
