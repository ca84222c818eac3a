package org.gongyuan.lockdown.display;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.gongyuan.lockdown.measure.CannotLock;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;

/// One of the X libraries and the functions we call in it. A signature is written as letters: `p`
/// pointer, `i` int, `l` long (also XIDs, atoms and times), `b` unsigned char, `v` nothing; the
/// result first.
@SuppressWarnings("restricted")
final class Library {

    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new HashMap<>();

    private Library(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /// Loads a library by the name of its file.
    static Library load(String file) throws CannotLock {
        try {
            return new Library(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException absent) {
            throw new CannotLock(
                    "library %s is not on this machine; ops/deployment/kiosk/check names its package"
                            .formatted(file),
                    absent);
        }
    }

    /// Calls a function.
    Object call(String name, String signature, Object... arguments) {
        var function = functions.computeIfAbsent(name, _ -> handle(name, signature));
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable failed) {
            throw new IllegalStateException("calling " + name, failed);
        }
    }

    private MethodHandle handle(String name, String signature) {
        var layouts =
                signature.chars().skip(1).mapToObj(Library::layout).toArray(MemoryLayout[]::new);
        var descriptor =
                signature.charAt(0) == 'v'
                        ? FunctionDescriptor.ofVoid(layouts)
                        : FunctionDescriptor.of(layout(signature.charAt(0)), layouts);
        var symbol =
                symbols.find(name)
                        .orElseThrow(() -> new IllegalStateException("no function " + name));
        return LINKER.downcallHandle(symbol, descriptor);
    }

    private static MemoryLayout layout(int letter) {
        return switch (letter) {
            case 'p' -> ADDRESS;
            case 'i' -> JAVA_INT;
            case 'l' -> JAVA_LONG;
            case 'b' -> JAVA_BYTE;
            default -> throw new IllegalArgumentException("no letter " + (char) letter);
        };
    }
}
