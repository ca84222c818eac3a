package org.gongyuan.lockdown.display;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.display.Display.Blanking;
import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.util.regex.Pattern;

/// The screen neither blanks nor sleeps (lockdown.md 3.3): a candidate who reads for ten minutes
/// must not sit before a black screen.
public final class ScreenAwake implements Measure {

    private static final Pattern KEPT =
            Pattern.compile("(-?\\d{1,9}) (-?\\d{1,9}) ([012]) ([012]) (on|off)");

    private final Display display;

    /// On this display.
    public ScreenAwake(Display display) {
        this.display = requireNonNull(display, "display");
    }

    @Override
    public String name() {
        return "screen-awake";
    }

    @Override
    public String keep() throws CannotLock {
        var now = display.blanking();
        return "%d %d %d %d %s"
                .formatted(
                        now.timeout(),
                        now.interval(),
                        now.prefer(),
                        now.allow(),
                        now.isSaving() ? "on" : "off");
    }

    @Override
    public void perform() throws CannotLock {
        display.blank(new Blanking(0, 0, 0, 0, false));
        var now = display.blanking();
        if (now.timeout() != 0 || now.isSaving()) {
            throw new CannotLock("the screen still blanks after " + now.timeout() + " s");
        }
    }

    @Override
    public void revert(String kept) throws CannotLock {
        var was = KEPT.matcher(kept);
        if (!was.matches()) {
            throw new CannotLock("what was kept of the screen saver is not readable: " + kept);
        }
        display.blank(
                new Blanking(
                        Integer.parseInt(was.group(1)),
                        Integer.parseInt(was.group(2)),
                        Integer.parseInt(was.group(3)),
                        Integer.parseInt(was.group(4)),
                        was.group(5).equals("on")));
    }
}
