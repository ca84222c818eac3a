package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.certificate.HolderLists;
import org.gongyuan.server.certificate.HolderLists.Standing;
import org.gongyuan.server.certificate.HolderLists.State;
import org.gongyuan.server.duty.Conflicts.Declared;
import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Lists of proposed holders of certificates: how they stand, who is on one, and why somebody is
/// held back (`certificate.md` section 4).
final class HolderOperations {

    private static final String LOOK = "holders.look";
    private static final String READ = "holders.read";
    private static final String REASONS = "holders.reasons";

    /// So many rows are given at once.
    private static final int ROWS = 2_000;

    private final HolderLists lists;
    private final Reach reach;

    HolderOperations(HolderLists lists, Reach reach) {
        this.lists = requireNonNull(lists, "lists");
        this.reach = requireNonNull(reach, "reach");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listHolders", this::all);
        operations.put("readHolderList", this::list);
        operations.put("readHolderReasons", this::reasons);
    }

    /// Identifiers and numbers, of nobody in particular.
    private StaffAnswer all(StaffCall call) {
        var all = new JsonArray();
        for (var sitting : lists.closed()) {
            if (reach.isOver(call.person(), LOOK, sitting)) {
                all.add(json(sitting));
            }
        }
        return StaffAnswer.of(200, new JsonObject().put("sittings", all));
    }

    private JsonObject json(SittingId sitting) {
        var json = new JsonObject().put("sitting", sitting.text());
        try {
            var standing = lists.standing(sitting);
            if (standing.isPresent()) {
                return standing(json, standing.get());
            }
            lists.noticeEnds(sitting).ifPresent(until -> json.put("until", until.toString()));
            return json.put("state", word(State.UNPUBLISHED));
        } catch (IOException unreadable) {
            return json.put("state", "unreadable");
        }
    }

    private static JsonObject standing(JsonObject json, Standing now) {
        json.put("state", word(now.state()))
                .put("run", now.published().run())
                .put("results", now.published().results().hex())
                .put("published", now.published().at().toString())
                .put("list", now.digest().hex())
                .put("proposed", now.next().proposed().size())
                .put("held", now.next().held().size())
                .put("late", now.late().size())
                .put("unnamed", now.holds().unnamed().size());
        now.last()
                .ifPresent(
                        last -> {
                            var drawn =
                                    new JsonObject()
                                            .put("list", last.list().hex())
                                            .put("run", last.run())
                                            .put("at", last.at().toString())
                                            .put("proposed", last.proposed())
                                            .put("held", last.held())
                                            .put("proposer", last.proposer().text())
                                            .put("approver", last.approver().text())
                                            .put("superseded", now.drawn().isEmpty());
                            if (!last.predecessor().equals(HoldersList.NONE)) {
                                drawn.put("predecessor", last.predecessor().hex());
                            }
                            json.put("drawn", drawn);
                        });
        return json;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /// The list that stands, or how it would be; who is on it and would be held back now is to be
    /// looked at.
    private StaffAnswer list(StaffCall call) {
        return over(call, READ, (sitting, now) -> list(call, sitting, now));
    }

    private static StaffAnswer list(StaffCall call, SittingId sitting, Standing now) {
        var shown = now.drawn().orElse(now.next());
        var late = new HashSet<>(now.late());
        var held = new HashSet<>(shown.held());
        var sessions =
                now.reached().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(HolderOperations::byTicket))
                        .map(Map.Entry::getKey)
                        .toList();
        int from = Math.min(Integer.parseInt(call.optional("from").orElse("0")), sessions.size());
        int to = Math.min(from + ROWS, sessions.size());
        var rows = new JsonArray();
        for (var session : sessions.subList(from, to)) {
            var one = requireNonNull(now.reached().get(session), "reached");
            rows.add(
                    new JsonObject()
                            .put("ticket", one.ticket())
                            .put("level", one.level())
                            .put("session", session.toString())
                            .put("state", state(session, held, late)));
        }
        return StaffAnswer.of(
                200,
                new JsonObject()
                        .put("sitting", sitting.text())
                        .put("run", shown.run())
                        .put("list", shown.digest(now.suite()).hex())
                        .put("drawn", now.drawn().isPresent())
                        .put("of", sessions.size())
                        .put("rows", rows));
    }

    private static int byTicket(HolderLists.Reached one, HolderLists.Reached other) {
        return one.ticket().compareTo(other.ticket());
    }

    private static String state(SessionId session, Set<SessionId> held, Set<SessionId> late) {
        if (held.contains(session)) {
            return "held";
        }
        return late.contains(session) ? "look" : "proposed";
    }

    private StaffAnswer reasons(StaffCall call) {
        return over(
                call,
                REASONS,
                (_, now) -> {
                    var held = new JsonArray();
                    for (var one : now.holds().held()) {
                        held.add(
                                because(one.because())
                                        .put("ticket", one.ticket())
                                        .put("session", one.session().toString()));
                    }
                    return StaffAnswer.of(
                            200,
                            new JsonObject()
                                    .put("held", held)
                                    .put("unnamed", unnamed(now.holds().unnamed())));
                });
    }

    private static JsonArray unnamed(List<Declared> declared) {
        var unnamed = new JsonArray();
        declared.forEach(one -> unnamed.add(because(one)));
        return unnamed;
    }

    private static JsonObject because(Declared one) {
        return new JsonObject()
                .put("person", one.person().text())
                .put("kind", one.kind().word())
                .put("declared", one.at().toString());
    }

    /// What is told of a sitting whose results are published.
    private interface Telling {

        StaffAnswer of(SittingId sitting, Standing now);
    }

    private StaffAnswer over(StaffCall call, String permission, Telling telling) {
        var sitting = new SittingId(call.parameter("sitting"));
        if (!may(call.person(), permission, sitting)) {
            return StaffAnswer.notPermitted().upon(sitting.text());
        }
        try {
            var standing = lists.standing(sitting);
            return standing.isPresent()
                    ? telling.of(sitting, standing.get()).upon(sitting.text())
                    : refused(sitting, Sentence.HOLDERS_NOT_PUBLISHED.of(sitting));
        } catch (IOException unreadable) {
            return refused(sitting, Sentence.DOCUMENTS_UNREADABLE.of());
        }
    }

    private boolean may(SignedIn who, String permission, SittingId sitting) {
        return reach.isOver(who, permission, sitting);
    }

    private static StaffAnswer refused(SittingId sitting, String because) {
        return StaffAnswer.refused(409, "refused", because).upon(sitting.text());
    }
}
