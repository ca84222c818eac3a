package org.gongyuan.trust.token;

/// A token that is plugged in, as its library tells of it before any PIN.
///
/// @param slot the library's number of the place it is in
/// @param label its name, chosen when it was set up
/// @param serial its maker's number
public record TokenSlot(
        long slot, String label, String maker, String model, String serial, Pin pin) {

    /// How the PIN of the token's user stands. PKCS#11 has no number of tries, only these.
    public enum Pin {
        /// Nothing is said against it.
        GOOD(""),
        /// It was typed wrong since it was last right.
        TYPED_WRONG("; the token counts wrong ones, and locks after too many"),
        /// One more wrong PIN locks it.
        LAST_TRY("; the next wrong one locks the token"),
        /// The token takes no PIN any more.
        LOCKED("; the token is locked now"),
        /// None has been set.
        NOT_SET("");

        private final String sentence;

        Pin(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /// Whether a person means this one by a label or a serial number.
    public boolean answersTo(String name) {
        return label.equals(name) || serial.equals(name);
    }

    /// Label and serial number.
    public String named() {
        return "%s (%s)".formatted(label, serial);
    }
}
