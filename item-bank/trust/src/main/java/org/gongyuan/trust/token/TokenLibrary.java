package org.gongyuan.trust.token;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.token.TokenRefused.Reason;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The PKCS#11 library of a maker of tokens, on this machine.
public final class TokenLibrary {

    private final Path file;
    private final Slots slots;

    private TokenLibrary(Path file, Slots slots) {
        this.file = requireNonNull(file, "file");
        this.slots = slots;
    }

    /// Loads the library. It is code that runs here, so only a person's own word names it.
    public static TokenLibrary at(Path file) throws TokenRefused {
        if (!Files.isRegularFile(file)) {
            throw new TokenRefused(
                    Reason.NO_LIBRARY, "no PKCS#11 library is at %s".formatted(file));
        }
        var absolute = file.toAbsolutePath();
        return new TokenLibrary(absolute, Slots.of(absolute));
    }

    /// The tokens that are plugged in.
    public List<TokenSlot> tokens() throws TokenRefused {
        return slots.list();
    }

    /// The one token that is meant: by label or serial number, or the only one there is.
    public TokenSlot token(Optional<String> name) throws TokenRefused {
        var there = tokens();
        var meant =
                there.stream().filter(one -> name.isEmpty() || one.answersTo(name.get())).toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        var named =
                there.isEmpty()
                        ? "none is plugged in"
                        : there.stream()
                                .map(TokenSlot::named)
                                .collect(Collectors.joining(", ", "there are: ", ""));
        if (meant.isEmpty()) {
            throw new TokenRefused(
                    Reason.NO_TOKEN,
                    name.map(one -> "no token is called %s; %s".formatted(one, named))
                            .orElse("no token: " + named));
        }
        throw new TokenRefused(
                Reason.SEVERAL_TOKENS, "say which token, by serial number; " + named);
    }

    /// Opens a token with its user's PIN.
    public Token open(TokenSlot slot, char[] pin) throws TokenRefused {
        return switch (slot.pin()) {
            case NOT_SET -> throw TokenRefused.noPin(slot);
            case LOCKED -> throw TokenRefused.locked(slot);
            case GOOD, TYPED_WRONG, LAST_TRY -> Token.opened(file, slot, pin, this::again);
        };
    }

    /// A token as it stands now, after its PIN was typed.
    private TokenSlot again(TokenSlot slot) {
        try {
            return slots.list().stream()
                    .filter(one -> one.slot() == slot.slot())
                    .findFirst()
                    .orElse(slot);
        } catch (TokenRefused _) {
            return slot;
        }
    }
}
