package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.posture.Finding;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.seat.input.Composition;
import org.gongyuan.seat.input.IbusInputMethod;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.input.KeyPress;
import org.gongyuan.seat.input.NoInputMethod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /// The IBus of this session, or nothing to type with where the settings want none.
    static WatchedInput ofSession(List<String> wanted) {
        return new WatchedInput(
                wanted.isEmpty()
                        ? new NoInputMethod()
                        : new IbusInputMethod(wanted, System.getenv()),
                wanted);
    }

    /// Starts it, waits for the first that it says, and gives what there is to tell then.
    ///
    /// @param within saying nothing for so long counts as not being there
    Optional<Finding> lookOnce(Duration within) {
        var said = new CountDownLatch(1);
        start(_ -> said.countDown());
        try {
            var _ = said.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return finding();
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
