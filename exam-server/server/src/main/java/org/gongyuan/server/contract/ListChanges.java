package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what changes the lists that pages show and that wait for nobody, so that the stream of
/// what waits also tells that one of them is another by now (`staff-contract.md` 6.2). Counting
/// goes on from the time of the start: a number is not told again after the node was started anew.
final class ListChanges {

    /// A list, by the name the stream has for it.
    ///
    /// @param look who may look at it is told that it changed
    /// @param operations what changes it
    private record Watched(Permission look, Set<String> operations) {}

    /// An act that is approved may change any of them.
    private static final String APPROVAL = "approveAct";

    private static final Map<String, Watched> LISTS =
            Map.of(
                    "people",
                    new Watched(
                            new Permission("people.look"),
                            Set.of(
                                    APPROVAL,
                                    "invitePerson",
                                    "redeemInvitation",
                                    "takeDutyBack",
                                    "endAccount",
                                    "addMyPasskey",
                                    "removeMyPasskey")),
                    "examinations",
                    new Watched(
                            new Permission("exam.look"),
                            Set.of(
                                    APPROVAL,
                                    "planExamination",
                                    "planCentre",
                                    "removeCentre",
                                    "draftSitting",
                                    "importRoster",
                                    "enrolSeat")),
                    "forms",
                    new Watched(
                            new Permission("form.look"),
                            Set.of(APPROVAL, "bringForm", "takeFormAway", "giveShare")),
                    "holders",
                    new Watched(
                            new Permission("holders.look"), Set.of(APPROVAL, "declareConflict")),
                    "privacy",
                    new Watched(
                            new Permission("privacy.look"),
                            Set.of(
                                    APPROVAL,
                                    "receivePrivacyRequest",
                                    "stepPrivacyRequest",
                                    "enterFaceConsent",
                                    "placeLegalHold",
                                    "liftLegalHold")));

    private final Map<String, AtomicLong> counts = new TreeMap<>();
    private final DutyTable table;
    private final InstantSource clock;

    ListChanges(DutyTable table, InstantSource clock) {
        this.table = requireNonNull(table, "table");
        this.clock = requireNonNull(clock, "clock");
        LISTS.keySet().forEach(list -> counts.put(list, new AtomicLong(clock.millis())));
    }

    /// Counts, from now on, each of these operations that is not refused.
    void follow(Map<String, StaffOperation> operations) {
        LISTS.forEach(
                (list, watched) ->
                        watched.operations()
                                .forEach(
                                        name ->
                                                operations.compute(
                                                        name,
                                                        (_, done) ->
                                                                counted(
                                                                        list,
                                                                        requireNonNull(
                                                                                done, name)))));
    }

    private StaffOperation counted(String list, StaffOperation operation) {
        return call -> {
            var answer = operation.answer(call);
            if (!answer.isRefused()) {
                counts.get(list).incrementAndGet();
            }
            return answer;
        };
    }

    /// Puts the numbers of the lists that somebody may look at, wherever, beside what waits for
    /// him.
    void tell(SignedIn who, JsonObject waiting) {
        var changed = new JsonObject();
        counts.forEach(
                (list, count) -> {
                    var look = requireNonNull(LISTS.get(list), list).look();
                    if (table.mayAnywhere(who.account().grants(), look, clock.instant())) {
                        changed.put(list, count.get());
                    }
                });
        waiting.put("changed", changed);
    }
}
