package org.gongyuan.bank.scoring;

/// A text that is not a value of the base type it was read for (RP 2.3).
public final class BadToken extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    BadToken(BaseType type, String token, String because) {
        super(
                "\"%s\" is not a value of type %s: %s"
                        .formatted(shown(token), type.qtiName(), because));
    }

    static String shown(String token) {
        return token.length() <= SHOWN ? token : token.substring(0, SHOWN) + "…";
    }
}
