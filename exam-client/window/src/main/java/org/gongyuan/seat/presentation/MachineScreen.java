package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What the page shows of the machine: what was checked and whether a candidate may sign in here,
/// and whether the machine is held (seat-page.md section 4). Used on the seat's loop.
final class MachineScreen {

    private final Facets facets;
    private boolean isReady;

    MachineScreen(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
        checked(List.of());
        lock(LockState.TAKING, List.of());
    }

    /// Whether everything was checked and nothing of it keeps a candidate out.
    boolean isReady() {
        return isReady;
    }

    void checked(List<MachineCheck> checks) {
        var verdict = verdict(checks);
        isReady = verdict.equals("ready");
        facets.put(
                "machine",
                Json.object(
                        "verdict",
                        verdict,
                        "checks",
                        checks.stream().map(MachineCheck::facet).toList()));
    }

    private static String verdict(List<MachineCheck> checks) {
        if (checks.stream().anyMatch(one -> one.state() == MachineCheck.State.REFUSED)) {
            return "refused";
        }
        boolean isChecking =
                checks.isEmpty()
                        || checks.stream()
                                .anyMatch(one -> one.state() == MachineCheck.State.CHECKING);
        return isChecking ? "checking" : "ready";
    }

    void lock(LockState state, List<GivenBack.Failed> refused) {
        facets.put(
                "lock",
                Json.object(
                        "state",
                        state.word(),
                        "refused",
                        refused.stream().map(GivenBack.Failed::facet).toList()));
    }
}
