package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Permission;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts what changes the lists that pages show and that wait for nobody, so that the stream of
/// what waits also tells that one of them is another by now (`staff-contract.md` 6.2). The numbers
/// lie in the store, where every node over it finds what another one changed. A number is later
/// than
/// the one before and than the clock, so none is ever told again.
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
                                    "placeLegalHold")),
                    "shares",
                    new Watched(
                            new Permission("retention.look"),
                            Set.of(
                                    APPROVAL,
                                    "endMyShare",
                                    "placeLegalHold",
                                    "registerCustodianKey")));

    private static final long READ_EVERY_MILLIS = 1_000;

    private final RevisedDocuments documents;
    private final DutyTable table;
    private final InstantSource clock;
    private Numbers known = new Numbers(Map.of(), 0);

    /// What was read of the store, and when.
    private record Numbers(Map<String, Long> of, long at) {}

    ListChanges(RevisedDocuments documents, DutyTable table, InstantSource clock) {
        this.documents = requireNonNull(documents, "documents");
        this.table = requireNonNull(table, "table");
        this.clock = requireNonNull(clock, "clock");
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
                count(list);
            }
            return answer;
        };
    }

    /// Of two that count at once the store refuses one, which need not count again: both had done
    /// what they count before either looked, so whoever reads the list for the other's number finds
    /// both.
    private void count(String list) {
        var id = new DocumentId(list);
        var found = Answered.by(documents.find(id));
        long before = found.map(ListChanges::number).orElse(0L);
        var body =
                Octets.of(new CborWriter(16).uint(Math.max(before + 1, clock.millis())).toBytes());
        var _ =
                Answered.by(
                        documents.put(
                                found.map(one -> one.next(body))
                                        .orElseGet(() -> new RevisedDocument(id, 1, body))));
        read();
    }

    private static long number(RevisedDocument document) {
        var from = new CborReader(document.body().toBytes());
        long number = from.uint();
        from.end();
        return number;
    }

    private synchronized Map<String, Long> read() {
        var of = new TreeMap<String, Long>();
        LISTS.keySet().forEach(list -> of.put(list, 0L));
        for (var one : Answered.by(documents.all())) {
            of.replace(one.id().text(), number(one));
        }
        known = new Numbers(of, clock.millis());
        return of;
    }

    /// As the store has them, looked up once a second however many are told.
    private synchronized Map<String, Long> numbers() {
        return Math.abs(clock.millis() - known.at()) < READ_EVERY_MILLIS && !known.of().isEmpty()
                ? known.of()
                : read();
    }

    /// Puts the numbers of the lists that somebody may look at, wherever, beside what waits for
    /// him.
    void tell(SignedIn who, JsonObject waiting) {
        var changed = new JsonObject();
        numbers()
                .forEach(
                        (list, number) -> {
                            var look = requireNonNull(LISTS.get(list), list).look();
                            if (table.mayAnywhere(who.account().grants(), look, clock.instant())) {
                                changed.put(list, number);
                            }
                        });
        waiting.put("changed", changed);
    }
}
