package org.gongyuan.command;

/// An act that ends with a sentence for the person at the terminal and an exit status.
final class Refused extends RuntimeException {

    /// The act was refused or found something wrong.
    static final int REFUSED = 1;

    /// The command was called wrongly.
    static final int MISUSED = 2;

    /// The content is outside what is supported.
    static final int UNSUPPORTED = 3;

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }
}
