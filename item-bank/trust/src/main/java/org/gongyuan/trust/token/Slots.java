package org.gongyuan.trust.token;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.token.TokenRefused.Reason;
import org.gongyuan.trust.token.TokenSlot.Pin;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which tokens a PKCS#11 library sees, and how their PINs stand: the one thing the platform's own
/// provider does not tell. Structures as PKCS#11 2.40 lays them out where a `CK_ULONG` has 8 bytes
/// and nothing is packed, which is every 64-bit Linux.
@SuppressWarnings("restricted")
final class Slots {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final long POINTERS = 8;
    private static final int INITIALIZE = 0;
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;
    private static final long FUNCTIONS = POINTERS + 8 * 7;
    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final byte PRESENT = 1;
    private static final long MOST = 256;
    private static final long OS_LOCKING = 2;
    private static final long INITIALIZE_ARGUMENTS = 48;
    private static final long LOCKING_AT = 32;
    private static final long TOKEN_INFO = 256;
    private static final long FLAGS_AT = 96;

    private static final long USER_PIN_INITIALIZED = 0x8;
    private static final long TOKEN_INITIALIZED = 0x400;
    private static final long COUNT_LOW = 0x1_0000;
    private static final long FINAL_TRY = 0x2_0000;
    private static final long LOCKED = 0x4_0000;

    private final Path library;
    private final MemorySegment functions;

    private Slots(Path library, MemorySegment functions) {
        this.library = library;
        this.functions = functions;
    }

    /// Loads a library. It stays loaded while the program runs.
    static Slots of(Path library) throws TokenRefused {
        try (var arena = Arena.ofConfined()) {
            var symbol =
                    SymbolLookup.libraryLookup(library, Arena.global())
                            .find("C_GetFunctionList")
                            .orElseThrow(() -> notOne(library));
            var list = arena.allocate(ADDRESS);
            var code = call(symbol, new MemoryLayout[] {ADDRESS}, list);
            if (code != OK) {
                throw failed(library, "C_GetFunctionList", code);
            }
            var slots = new Slots(library, list.get(ADDRESS, 0).reinterpret(FUNCTIONS));
            slots.initialize(arena);
            return slots;
        } catch (IllegalArgumentException _) {
            throw notOne(library);
        }
    }

    private void initialize(Arena arena) throws TokenRefused {
        var arguments = arena.allocate(INITIALIZE_ARGUMENTS, 8);
        arguments.set(JAVA_LONG, LOCKING_AT, OS_LOCKING);
        var code = call(function(INITIALIZE), new MemoryLayout[] {ADDRESS}, arguments);
        if (code != OK && code != ALREADY_INITIALIZED) {
            throw failed(library, "C_Initialize", code);
        }
    }

    /// The tokens that are plugged in and set up.
    List<TokenSlot> list() throws TokenRefused {
        try (var arena = Arena.ofConfined()) {
            var count = arena.allocate(JAVA_LONG);
            var ids = arena.allocate(JAVA_LONG, MOST);
            listed(MemorySegment.NULL, count);
            count.set(JAVA_LONG, 0, MOST);
            listed(ids, count);
            var found = new ArrayList<TokenSlot>();
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                var slot = ids.getAtIndex(JAVA_LONG, i);
                var info = arena.allocate(TOKEN_INFO, 8);
                var code =
                        call(
                                function(GET_TOKEN_INFO),
                                new MemoryLayout[] {JAVA_LONG, ADDRESS},
                                slot,
                                info);
                var flags = info.get(JAVA_LONG, FLAGS_AT);
                if (code == OK && (flags & TOKEN_INITIALIZED) != 0) {
                    found.add(
                            new TokenSlot(
                                    slot,
                                    text(info, 0, 32),
                                    text(info, 32, 32),
                                    text(info, 64, 16),
                                    text(info, 80, 16),
                                    pin(flags)));
                }
            }
            return List.copyOf(found);
        }
    }

    private void listed(MemorySegment ids, MemorySegment count) throws TokenRefused {
        var code =
                call(
                        function(GET_SLOT_LIST),
                        new MemoryLayout[] {JAVA_BYTE, ADDRESS, ADDRESS},
                        PRESENT,
                        ids,
                        count);
        if (code != OK) {
            throw failed(library, "C_GetSlotList", code);
        }
    }

    static Pin pin(long flags) {
        if ((flags & USER_PIN_INITIALIZED) == 0) {
            return Pin.NOT_SET;
        }
        if ((flags & LOCKED) != 0) {
            return Pin.LOCKED;
        }
        if ((flags & FINAL_TRY) != 0) {
            return Pin.LAST_TRY;
        }
        return (flags & COUNT_LOW) != 0 ? Pin.TYPED_WRONG : Pin.GOOD;
    }

    /// Fixed width, filled with blanks. What is not a plain character is not shown.
    private static String text(MemorySegment info, long at, int length) {
        var bytes = info.asSlice(at, length).toArray(JAVA_BYTE);
        return new String(bytes, UTF_8).replaceAll("\\p{C}", "").strip();
    }

    private MemorySegment function(int index) {
        return functions.get(ADDRESS, POINTERS + 8L * index);
    }

    private static long call(MemorySegment function, MemoryLayout[] layouts, Object... arguments) {
        try {
            return (long)
                    LINKER.downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, layouts))
                            .invokeWithArguments(arguments);
        } catch (Throwable failed) {
            throw new IllegalStateException("calling a token's library", failed);
        }
    }

    private static TokenRefused notOne(Path library) {
        return new TokenRefused(
                Reason.NO_LIBRARY,
                "%s is no PKCS#11 library that can be loaded here; install the token's own"
                                .formatted(library)
                        + " (OpenSC: opensc-pkcs11.so)");
    }

    private static TokenRefused failed(Path library, String function, long code) {
        return new TokenRefused(
                Reason.TOKEN_FAILS,
                "the library %s fails in %s: 0x%x".formatted(library, function, code));
    }
}
