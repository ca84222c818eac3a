package org.gongyuan.trust.token;

/// A token does not do what was asked of it (`item-bank/spec/trust.md`, section 14.4). Says which
/// of the few things a person can do something about; never a PIN.
public final class TokenRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// No library lies where one was named, or what lies there is none.
        NO_LIBRARY,
        /// No token is plugged in, or none of that name.
        NO_TOKEN,
        /// Several tokens answer to what was named.
        SEVERAL_TOKENS,
        /// The token is not set up: it has no PIN of its user yet.
        NO_PIN_SET,
        /// The PIN is wrong.
        WRONG_PIN,
        /// Too many wrong PINs: the token takes none any more.
        PIN_LOCKED,
        /// The key is not on this token.
        NO_KEY,
        /// There is a key, and it cannot be used for this.
        UNFIT_KEY,
        /// A key of this name is on the token already.
        NAME_TAKEN,
        /// The token was pulled out, or fails.
        TOKEN_FAILS
    }

    private final Reason reason;

    TokenRefused(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }

    /// What a library's return code means to a person; its name stands in the message of one of the
    /// causes.
    static TokenRefused of(Throwable failed, TokenSlot slot) {
        var code = code(failed);
        return switch (code) {
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
                    new TokenRefused(
                            Reason.WRONG_PIN,
                            "the PIN is not that of token %s%s"
                                    .formatted(slot.named(), slot.pin().sentence()));
            case "CKR_PIN_LOCKED" -> locked(slot);
            case "CKR_USER_PIN_NOT_INITIALIZED" -> noPin(slot);
            case "CKR_TOKEN_NOT_PRESENT",
                    "CKR_TOKEN_NOT_RECOGNIZED",
                    "CKR_DEVICE_REMOVED",
                    "CKR_SLOT_ID_INVALID" ->
                    new TokenRefused(
                            Reason.NO_TOKEN,
                            "token %s is not plugged in any more".formatted(slot.named()));
            default ->
                    new TokenRefused(
                            Reason.TOKEN_FAILS, "token %s fails: %s".formatted(slot.named(), code));
        };
    }

    static TokenRefused locked(TokenSlot slot) {
        return new TokenRefused(
                Reason.PIN_LOCKED,
                "the PIN of token %s is locked after too many wrong ones; whoever holds its"
                                .formatted(slot.named())
                        + " security officer's PIN unlocks it");
    }

    static TokenRefused noPin(TokenSlot slot) {
        return new TokenRefused(
                Reason.NO_PIN_SET,
                "token %s has no PIN of its user yet; set it with the maker's program"
                        .formatted(slot.named()));
    }

    private static String code(Throwable failed) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (message != null && message.startsWith("CKR_")) {
                return message.split("[^A-Z0-9_]", 2)[0];
            }
        }
        return failed.getClass().getSimpleName();
    }
}
