package org.gongyuan.rehearsal.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// The sockets of this process, below every library that uses them.
@SuppressWarnings("restricted") // what the JDK has no call for
final class Sockets {

    private static final int BOTH_WAYS = 2;
    private static final MethodHandle SHUTDOWN =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("shutdown").orElseThrow(),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Sockets() {}

    /// Ends every connection at once; one that is none any more is passed over.
    static void shutDownAll() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            for (var file : files.toList()) {
                if (isSocket(file)) {
                    int _ =
                            (int)
                                    SHUTDOWN.invokeExact(
                                            Integer.parseInt(file.getFileName().toString()),
                                            BOTH_WAYS);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the open files cannot be listed", failed);
        } catch (Throwable failed) {
            throw new IllegalStateException("shutdown cannot be called", failed);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException _) {
            // Closed meanwhile, as the one that lists them is.
            return false;
        }
    }
}
