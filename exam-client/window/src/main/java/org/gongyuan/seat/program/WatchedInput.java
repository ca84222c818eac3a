package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.input.Composition;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.input.KeyPress;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The seat's input method, watched for whoever looks at the machine: where the settings want
/// Chinese to be typed and it cannot be, that is a finding (lockdown.md 5.2).
final class WatchedInput implements InputMethod {

    private final InputMethod input;
    private final List<String> wanted;
    private volatile boolean isThere;

    /// @param wanted the engines of the settings; none means that nothing is wanted
    WatchedInput(InputMethod input, List<String> wanted) {
        this.input = requireNonNull(input, "input");
        this.wanted = List.copyOf(wanted);
    }

    /// What there is to tell now.
    Optional<Finding> finding() {
        return wanted.isEmpty() || isThere
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                FindingKind.NO_INPUT_METHOD,
                                "none of %s runs under IBus".formatted(String.join(", ", wanted))));
    }

    @Override
    public void start(Consumer<State> to) {
        input.start(
                state -> {
                    isThere = state.isThere();
                    to.accept(state);
                });
    }

    @Override
    public void begin(String method) {
        input.begin(method);
    }

    @Override
    public void key(KeyPress key, Consumer<Composition> then) {
        input.key(key, then);
    }

    @Override
    public void end() {
        input.end();
    }

    @Override
    public void close() {
        input.close();
    }
}
