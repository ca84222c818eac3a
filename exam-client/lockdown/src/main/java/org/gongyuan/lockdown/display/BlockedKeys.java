package org.gongyuan.lockdown.display;

import java.util.ArrayList;
import java.util.List;

/// The keys that lead out of an examination (lockdown.md 3.2): a browser's, a window manager's, the
/// machine's. Written as modifiers and X key symbols.
public final class BlockedKeys {

    private static final List<String> ALWAYS =
            List.of(
                    "ctrl+p",
                    "ctrl+n",
                    "ctrl+t",
                    "ctrl+w",
                    "ctrl+o",
                    "ctrl+s",
                    "ctrl+u",
                    "ctrl+h",
                    "ctrl+j",
                    "ctrl+g",
                    "ctrl+f",
                    "ctrl+r",
                    "ctrl+l",
                    "ctrl+k",
                    "ctrl+shift+i",
                    "ctrl+shift+j",
                    "ctrl+shift+c",
                    "ctrl+shift+n",
                    "ctrl+shift+t",
                    "ctrl+shift+p",
                    "ctrl+shift+u",
                    "ctrl+F4",
                    "ctrl+Tab",
                    "ctrl+shift+Tab",
                    "ctrl+Escape",
                    "ctrl+shift+Escape",
                    "F1",
                    "F3",
                    "F5",
                    "F6",
                    "F7",
                    "F10",
                    "F11",
                    "F12",
                    "shift+F10",
                    "alt+Left",
                    "alt+Right",
                    "alt+Home",
                    "alt+F1",
                    "alt+F2",
                    "alt+F4",
                    "alt+Tab",
                    "alt+shift+Tab",
                    "alt+Escape",
                    "alt+space",
                    "alt+d",
                    "Print",
                    "alt+Print",
                    "ctrl+Print",
                    "shift+Print",
                    "Super_L",
                    "Super_R",
                    "Menu",
                    "ctrl+alt+Delete",
                    "ctrl+alt+BackSpace",
                    "ctrl+alt+t",
                    "ctrl+alt+l",
                    "XF86PowerOff",
                    "XF86Sleep",
                    "XF86Suspend",
                    "XF86Hibernate",
                    "XF86Calculator",
                    "XF86WWW",
                    "XF86Mail",
                    "XF86Search",
                    "XF86Explorer",
                    "XF86HomePage",
                    "XF86MyComputer",
                    "XF86Back",
                    "XF86Forward",
                    "XF86Launch1",
                    "XF86Launch2",
                    "XF86Display",
                    "XF86AudioMedia");

    private static final int TERMINALS = 12;

    private BlockedKeys() {}

    /// All of them, with `super` and each letter, digit and function key.
    public static List<String> all() {
        var keys = new ArrayList<>(ALWAYS);
        for (int i = 1; i <= TERMINALS; i++) {
            keys.add("ctrl+alt+F" + i);
            keys.add("super+F" + i);
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            keys.add("super+" + letter);
        }
        for (char digit = '0'; digit <= '9'; digit++) {
            keys.add("super+" + digit);
        }
        for (var key : List.of("Tab", "space", "Left", "Right", "Up", "Down", "Return")) {
            keys.add("super+" + key);
        }
        return List.copyOf(keys);
    }
}
