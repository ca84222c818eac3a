package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.custody.ShareAlarms;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.server.release.HandingIn;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The release room (`staff-access.md` 8.4): what a release opens, who has given his share, and the
/// giving itself, which ends in the same room with the same bytes as from the command line.
final class ReleaseOperations {

    private static final String LOOK = "release.look";
    private static final String GIVE = "share.give";
    private static final int SECONDS = 30;

    private final Hall hall;
    private final Lane lane;
    private final SealedForms forms;
    private final CustodianKeys keys;
    private final ShareAlarms alarms;
    private final Conflicts conflicts;
    private final Reach reach;
    private final InstantSource clock;

    ReleaseOperations(
            Hall hall,
            Lane lane,
            SealedForms forms,
            CustodianKeys keys,
            ShareAlarms alarms,
            Conflicts conflicts,
            Reach reach,
            InstantSource clock) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.forms = requireNonNull(forms, "forms");
        this.keys = requireNonNull(keys, "keys");
        this.alarms = requireNonNull(alarms, "alarms");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.reach = requireNonNull(reach, "reach");
        this.clock = requireNonNull(clock, "clock");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listReleases", this::list);
        operations.put("readRelease", this::read);
        operations.put("readEnvelope", this::envelope);
        operations.put("giveShare", this::give);
    }

    private StaffAnswer list(StaffCall call) {
        return StaffAnswer.of(200, new JsonObject().put("releases", rooms(call.person())));
    }

    private StaffAnswer read(StaffCall call) {
        var id = new SittingId(call.parameter("sitting"));
        return held(call.person(), id, LOOK)
                .map(held -> StaffAnswer.of(200, json(held).put("now", clock.instant().toString())))
                .orElseGet(StaffAnswer::notFound)
                .upon(id.text());
    }

    /// The releases that are not over and that a person may see.
    void waiting(SignedIn who, JsonObject waiting) {
        if (reach.isAnywhere(who, LOOK)) {
            waiting.put("releases", rooms(who));
        }
    }

    private JsonArray rooms(SignedIn who) {
        var all = new JsonArray();
        for (var held : hall.sittings()) {
            if (!held.sitting().isClosed() && reach.isOver(who, LOOK, held.sitting().id())) {
                all.add(json(held));
            }
        }
        return all;
    }

    private Optional<Hall.Held> held(SignedIn who, SittingId id, String permission) {
        return hall.sitting(id).filter(_ -> reach.isOver(who, permission, id));
    }

    private JsonObject json(Hall.Held held) {
        var manifest = held.manifest();
        var sitting = held.sitting();
        boolean isReleased = held.room().isReleased() || sitting.isReleased();
        return new JsonObject()
                .put("sitting", sitting.id().text())
                .put("manifest", manifest.digest().hex())
                .put("form", manifest.identity().form().id())
                .put("revision", manifest.identity().form().revision())
                .put("exam", manifest.identity().exam())
                .put("suite", manifest.identity().suite().id())
                .put("notBefore", manifest.notBefore().toString())
                .put("starts", sitting.rules().starts().toString())
                .put("ends", sitting.rules().ends().toString())
                .put("seats", sitting.roster().candidates().size())
                .put("nodeKey", held.room().nodeKey().text())
                .put("needed", manifest.formKey().k())
                .put("have", held.room().given().size())
                .put("state", isReleased ? "released" : "open")
                .put(
                        "custodians",
                        custodians(keys, manifest.formKey().custodians(), held.room().given()));
    }

    /// Who holds which share, and who has given it.
    static JsonArray custodians(
            CustodianKeys keys, List<Digest> fingerprints, SortedMap<Integer, Instant> given) {
        var all = new JsonArray();
        for (int i = 0; i < fingerprints.size(); i++) {
            var custodian =
                    new JsonObject().put("share", i + 1).put("key", fingerprints.get(i).hex());
            keys.of(fingerprints.get(i))
                    .ifPresent(one -> custodian.put("person", one.person().text()));
            var at = given.get(i + 1);
            if (at != null) {
                custodian.put("given", at.toString());
            }
            all.add(custodian);
        }
        return all;
    }

    private StaffAnswer envelope(StaffCall call) {
        var id = new SittingId(call.parameter("sitting"));
        var key = Digest.parse(call.parameter("key"));
        return held(call.person(), id, GIVE)
                .filter(_ -> isHis(keys, call.person(), key))
                .flatMap(held -> forms.envelope(held.folder().form(), key))
                .map(
                        envelope ->
                                StaffAnswer.of(
                                        200,
                                        new JsonObject()
                                                .put(
                                                        "envelope",
                                                        SignInOperations.text(envelope.toBytes()))))
                .orElseGet(StaffAnswer::notFound)
                .upon(id.text());
    }

    static boolean isHis(CustodianKeys keys, SignedIn who, Digest key) {
        return keys.of(key).filter(one -> one.person().equals(who.person())).isPresent();
    }

    private StaffAnswer give(StaffCall call) {
        var id = new SittingId(call.parameter("sitting"));
        var held = held(call.person(), id, GIVE);
        if (held.isEmpty()) {
            return StaffAnswer.notFound().upon(id.text());
        }
        var declared = conflicts.with(call.person().person(), id);
        if (declared.isPresent()) {
            return StaffAnswer.refused(403, "conflict", declared.get().kind().sentence())
                    .upon(id.text())
                    .because(declared.get().kind().word());
        }
        var bytes = SignInOperations.decoded(call.body(), "share").toBytes();
        var another = anothers(keys, call.person(), bytes);
        if (another.isPresent()) {
            alarms.refused(id.text(), another.get(), "foreign-account", Optional.empty());
            return StaffAnswer.refused(403, "foreign-account", Sentence.SHARE_FOREIGN_ACCOUNT.of())
                    .upon(id.text());
        }
        var told = new CompletableFuture<HandingIn>();
        lane.execute(() -> held.get().room().handIn(bytes, told::complete));
        return answer(told.orTimeout(SECONDS, TimeUnit.SECONDS).join()).upon(id.text());
    }

    /// The key a share says it is of, when that key is not this person's.
    static Optional<Digest> anothers(CustodianKeys keys, SignedIn who, byte[] bytes) {
        try {
            var key = HandIn.parse(bytes).custodian();
            return isHis(keys, who, key) ? Optional.empty() : Optional.of(key);
        } catch (FormRefused | IllegalArgumentException _) {
            // The room itself says what is wrong with it.
            return Optional.empty();
        }
    }

    /// What a custodian is told. A share that was mistyped and one that was forced are told the
    /// same, byte for byte.
    static StaffAnswer answer(HandingIn came) {
        return switch (came) {
            case HandingIn.Received(var share, var have, var needed) ->
                    StaffAnswer.of(
                            200,
                            new JsonObject()
                                    .put("released", false)
                                    .put("share", share)
                                    .put("have", have)
                                    .put("needed", needed));
            case HandingIn.Released(var shares) ->
                    StaffAnswer.of(
                            200,
                            new JsonObject()
                                    .put("released", true)
                                    .put("have", shares.size())
                                    .put("needed", shares.size()));
            case HandingIn.Refused(var reason, var because) ->
                    StaffAnswer.refused(409, reason, because);
        };
    }
}
