package org.gongyuan.seat.shell;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/// The environment of this very process, as native code sees it. Chromium asks it where temporary
/// files and settings belong, and its helper processes inherit it.
final class Environment {

    private static final int REPLACE = 1;

    private Environment() {}

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
