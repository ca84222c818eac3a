package org.gongyuan.server.duty;

import java.util.regex.Pattern;

/// Names a permission of the table: a capability and a verb, such as `void.approve`.
public record Permission(String name) {

    private static final Pattern SHAPE = Pattern.compile("[a-z]{1,20}\\.[a-z]{1,20}");

    public Permission {
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a permission is CAPABILITY.VERB, not \"" + name + "\"");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
