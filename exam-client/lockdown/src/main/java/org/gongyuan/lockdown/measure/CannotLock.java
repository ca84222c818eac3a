package org.gongyuan.lockdown.measure;

/// The machine did not let itself be held, or given back; the message says what and what to do.
public final class CannotLock extends Exception {

    private static final long serialVersionUID = 1L;

    /// A refusal in plain words.
    public CannotLock(String words) {
        super(words);
    }

    /// A refusal with what caused it.
    public CannotLock(String words, Throwable cause) {
        super(words, cause);
    }
}
