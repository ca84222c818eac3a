package org.gongyuan.lockdown.privilege;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.CannotLock;
import org.gongyuan.lockdown.measure.Measure;

import java.util.List;

/// A hold that only root can take, done by the helper: its verb with `state`, `hold` or `free`
/// (lockdown.md 4.2). What was there is the helper's own one-line state.
public final class Held implements Measure {

    private final Helper helper;
    private final String verb;
    private final List<String> arguments;

    private Held(Helper helper, String verb, List<String> arguments) {
        this.helper = requireNonNull(helper, "helper");
        this.verb = verb;
        this.arguments = List.copyOf(arguments);
    }

    /// Nothing leaves the machine but to these exam servers.
    ///
    /// @param servers `ADDRESS:PORT` each, addresses in numbers
    public static Measure egress(Helper helper, List<String> servers) {
        return new Held(helper, "egress", servers);
    }

    /// Nothing that is newly plugged in at a USB port works: no storage, keyboard or network card.
    /// What is there stays.
    public static Measure usb(Helper helper) {
        return new Held(helper, "usb", List.of());
    }

    /// No magic system-request keys.
    public static Measure systemRequest(Helper helper) {
        return new Held(helper, "sysrq", List.of());
    }

    @Override
    public String name() {
        return verb;
    }

    @Override
    public String keep() throws CannotLock {
        return helper.ask(verb, "state");
    }

    @Override
    public void perform() throws CannotLock {
        var words = new String[arguments.size() + 1];
        words[0] = "hold";
        for (int i = 0; i < arguments.size(); i++) {
            words[i + 1] = arguments.get(i);
        }
        helper.ask(verb, words);
    }

    @Override
    public void revert(String kept) throws CannotLock {
        helper.ask(verb, "free", kept);
    }
}
