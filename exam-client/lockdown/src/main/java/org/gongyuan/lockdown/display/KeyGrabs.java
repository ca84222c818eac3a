package org.gongyuan.lockdown.display;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Keys taken away from everything on the display (lockdown.md 3.2). A key that somebody else holds
/// already, a window manager mostly, cannot be taken: then the machine is *not locked*, and the
/// refusal names the key. Locks of the keyboard (Caps, Num) make no hole.
public final class KeyGrabs implements Measure {

    private static final int SHIFT = 1;
    private static final int CAPS_LOCK = 2;
    private static final int CTRL = 4;
    private static final int ALT = 8;
    private static final int NUM_LOCK = 16;
    private static final int SUPER = 64;

    /// A refusal names so many keys at most; a window manager may hold dozens.
    private static final int NAMED = 5;

    private static final int[] LOCKS = {0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK};

    private final Display display;
    private final List<String> keys;
    private List<Display.Key> grabbed = List.of();

    /// Keys such as `ctrl+shift+i`, `F12`, `Super_L`. A key this keyboard does not have is passed
    /// over.
    public KeyGrabs(Display display, List<String> keys) {
        this.display = requireNonNull(display, "display");
        this.keys = List.copyOf(keys);
    }

    @Override
    public String name() {
        return "keys";
    }

    /// Nothing: grabs end with our connection to the display.
    @Override
    public String keep() {
        return "";
    }

    @Override
    public void perform() throws CannotLock {
        var wanted = new LinkedHashMap<Display.Key, String>();
        for (var key : keys) {
            var parts = key.split("\\+", -1);
            int modifiers = 0;
            for (int i = 0; i < parts.length - 1; i++) {
                modifiers |= modifier(parts[i], key);
            }
            int code = display.keyCode(parts[parts.length - 1]);
            if (code == 0) {
                continue;
            }
            for (int lock : LOCKS) {
                wanted.putIfAbsent(new Display.Key(code, modifiers | lock), key);
            }
        }
        grabbed = List.copyOf(wanted.keySet());
        var held = display.grab(grabbed);
        if (!held.isEmpty()) {
            var names =
                    held.stream()
                            .map(grabbed::get)
                            .map(wanted::get)
                            .distinct()
                            .limit(NAMED)
                            .toList();
            throw new CannotLock(
                    "key %s is held by another program (a window manager?); end it, the seat is not locked"
                            .formatted(String.join(", ", names)));
        }
    }

    private static int modifier(String word, String key) throws CannotLock {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "shift" -> SHIFT;
            case "ctrl" -> CTRL;
            case "alt" -> ALT;
            case "super" -> SUPER;
            default -> throw new CannotLock("key %s: no modifier %s".formatted(key, word));
        };
    }

    @Override
    public void revert(String kept) throws CannotLock {
        display.ungrab(grabbed);
        grabbed = List.of();
    }
}
