package org.gongyuan.bank.sealing;

import java.util.regex.Pattern;

/// The form of the 16 random bytes that name a sealing or a blob.
final class Id16 {

    static final int LENGTH = 16;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    private Id16() {}

    static String checked(String what, String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "%s must be 32 hexadecimal digits: \"%s\"".formatted(what, hex));
        }
        return hex;
    }
}
