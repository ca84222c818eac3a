package org.gongyuan.lockdown.display;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.util.stream.Collectors;

/// There is one monitor (lockdown.md 3.5). With more the session is refused, and the refusal names
/// them: unplug all but one. Where that cannot be done, [OtherMonitorsBlank] is the other way.
public final class OneMonitor implements Measure {

    private final Display display;

    /// On this display.
    public OneMonitor(Display display) {
        this.display = requireNonNull(display, "display");
    }

    @Override
    public String name() {
        return "one-monitor";
    }

    @Override
    public String keep() {
        return "";
    }

    @Override
    public void perform() throws CannotLock {
        var monitors = display.monitors();
        if (monitors.size() != 1) {
            throw new CannotLock(
                    "%d monitors (%s); leave one plugged in"
                            .formatted(
                                    monitors.size(),
                                    monitors.stream()
                                            .map(Display.Monitor::name)
                                            .collect(Collectors.joining(", "))));
        }
    }

    @Override
    public void revert(String kept) {
        // nothing was changed
    }
}
