package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a journal amounts to: the session as this seat remembers it. Every entry moves it by
/// [#take]; [#snapshot] gives the fewest entries that lead to the same memory
/// (`seat-journal.md` section 5).
public final class Memory {

    /// A response the server has not said to have saved: what it is chained to, and the head after
    /// it.
    public record Owed(JournalEntry.Given given, Digest prev, Digest head) {

        /// The number of the response.
        public long seq() {
            return given.seq();
        }
    }

    private final Suite suite;
    private JournalEntry.Begun begun;
    private boolean isConfirmed;
    private final SortedMap<PlacementId, JournalEntry.Given> last = new TreeMap<>();
    private final Deque<Owed> owed = new ArrayDeque<>();
    private long savedSeq;
    private Digest savedHead;
    private Instant savedAt = Instant.EPOCH;
    private Digest head;
    private long shown;
    private JournalEntry.Clock clock;
    private final Deque<JournalEntry.Observed> untold = new ArrayDeque<>();
    private long lastObserved;
    private boolean isHandingIn;
    private String receipt;

    Memory(Suite suite) {
        this.suite = requireNonNull(suite, "suite");
    }

    /// Moves the memory by one entry.
    ///
    /// @throws IllegalArgumentException when the entry may not stand here; nothing is changed then
    void take(JournalEntry entry) {
        if (begun == null && !(entry instanceof JournalEntry.Begun)) {
            throw new IllegalArgumentException("a journal begins with its session");
        }
        switch (entry) {
            case JournalEntry.Begun first -> begin(first);
            case JournalEntry.Confirmed() -> isConfirmed = true;
            case JournalEntry.Given given -> give(given);
            case JournalEntry.Kept(var given) -> keep(given);
            case JournalEntry.Saved saved -> save(saved);
            case JournalEntry.Rebased(long seq, var newHead) -> rebase(seq, newHead);
            case JournalEntry.Shown(long outbox) -> shown = Math.max(shown, outbox);
            case JournalEntry.Clock told -> clock = told;
            case JournalEntry.Observed observed -> observe(observed);
            case JournalEntry.Told(long number) -> tell(number);
            case JournalEntry.HandingIn(boolean handingIn) -> isHandingIn = handingIn;
            case JournalEntry.Closed(var text) -> receipt = text;
        }
    }

    private void begin(JournalEntry.Begun first) {
        if (begun != null) {
            throw new IllegalArgumentException("a journal is about one session");
        }
        begun = first;
        savedHead = Chains.firstHead(suite, first.session());
        head = savedHead;
    }

    private void give(JournalEntry.Given given) {
        if (given.seq() != lastSeq() + 1) {
            throw new IllegalArgumentException(
                    "response %d was given after %d".formatted(given.seq(), lastSeq()));
        }
        if (given.isHidden()) {
            throw new IllegalArgumentException(
                    "response %d was given without its content".formatted(given.seq()));
        }
        var prev = head;
        head = Chains.nextHead(suite, prev, given.seq(), given.placement(), given.commitment());
        owed.add(new Owed(given, prev, head));
        last.put(given.placement(), given);
    }

    private void keep(JournalEntry.Given given) {
        if (given.seq() > savedSeq || !owed.isEmpty()) {
            throw new IllegalArgumentException(
                    "response %d is kept as saved, but only %d are saved"
                            .formatted(given.seq(), savedSeq));
        }
        last.put(given.placement(), given);
    }

    private void save(JournalEntry.Saved saved) {
        if (saved.seq() < savedSeq || saved.seq() > lastSeq()) {
            throw new IllegalArgumentException(
                    "saved up to %d, but %d to %d are owed"
                            .formatted(saved.seq(), savedSeq + 1, lastSeq()));
        }
        if (!headAt(saved.seq()).equals(Optional.of(saved.head()))) {
            throw new IllegalArgumentException(
                    "the head at %d is not the one given".formatted(saved.seq()));
        }
        while (!owed.isEmpty() && owed.peekFirst().seq() <= saved.seq()) {
            owed.removeFirst();
        }
        savedSeq = saved.seq();
        savedHead = saved.head();
        savedAt = saved.at();
    }

    private void rebase(long seq, Digest newHead) {
        last.clear();
        owed.clear();
        savedSeq = seq;
        savedHead = newHead;
        head = newHead;
    }

