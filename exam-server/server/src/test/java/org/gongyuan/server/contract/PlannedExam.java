package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.plan.Tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A planned examination with one centre, at a node with its people, to be led to its opening.
final class PlannedExam {

    static final String EXAM = "auto-2026";

    final StaffSite site;
    final String zhao;
    final String chen;
    final String wu;
    final String manifest;

    /// Two examination officers, Chen and Wu, and a sealed form in the node's inbox.
    PlannedExam(StaffSite site, String zhao) {
        this.site = site;
        this.zhao = zhao;
        chen = site.person(zhao, "chen", "exam-officer");
        wu = site.person(zhao, "wu", "exam-officer");
        try (var form =
                org.gongyuan.bank.sealing.SealedForm.read(
                        site.exam.exam.file,
                        org.gongyuan.bank.sealing.Acceptance.upTo(
                                org.gongyuan.bank.sealing.Classification.INTERNAL))) {
            manifest = form.manifestDigest().hex();
            var inbox = site.exam.folder.resolve("data-node-1").resolve("inbox");
            Files.createDirectories(inbox);
            Files.copy(site.exam.exam.file, inbox.resolve(manifest));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (org.gongyuan.bank.sealing.FormRefused refused) {
            throw new IllegalStateException(refused);
        }
        answered(
                201,
                site.ask(
                        "POST",
                        "/staff/examinations",
                        Optional.of(chen),
                        new JsonObject().put("exam", EXAM).put("title", "汽车工程技术人员（初级）")));
        answered(
                200,
                site.ask(
                        "POST",
                        "/staff/examinations/" + EXAM + "/centres/C1",
                        Optional.of(chen),
                        centre()));
    }

    static JsonObject centre() {
        return new JsonObject()
                .put("name", "第一考点")
                .put(
                        "rooms",
                        new JsonArray()
                                .add(
                                        new JsonObject()
                                                .put("code", "R1")
                                                .put("rows", 2)
                                                .put("columns", 3)
                                                .put("closed", new JsonArray().add(6))));
    }

    static JsonObject answered(int status, StaffSite.Answer answer) {
        assertEquals(status, answer.status(), answer::text);
        return answer.text().isEmpty() ? new JsonObject() : answer.json();
    }

    static String path(String sitting) {
        return "/staff/examinations/" + EXAM + "/sittings/" + sitting;
    }

    Instant starts() {
        return Instant.ofEpochMilli(
                site.exam.server.clock().instant().plus(Duration.ofMinutes(5)).toEpochMilli());
    }

    /// The sitting as it stands.
    JsonObject sitting(String name) {
        var exam =
                answered(
                        200,
                        site.ask("GET", "/staff/examinations/" + EXAM, Optional.of(chen), null));
        for (var one : exam.getJsonArray("sittings")) {
            if (((JsonObject) one).getString("sitting").equals(name)) {
                return (JsonObject) one;
            }
        }
        throw new IllegalArgumentException("no sitting " + name);
    }

    /// Drafts a sitting.
    void draft(String name) {
        answered(
                200,
                site.ask(
                        "POST",
                        path(name),
                        Optional.of(chen),
                        StaffSite.rules(starts(), manifest)));
    }

    static byte[] table(int candidates) {
        return (Tables.HEADER
                        + "\n"
                        + IntStream.rangeClosed(1, candidates)
                                .mapToObj(
                                        i -> "t-%d,考生%d,secret-%d,C1/R1/%d,".formatted(i, i, i, i))
                                .collect(Collectors.joining("\n")))
                .getBytes(UTF_8);
    }

    StaffSite.Answer bring(String name, byte[] table, boolean acceptGood) {
        return site.ask(
                "POST",
                path(name) + "/roster",
                Optional.of(chen),
                new JsonObject()
                        .put("upload", site.upload(chen, table))
                        .put("acceptGood", acceptGood));
    }

    static JsonObject freezing(JsonObject sitting) {
        return new JsonObject()
                .put("kind", "freeze-rules")
                .put("sitting", sitting.getString("sitting"))
                .put("rules", sitting.getString("digest"))
                .put("reason", "ready");
    }

    static JsonObject changing(String sitting, String rule, long from, long to) {
        return new JsonObject()
                .put("kind", "change-rule")
                .put("sitting", sitting)
                .put("rule", rule)
                .put("was", Long.toString(from))
                .put("value", Long.toString(to))
                .put("reason", "road closed");
    }

    static JsonObject opening(JsonObject sitting) {
        var rules = sitting.getJsonObject("rules");
        return new JsonObject()
                .put("kind", "open-sitting")
                .put("sitting", sitting.getString("sitting"))
                .put("preset", rules.getString("preset"))
                .put("starts", rules.getString("starts"))
                .put("lengthMillis", rules.getLong("lengthMillis"))
                .put("noticeMillis", rules.getLong("noticeMillis"))
                .put("posture", rules.getString("posture"))
                .put("manifest", rules.getString("form"))
                .put("roster", sitting.getJsonObject("roster").getString("digest"))
                .put("reason", "as planned");
    }

    static JsonObject extending(String kind, String sitting, long minutes) {
        return new JsonObject()
                .put("kind", kind)
                .put("sitting", sitting)
                .put("scope", "all")
                .put("cause", "power-cut")
                .put("byMillis", minutes * 60_000)
                .put("reason", "power was cut");
    }

    /// Chen proposes it and Wu approves it.
    JsonObject byBoth(JsonObject draft) {
        var proposed = site.propose(chen, "chen", draft);
        return answered(200, site.approve(wu, "wu", proposed));
    }

    StaffSite.Answer drafting(JsonObject draft) {
        return site.ask("POST", "/staff/acts/draft", Optional.of(chen), draft);
    }

    /// Drafts, fills, freezes and opens a sitting.
    void open(String name, int candidates) {
        draft(name);
        answered(200, bring(name, table(candidates), false));
        assertEquals(true, byBoth(freezing(sitting(name))).getBoolean("done"));
        var done = byBoth(opening(sitting(name)));
        assertEquals(true, done.getBoolean("done"), done::encode);
    }
}
