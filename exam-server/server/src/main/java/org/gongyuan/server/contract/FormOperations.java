package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Blob;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.Quorum;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sealed forms as staff may see them (`staff-access.md` 8.1): what their manifests say, who holds
/// their keys, where they are used. Nothing here reads a form's content; the node could not.
final class FormOperations {

    private final SealedForms forms;
    private final Hall hall;
    private final CustodianKeys keys;

    private record Known(Manifest manifest, Optional<Boolean> takenIn, List<Hall.Held> sittings) {}

    FormOperations(SealedForms forms, Hall hall, CustodianKeys keys) {
        this.forms = requireNonNull(forms, "forms");
        this.hall = requireNonNull(hall, "hall");
        this.keys = requireNonNull(keys, "keys");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put("listForms", this::list);
        operations.put("readForm", this::read);
        operations.put("takeFormAway", this::takeAway);
    }

    private StaffAnswer list(StaffCall call) {
        var all = new JsonArray();
        known().values().forEach(one -> all.add(json(one)));
        return StaffAnswer.of(200, new JsonObject().put("forms", all));
    }

    private StaffAnswer read(StaffCall call) {
        var manifest = Digest.parse(call.parameter("form"));
        return json(manifest)
                .map(json -> StaffAnswer.of(200, json))
                .orElseGet(StaffAnswer::notFound)
                .upon(manifest.hex());
    }

    private StaffAnswer takeAway(StaffCall call) {
        var manifest = Digest.parse(call.parameter("form"));
        try {
            return (forms.takeAway(manifest) ? StaffAnswer.done() : StaffAnswer.notFound())
                    .upon(manifest.hex());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /// How a form stands, if it is known here.
    Optional<JsonObject> json(Digest manifest) {
        return Optional.ofNullable(known().get(manifest)).map(this::json);
    }

    private Map<Digest, Known> known() {
        var all = new LinkedHashMap<Digest, Known>();
        for (var one : forms.all()) {
            all.put(
                    one.manifest().digest(),
                    new Known(one.manifest(), Optional.of(one.isTakenIn()), List.of()));
        }
        for (var held : hall.sittings()) {
            all.merge(
                    held.manifest().digest(),
                    new Known(held.manifest(), Optional.empty(), List.of(held)),
                    FormOperations::joined);
        }
        return all;
    }

    private static Known joined(Known one, Known other) {
        var sittings = new java.util.ArrayList<>(one.sittings());
        sittings.addAll(other.sittings());
        return new Known(one.manifest(), one.takenIn().or(other::takenIn), List.copyOf(sittings));
    }

    private JsonObject json(Known known) {
        var manifest = known.manifest();
        var identity = manifest.identity();
        var sections = new JsonArray();
        manifest.outline()
                .sections()
                .forEach(
                        section ->
                                sections.add(
                                        new JsonObject()
                                                .put("section", section.id().toString())
                                                .put(
                                                        "items",
                                                        section.blocks().stream()
                                                                .mapToInt(
                                                                        run ->
                                                                                run.placements()
                                                                                        .size())
                                                                .sum())));
        var sittings = new JsonArray();
        known.sittings().forEach(held -> sittings.add(held.sitting().id().text()));
        return new JsonObject()
                .put("manifest", manifest.digest().hex())
                .put("state", state(known))
                .put("form", identity.form().id())
                .put("revision", identity.form().revision())
                .put("body", identity.body())
                .put("exam", identity.exam())
                .put("suite", identity.suite().id())
                .put("classification", identity.classification().word())
                .put("sealedAt", identity.sealedAt().toString())
                .put("notBefore", identity.notBefore().toString())
                .put("preset", manifest.rules().preset())
                .put("minutes", manifest.rules().duration().toMinutes())
                .put("items", manifest.outline().size())
                .put("blobs", manifest.contents().blobs().size())
                .put(
                        "sealedBytes",
                        manifest.contents().blobs().stream().mapToLong(Blob::sealedSize).sum())
                .put("sections", sections)
                .put("assembler", manifest.signers().assembler().hex())
                .put("reviewer", manifest.signers().reviewer().hex())
                .put("formKey", json(manifest.formKey()))
                .put("markingKey", json(manifest.markingKey().quorum()))
                .put("sittings", sittings);
    }

    /// waiting → sealed → appointed → released → over.
    private static String state(Known known) {
        if (known.sittings().isEmpty()) {
            return known.takenIn().orElse(false) ? "sealed" : "waiting";
        }
        if (known.sittings().stream().allMatch(held -> held.sitting().isClosed())) {
            return "over";
        }
        boolean isReleased =
                known.sittings().stream().anyMatch(held -> held.sitting().isReleased());
        return isReleased ? "released" : "appointed";
    }

    private JsonObject json(Quorum quorum) {
        var custodians = new JsonArray();
        for (var fingerprint : quorum.custodians()) {
            var custodian = new JsonObject().put("key", fingerprint.hex());
            keys.of(fingerprint).ifPresent(one -> custodian.put("person", one.person().text()));
            custodians.add(custodian);
        }
        return new JsonObject()
                .put("needed", quorum.k())
                .put("of", quorum.n())
                .put("custodians", custodians);
    }
}
