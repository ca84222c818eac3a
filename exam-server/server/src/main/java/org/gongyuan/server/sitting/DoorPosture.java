package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.StaffId;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What seats told about their machines, and what staff overrode before anybody sat there
/// (`session.md` section 9.4). What seats told lives in memory, because they tell it again; what
/// staff let pass is kept.
final class DoorPosture {

    /// More seats than any sitting has; what tells beyond is judged and forgotten.
    static final int MOST_SEATS = 20_000;

    private final Map<SeatId, Told> told = new HashMap<>();
    private final Map<SeatId, Map<FindingKind, DoorOverride>> overrides = new HashMap<>();
    private DoorOverrides kept = DoorOverrides.FORGOTTEN;

    /// What a seat told last.
    record Told(PostureReport report, Instant at) {}

    /// From now on what staff let pass is kept there.
    void keepIn(DoorOverrides keeper) {
        kept = requireNonNull(keeper, "keeper");
    }

    /// What was let pass before a restart, or at another node, stands here too.
    void stands(DoorOverride override) {
        overrides
                .computeIfAbsent(override.seat(), _ -> new EnumMap<>(FindingKind.class))
                .putIfAbsent(override.finding(), override);
    }

    /// Notes what a seat tells. What it found may have been let pass at another node.
    void tell(SeatId seat, PostureReport report, Instant at) {
        if (told.containsKey(seat) || told.size() < MOST_SEATS) {
            told.put(seat, new Told(report, at));
        }
        if (report.kinds().stream().anyMatch(kind -> overrideOf(seat, kind).isEmpty())) {
            kept.lookFor(seat);
        }
    }

    /// What a seat told last.
    Optional<Told> of(SeatId seat) {
        return Optional.ofNullable(told.get(seat));
    }

    /// The seats that told something.
    List<SeatId> seats() {
        return List.copyOf(told.keySet());
    }

    /// What a seat at which nobody sits told, judged.
    List<Judged.Finding> judged(SeatId seat, PosturePolicy policy) {
        var kinds =
                of(seat).map(one -> one.report().kinds())
                        .orElse(List.of(FindingKind.NOT_LOOKED_AT));
        return kinds.stream()
                .map(
                        kind ->
                                new Judged.Finding(
                                        kind, policy.of(kind), overrideOf(seat, kind).isPresent()))
                .toList();
    }

    /// Overrides a finding of a seat at which nobody sits; says why not, or nothing.
    Optional<String> override(DoorOverride override, PosturePolicy policy) {
        var seat = override.seat();
        var kind = override.finding();
        boolean isFound = judged(seat, policy).stream().anyMatch(one -> one.kind() == kind);
        if (!isFound) {
            return Optional.of("%s was not found at seat %s".formatted(kind.word(), seat));
        }
        var refusal =
                refusal(
                        kind,
                        policy,
                        overrideOf(seat, kind).isPresent(),
                        override.proposer(),
                        override.approver());
        if (refusal.isEmpty()) {
            stands(override);
            kept.keep(override);
        }
        return refusal;
    }

    /// What staff ordered for a seat.
    Optional<DoorOverride> overrideOf(SeatId seat, FindingKind kind) {
        return Optional.ofNullable(overrides.getOrDefault(seat, Map.of()).get(kind));
    }

    /// Why these two may not override a finding, if they may not: what is refused takes two
    /// persons, what is noted needs none.
    static Optional<String> refusal(
            FindingKind kind,
            PosturePolicy policy,
            boolean isOverridden,
            StaffId proposer,
            StaffId approver) {
        if (isOverridden) {
            return Optional.of("%s is overridden already".formatted(kind.word()));
        }
        var judgement = policy.of(kind);
        if (judgement == Judgement.NOTE) {
            return Optional.of(
                    "%s is only noted here; there is nothing to override".formatted(kind.word()));
        }
        return judgement == Judgement.REFUSE && proposer.equals(approver)
                ? Optional.of(
                        "%s is refused here; overriding it takes two persons"
                                .formatted(kind.word()))
                : Optional.empty();
    }
}
