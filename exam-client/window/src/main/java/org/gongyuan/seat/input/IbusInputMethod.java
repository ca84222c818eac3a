package org.gongyuan.seat.input;

import static java.util.Objects.requireNonNull;

import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The IBus of the seat's session. While it is not there it is looked for again and again, and
/// whoever types then types as the keyboard does.
public final class IbusInputMethod implements InputMethod {

    private static final Logger LOG = LoggerFactory.getLogger(IbusInputMethod.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final String ROOT = "/org/freedesktop/IBus";
    private static final String IBUS = "org.freedesktop.IBus";
    private static final String CONTEXT = "org.freedesktop.IBus.InputContext";

    /// Preedit text, auxiliary text, lookup table, focus.
    private static final long CAPABILITIES = 0b1111;

    private static final long SHIFT = 1;
    private static final long NO_KEYCODE = 0;

    private final List<String> allowed;
    private final Supplier<Optional<String>> address;
    private final ScheduledExecutorService acts =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("input-method").factory());
    private final Composing composing = new Composing();

    // of the thread of the acts
    private Consumer<State> told = _ -> {};
    private State state = State.ABSENT;
    private IbusBus bus;
    private String context;
    private boolean isFocused;
    private boolean wasComplained;
    private int connections;

    /// @param allowed engines by their names, the first one comes first
    /// @param environment of this process as it began
    public IbusInputMethod(List<String> allowed, Map<String, String> environment) {
        this(allowed, new IbusAddress(environment));
    }

    IbusInputMethod(List<String> allowed, Supplier<Optional<String>> address) {
        this.allowed = List.copyOf(allowed);
        this.address = requireNonNull(address, "address");
    }

    @Override
    public void start(Consumer<State> to) {
        act(
                () -> {
                    told = to;
                    connect();
                    told.accept(state);
                });
    }

    /// After [#close] nothing is done any more.
    private void act(Runnable act) {
        try {
            acts.execute(act);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    private void connect() {
        var there = address.get();
        if (there.isPresent()) {
            try {
                join(there.get());
                return;
            } catch (IOException refused) {
                complain(refused);
                drop();
            }
        }
        lookAgain();
    }

    private void join(String at) throws IOException {
        int mine = ++connections;
        bus = IbusBus.open(at, composing::signal, () -> act(() -> lost(mine)));
        var installed = IbusValues.engines(first(bus.call(ROOT, IBUS, "ListEngines", null)));
        context =
                String.valueOf(
                        first(bus.call(ROOT, IBUS, "CreateInputContext", "s", "gongyuan-seat")));
        var _ = ask("SetCapabilities", "u", new UInt32(CAPABILITIES));
        var methods =
                allowed.stream()
                        .filter(installed::containsKey)
                        .map(id -> new Method(id, MethodNames.of(id, installed.get(id))))
                        .toList();
        wasComplained = false;
        tell(new State(!methods.isEmpty(), methods));
    }

    private static Object first(Object[] answer) {
        return answer.length == 0 ? null : answer[0];
    }

    private Object[] ask(String member, String signature, Object... arguments) throws IOException {
        if (bus == null) {
            throw new IOException("IBus is not there");
        }
        return bus.call(context, CONTEXT, member, signature, arguments);
    }

    private void tell(State now) {
        if (!now.equals(state)) {
            state = now;
            told.accept(now);
        }
    }

    /// The connection ended by itself.
    private void lost(int connection) {
        if (bus != null && connection == connections) {
            LOG.warn("the input method ended; it is looked for again");
            drop();
            lookAgain();
        }
    }

    private void drop() {
        var before = bus;
        bus = null;
        context = null;
        isFocused = false;
        composing.clear();
        if (before != null) {
            before.close();
        }
        tell(State.ABSENT);
    }

    private void lookAgain() {
        try {
            var _ = acts.schedule(this::connect, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // closed
        }
    }

    private void complain(IOException refused) {
        if (!wasComplained) {
            wasComplained = true;
            LOG.warn("no input method: {}", refused.getMessage());
        }
    }

    @Override
    public void begin(String method) {
        act(
                () -> {
                    composing.clear();
                    try {
                        var _ = ask("FocusIn", null);
                        isFocused = true;
                        var _ = ask("SetEngine", "s", method);
                    } catch (IOException refused) {
                        failed(refused);
                    }
                });
    }

    @Override
    public void key(KeyPress key, Consumer<Composition> then) {
        try {
            acts.execute(() -> then.accept(pressed(key)));
        } catch (RejectedExecutionException _) {
            then.accept(Composition.UNTOUCHED);
        }
    }

    private Composition pressed(KeyPress key) {
        if (!isFocused) {
            return Composition.UNTOUCHED;
        }
        try {
            var answer =
                    ask(
                            "ProcessKeyEvent",
                            "uuu",
                            new UInt32(key.symbol()),
                            new UInt32(NO_KEYCODE),
                            new UInt32(key.isShifted() ? SHIFT : 0));
            return composing.take(Boolean.TRUE.equals(first(answer)));
        } catch (IOException refused) {
            failed(refused);
            return Composition.UNTOUCHED;
        }
    }

    @Override
    public void end() {
        act(
                () -> {
                    if (!isFocused) {
                        return;
                    }
                    isFocused = false;
                    try {
                        var _ = ask("Reset", null);
                        var _ = ask("FocusOut", null);
                    } catch (IOException refused) {
                        failed(refused);
                    }
                    composing.clear();
                });
    }

    /// What does not answer counts as gone.
    private void failed(IOException refused) {
        complain(refused);
        if (bus != null) {
            drop();
            lookAgain();
        }
    }

    @Override
    public void close() {
        act(
                () -> {
                    told = _ -> {};
                    drop();
                });
        acts.shutdown();
    }
}
