package org.gongyuan.rehearsal.simulation;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.server.sitting.Candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A person with a ticket, and everything that person changed, in order.
final class SimulatedCandidate {

    private final Candidate enrolled;
    private final SignIn signIn;
    private final List<PlacementId> changes = new ArrayList<>();
    private final Set<Integer> lost = new HashSet<>();
    private int shownSaved;

    /// Whether the candidate comes at all.
    boolean isComing = true;

    /// How many changes the candidate wants to make.
    int wanted;

    /// How long the candidate thinks, about.
    Duration thinking = Duration.ofSeconds(10);

    /// Whether the candidate hands in when finished, or waits for the end.
    boolean handsIn;

    SimulatedCandidate(Candidate enrolled, SignIn signIn) {
        this.enrolled = enrolled;
        this.signIn = signIn;
    }

    Candidate enrolled() {
        return enrolled;
    }

    SignIn signIn() {
        return signIn;
    }

    /// The placements of all changes, in order; change 1 is the first.
    List<PlacementId> changes() {
        return changes;
    }

    int change(PlacementId placement) {
        changes.add(placement);
        return changes.size();
    }

    /// Everything up to the last change was shown as saved.
    void sawAllSaved() {
        shownSaved = changes.size();
    }

    int shownSaved() {
        return shownSaved;
    }

    /// What was changed after `safe` went down with a machine.
    void lostAfter(int safe) {
        for (int change = safe + 1; change <= changes.size(); change++) {
            lost.add(change);
        }
    }

    /// The last change of each placement among the first `count`, without those that went down with
    /// a machine before they were shown as safe.
    SortedMap<PlacementId, Integer> lastOf(int count) {
        var last = new TreeMap<PlacementId, Integer>();
        for (int change = 1; change <= count; change++) {
            if (!lost.contains(change)) {
                last.put(changes.get(change - 1), change);
            }
        }
        return last;
    }

    @Override
    public String toString() {
        return enrolled.ticketNumber();
    }
}
