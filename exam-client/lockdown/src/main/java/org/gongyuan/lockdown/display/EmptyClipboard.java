package org.gongyuan.lockdown.display;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.util.List;

/// Nothing is carried in or out by copying (lockdown.md 3.4): what lay in the clipboard is gone
/// when the session begins, and what was copied in it is gone when it ends.
public final class EmptyClipboard implements Measure {

    private static final List<String> SELECTIONS = List.of("CLIPBOARD", "PRIMARY", "SECONDARY");

    private final Display display;

    /// On this display.
    public EmptyClipboard(Display display) {
        this.display = requireNonNull(display, "display");
    }

    @Override
    public String name() {
        return "clipboard";
    }

    /// Nothing: what lay there may be secret, and is not ours to give back.
    @Override
    public String keep() {
        return "";
    }

    @Override
    public void perform() throws CannotLock {
        for (var selection : SELECTIONS) {
            display.emptySelection(selection);
        }
    }

    @Override
    public void revert(String kept) throws CannotLock {
        for (var selection : SELECTIONS) {
            display.emptySelection(selection);
        }
    }
}