    private void observe(JournalEntry.Observed observed) {
        if (observed.number() <= lastObserved) {
            throw new IllegalArgumentException(
                    "observation %d came after %d".formatted(observed.number(), lastObserved));
        }
        lastObserved = observed.number();
        untold.add(observed);
    }

    private void tell(long number) {
        while (!untold.isEmpty() && untold.peekFirst().number() <= number) {
            untold.removeFirst();
        }
        lastObserved = Math.max(lastObserved, number);
    }

    /// The fewest entries that lead from nothing to this memory.
    List<JournalEntry> snapshot() {
        var entries = new ArrayList<JournalEntry>();
        entries.add(begun);
        if (isConfirmed) {
            entries.add(new JournalEntry.Confirmed());
        }
        entries.add(new JournalEntry.Rebased(savedSeq, savedHead));
        entries.add(new JournalEntry.Saved(savedSeq, savedHead, savedAt));
        for (var given : keptBeforeOwed()) {
            entries.add(new JournalEntry.Kept(given));
        }
        owed.forEach(response -> entries.add(response.given()));
        if (shown > 0) {
            entries.add(new JournalEntry.Shown(shown));
        }
        clock().ifPresent(entries::add);
        long told = untold.isEmpty() ? lastObserved : untold.peekFirst().number() - 1;
        if (told > 0) {
            entries.add(new JournalEntry.Told(told));
        }
        entries.addAll(untold);
        if (isHandingIn) {
            entries.add(new JournalEntry.HandingIn(true));
        }
        receipt().ifPresent(text -> entries.add(new JournalEntry.Closed(text)));
        return entries;
    }

    private Collection<JournalEntry.Given> keptBeforeOwed() {
        return last.values().stream().filter(given -> given.seq() <= savedSeq).toList();
    }

    /// Whether a session was begun.
    public boolean isBegun() {
        return begun != null;
    }

    /// The session.
    public JournalEntry.Begun begun() {
        return requireNonNull(begun, "no session was begun");
    }

    /// The suite of the session.
    public Suite suite() {
        return suite;
    }

    /// Whether the candidate confirmed his data.
    public boolean isConfirmed() {
        return isConfirmed;
    }

    /// The last response of each placement answered.
    public SortedMap<PlacementId, JournalEntry.Given> last() {
        return Collections.unmodifiableSortedMap(last);
    }

    /// The responses the server has not said to have saved, in order.
    public Collection<Owed> owed() {
        return Collections.unmodifiableCollection(owed);
    }

    /// The last response given, which is owed.
    public Owed lastOwed() {
        return owed.getLast();
    }

    /// The seq of the last response given.
    public long lastSeq() {
        return owed.isEmpty() ? savedSeq : owed.peekLast().seq();
    }

    /// The head of the chain after the last response given.
    public Digest head() {
        return head;
    }

    /// The head after response `seq`, if that is the last saved one or one that is owed.
    public Optional<Digest> headAt(long seq) {
        if (seq == savedSeq) {
            return Optional.of(savedHead);
        }
        for (var response : owed) {
            if (response.seq() == seq) {
                return Optional.of(response.head());
            }
        }
        return Optional.empty();
    }

    /// The seq up to which the server saved.
    public long savedSeq() {
        return savedSeq;
    }

    /// The head after the last saved response.
    public Digest savedHead() {
        return savedHead;
    }

    /// When the server last said that all was saved up to [#savedSeq], by its clock.
    public Instant savedAt() {
        return savedAt;
    }

    /// The number of the last server message that was shown.
    public long shown() {
        return shown;
    }

    /// The clock as last told.
    public Optional<JournalEntry.Clock> clock() {
        return Optional.ofNullable(clock);
    }

    /// Observations not yet taken in by the server, in order.
    public Collection<JournalEntry.Observed> untold() {
        return Collections.unmodifiableCollection(untold);
    }

    /// The number of the last observation.
    public long lastObserved() {
        return lastObserved;
    }

    /// Whether the candidate began to hand in.
    public boolean isHandingIn() {
        return isHandingIn;
    }

    /// The receipt, once the session is closed.
    public Optional<String> receipt() {
        return Optional.ofNullable(receipt);
    }
}
