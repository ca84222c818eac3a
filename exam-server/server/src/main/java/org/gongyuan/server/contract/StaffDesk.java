package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.edge.AskLimit;
import org.gongyuan.server.sentence.Sentence;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// Judges who may ask what, has it done, and enters it (`staff-contract.md` section 4). Nothing is
/// told before it is entered.
final class StaffDesk {

    private static final int PER_ACCOUNT = 240;
    private static final int PER_ACT = 60;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Permissions that reach over no sitting, so that only who holds them for everything has them.
    private static final Set<String> PARTLY =
            Set.of(
                    "sitting.look",
                    "conflict.declare",
                    "conflict.look",
                    "exam.look",
                    "exam.plan",
                    "roster.import",
                    "seat.enrol",
                    "publication.look",
                    "holders.look",
                    "holders.read",
                    "holders.reasons",
                    "release.look",
                    "share.give");

    private final Map<String, StaffOperation> operations;
    private final DutyTable table;
    private final Audit audit;
    private final InstantSource clock;
    private final AskLimit perAccount;
    private final AskLimit perAct;

    StaffDesk(
            Map<String, StaffOperation> operations,
            DutyTable table,
            Audit audit,
            InstantSource clock) {
        this.operations = Map.copyOf(operations);
        this.table = requireNonNull(table, "table");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
        perAccount = new AskLimit(clock, PER_ACCOUNT, MINUTE);
        perAct = new AskLimit(clock, PER_ACT, MINUTE);
    }

    Set<String> known() {
        return operations.keySet();
    }

    /// Whether somebody may ask this at all; the operation itself judges what it is upon.
    boolean mayAsk(SignedIn who, String permission) {
        if (permission.equals(StaffContract.ANYONE) || permission.equals(StaffContract.SIGNED_IN)) {
            return true;
        }
        var grants = who.account().grants();
        var asked = new Permission(permission);
        return PARTLY.contains(permission)
                ? table.mayAnywhere(grants, asked, clock.instant())
                : table.may(grants, asked, Target.NONE, clock.instant());
    }

    /// Answers a call and enters it.
    StaffAnswer answer(StaffCall call, String permission, String entered) {
        var answer = judged(call, permission);
        boolean isEntered = answer.isRefused() ? answer.status() != 429 : !entered.equals("none");
        if (isEntered) {
            var outcome = !answer.isRefused() && entered.equals("read") ? "read" : answer.outcome();
            var person =
                    answer.entered()
                            .or(() -> call.who().map(SignedIn::person))
                            .orElse(Audit.NOBODY);
            audit.enter(person, call.operation(), answer.upon(), outcome, answer.reason());
        }
        return answer;
    }

    /// Enters a request that was refused before it was a call.
    void refused(StaffId person, String operation, String word) {
        audit.enter(person, operation, "-", word, "-");
    }

    private StaffAnswer judged(StaffCall call, String permission) {
        if (!permission.equals(StaffContract.ANYONE)) {
            if (call.who().isEmpty()) {
                return StaffAnswer.refused(401, "not-signed-in", Sentence.NOT_SIGNED_IN.of());
            }
            var person = call.person().person().text();
            var wait = perAccount.ask(person);
            if (wait.isZero()) {
                wait = perAct.ask(person + " " + call.operation());
            }
            if (!wait.isZero()) {
                return StaffAnswer.refused(
                        429, "too-often", Sentence.TOO_OFTEN.of(wait.toSeconds() + 1));
            }
            if (!mayAsk(call.person(), permission)) {
                return StaffAnswer.notPermitted();
            }
        }
        try {
            return requireNonNull(operations.get(call.operation()), call.operation()).answer(call);
        } catch (IllegalArgumentException refused) {
            return StaffAnswer.refused(400, "not-as-contracted", cut(refused.getMessage()));
        }
    }

    private static String cut(String sentence) {
        return sentence == null ? "-" : sentence.substring(0, Math.min(400, sentence.length()));
    }
}
