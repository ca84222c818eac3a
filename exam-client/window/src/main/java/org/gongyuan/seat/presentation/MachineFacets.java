package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport.Finding;
import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.seat.presentation.MachineCheck.State;
import org.gongyuan.seat.session.Words;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The facets `machine` and `lock` (seat-page.md 4.4, 4.5): what was found on this machine, as the
/// server judges it, in the words that the proctor reads too. Used on the seat's loop.
///
/// Nobody signs in before the machine was looked at, is locked or need not be, and the server has
/// judged what was found: a seat does not call itself ready.
public final class MachineFacets {

    private static final int LONGEST_EVIDENCE = 200;

    /// The window says these itself, with what to do.
    private static final Set<FindingKind> SAID_BY_THE_WINDOW =
            Set.of(FindingKind.NOT_SANDBOXED, FindingKind.DRILL);

    private static final MachineCheck LOOKING =
            new MachineCheck(
                    "posture",
                    State.CHECKING,
                    new Words("正在检查本机。", "This machine is being looked at."),
                    "");
    private static final MachineCheck GOOD =
            new MachineCheck(
                    "posture",
                    State.GOOD,
                    new Words("本机检查未发现问题。", "Nothing was found on this machine."),
                    "");
    private static final MachineCheck TAKING =
            new MachineCheck(
                    "lock",
                    State.CHECKING,
                    new Words("正在锁定本机。", "This machine is being locked."),
                    "");

    private final Page page;
    private final Map<FindingKind, Judged.Finding> judged = new EnumMap<>(FindingKind.class);
    private List<MachineCheck> own = List.of();
    private Optional<List<Finding>> found = Optional.empty();
    private LockState lock = LockState.TAKING;
    private List<GivenBack.Failed> refused = List.of();
    private boolean isInSession;

    /// Where the two facets are shown.
    public interface Page {

        /// What was found on this machine. One check that is refused keeps everybody out, and
        /// covers the items of who is in already.
        void machine(List<MachineCheck> checks);

        /// Whether the machine is in hand.
        ///
        /// @param refused the measures that are not in force, and why
        void lock(LockState state, List<GivenBack.Failed> refused);
    }

    /// Facets of a page, for a machine at which nothing was looked at yet.
    public MachineFacets(Page page) {
        this.page = requireNonNull(page, "page");
    }

    /// What the window knows of itself: its sandbox, a drill.
    public void own(List<MachineCheck> checks) {
        own = List.copyOf(checks);
        show();
    }

    /// How the lock stands.
    ///
    /// @param notTaken the measure that was refused, or what an earlier run left
    public void lock(LockState state, List<GivenBack.Failed> notTaken) {
        lock = requireNonNull(state, "state");
        refused = List.copyOf(notTaken);
        show();
    }

    /// What was found now.
    public void found(List<Finding> findings) {
        found = Optional.of(List.copyOf(findings));
        show();
    }

    /// How the server judges what it was told last.
    public void judged(List<Judged.Finding> findings) {
        findings.forEach(finding -> judged.put(finding.kind(), finding));
        show();
    }

    /// A candidate is in: what is found from now on and not judged yet is a warning, because a lost
    /// line must not cover his items.
    public void inSession() {
        isInSession = true;
        show();
    }

    /// Whether the server should be asked again soon: it has not judged all, or a proctor may yet
    /// override what keeps the candidate out.
    public boolean isUndecided() {
        return found.map(
                        all ->
                                all.stream()
                                        .map(one -> judged.get(one.kind()))
                                        .anyMatch(one -> one == null || one.keepsOut()))
                .orElse(false);
    }

    private void show() {
        var checks = new ArrayList<>(own);
        if (lock == LockState.TAKING) {
            checks.add(TAKING);
        }
        if (found.isEmpty()) {
            checks.add(LOOKING);
        } else {
            checks.addAll(findings(found.get()));
        }
        page.machine(checks);
        page.lock(lock, refused);
    }

    private List<MachineCheck> findings(List<Finding> all) {
        var evidence = new EnumMap<FindingKind, List<String>>(FindingKind.class);
        for (var one : all) {
            if (!SAID_BY_THE_WINDOW.contains(one.kind())) {
                evidence.computeIfAbsent(one.kind(), _ -> new ArrayList<>()).add(one.evidence());
            }
        }
        if (all.isEmpty()) {
            return List.of(GOOD);
        }
        var checks = new ArrayList<MachineCheck>();
        evidence.forEach((kind, seen) -> checks.add(check(kind, String.join("; ", seen))));
        // what the window says itself is judged too, and may keep the candidate out
        all.stream()
                .map(Finding::kind)
                .filter(SAID_BY_THE_WINDOW::contains)
                .filter(kind -> state(kind) == State.REFUSED)
                .distinct()
                .forEach(kind -> checks.add(check(kind, "")));
        return checks;
    }

    private MachineCheck check(FindingKind kind, String evidence) {
        var one = judged.get(kind);
        boolean isOverridden = one != null && one.isOverridden();
        return new MachineCheck(
                kind.word(),
                state(kind),
                new Words(
                        kind.chinese() + (isOverridden ? "（监考员已放行）。" : "。"),
                        kind.english() + (isOverridden ? " (let pass by the proctor)." : ".")),
                shortened(evidence));
    }

    private State state(FindingKind kind) {
        var one = judged.get(kind);
        if (one == null) {
            return isInSession
                    ? State.WARNING
                    : kind == FindingKind.NOT_LOCKED ? State.REFUSED : State.CHECKING;
        }
        if (one.keepsOut()) {
            return State.REFUSED;
        }
        return one.judgement() == Judgement.NOTE ? State.NOTE : State.WARNING;
    }

    private static String shortened(String evidence) {
        return evidence.length() <= LONGEST_EVIDENCE
                ? evidence
                : evidence.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }

    @Override
    public String toString() {
        return found.map(
                        all ->
                                all.stream()
                                        .map(one -> one.kind().word())
                                        .collect(Collectors.joining(",")))
                .orElse("not looked at");
    }
}
