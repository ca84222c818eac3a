package org.gongyuan.server.duty;

import org.gongyuan.server.sentence.Sentence;

import java.util.regex.Pattern;

/// Names a duty (职责) of the table, such as `centre-head`.
public record Duty(String name) {

    private static final Pattern SHAPE = Pattern.compile("[a-z]+(-[a-z]+){0,3}");

    public Duty {
        if (name.length() > 40 || !SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException(Sentence.DUTY_NAME.of(name));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
