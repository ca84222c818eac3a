package org.gongyuan.bank.scoring;

/// A response that does not fit its declaration (RP 3.3). The message names the response, the token
/// and the type that was needed, on one line.
public final class BadResponse extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    BadResponse(String identifier, String because) {
        super("response %s: %s".formatted(identifier, because).replaceAll("\\s+", " "));
    }
}
