package org.gongyuan.seat.shell;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The environment of this very process, as native code sees it. Chromium asks it where temporary
/// files and settings belong, and its helper processes inherit it.
///
/// The C library moves its table when a variable is added, and a thread that looks for one at that
/// moment reads memory that was given back: the program dies. So what Chromium and AWT add when
/// their threads run already is here before there are any (seat-window.md 2.9); a value that
/// changes moves nothing.
final class Environment {

    private static final String DISPLAYS_OF_GTK = "GDK_BACKEND";
    private static final String MESSAGE_BUS = "DBUS_SESSION_BUS_ADDRESS";
    private static final String FONTS_IN_RUST = "FC_FONTATIONS";
    private static final int LONGEST_VARIABLE = 1 << 17;

    private static final int REPLACE = 1;

    private Environment() {}

    /// Adds what AWT and Chromium would add later, with the values they give it, where it is not
    /// there already.
    static void complete() {
        var later = new LinkedHashMap<String, String>();
        later.put(DISPLAYS_OF_GTK, "x11");
        later.put(MESSAGE_BUS, "disabled:");
        later.put(FONTS_IN_RUST, "1");
        later.keySet().removeAll(names());
        set(later);
    }

    /// The names of all variables, as native code sees them.
    @SuppressWarnings("restricted") // the table of the C library, read as it is
    static Set<String> names() {
        var pointer =
                Linker.nativeLinker()
                        .defaultLookup()
                        .findOrThrow("environ")
                        .reinterpret(ValueLayout.ADDRESS.byteSize());
        var table = pointer.get(ValueLayout.ADDRESS, 0).reinterpret(Long.MAX_VALUE);
        var names = new TreeSet<String>();
        for (long at = 0; ; at++) {
            var variable = table.getAtIndex(ValueLayout.ADDRESS, at);
            if (variable.address() == 0) {
                return names;
            }
            var text = variable.reinterpret(LONGEST_VARIABLE).getString(0);
            names.add(text.split("=", 2)[0]);
        }
    }

    /// Sets variables. Not seen by [System#getenv], which is read once.
    @SuppressWarnings("restricted") // setenv is a plain C function of the C library
    static void set(Map<String, String> variables) {
        var linker = Linker.nativeLinker();
        var setenv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            for (var variable : variables.entrySet()) {
                int failed =
                        (int)
                                setenv.invokeExact(
                                        arena.allocateFrom(variable.getKey()),
                                        arena.allocateFrom(variable.getValue()),
                                        REPLACE);
                if (failed != 0) {
                    throw new IllegalStateException(
                            "the environment variable %s cannot be set"
                                    .formatted(variable.getKey()));
                }
            }
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("setenv", impossible);
        }
    }
}
