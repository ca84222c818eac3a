package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Blob;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.Quorum;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What may be told of a sealed form before its release: everything but its content.
record SealedFormReport(Manifest manifest, Digest digest) {

    static SealedFormReport of(Manifest manifest, Digest digest) {
        return new SealedFormReport(manifest, digest);
    }

    List<String> lines() {
        var identity = manifest.identity();
        var lines = new ArrayList<String>();
        lines.add("试卷 form         %s  %s".formatted(identity.form(), identity.suite()));
        lines.add("考试 exam         %s · %s".formatted(identity.body(), identity.exam()));
        lines.add("摘要 manifest     " + digest.hex());
        lines.add("密级 class        " + identity.classification().word());
        lines.add("装封 sealed       " + identity.sealedAt());
        lines.add("启封 not before   " + identity.notBefore());
        lines.add(
                "时限 time         %d min; 最晚入场 last entry +%d min; 最早交卷 hand-in from +%d min; %s"
                        .formatted(
                                manifest.rules().duration().toMinutes(),
                                manifest.rules().lastEntry().toMinutes(),
                                manifest.rules().earliestHandIn().toMinutes(),
                                manifest.rules().preset()));
        manifest.outline()
                .sections()
                .forEach(
                        section ->
                                lines.add(
                                        "部分 section      %s: %d 题 items%s"
                                                .formatted(
                                                        section.id(),
                                                        section.blocks().stream()
                                                                .mapToInt(
                                                                        run ->
                                                                                run.placements()
                                                                                        .size())
                                                                .sum(),
                                                        limit(section.timeLimit()))));
        lines.add("题数 items        " + manifest.outline().size());
        lines.add(
                "文件 blobs        %d, %d bytes sealed"
                        .formatted(manifest.contents().blobs().size(), sealedBytes()));
        lines.add(custody("卷钥 form key    ", manifest.formKey()));
        lines.add(custody("阅卷 marking key ", manifest.markingKey().quorum()));
        lines.add("组卷 assembler    " + manifest.signers().assembler().hex());
        lines.add("审核 reviewer     " + manifest.signers().reviewer().hex());
        return lines;
    }

    JsonObject json() {
        var identity = manifest.identity();
        return new JsonObject()
                .put("form", identity.form().id())
                .put("revision", identity.form().revision())
                .put("suite", identity.suite().id())
                .put("body", identity.body())
                .put("exam", identity.exam())
                .put("manifest", digest.hex())
                .put("classification", identity.classification().word())
                .put("sealedAt", identity.sealedAt().toString())
                .put("notBefore", identity.notBefore().toString())
                .put(
                        "rules",
                        new JsonObject()
                                .put("preset", manifest.rules().preset())
                                .put("seconds", manifest.rules().duration().toSeconds())
                                .put("lastEntry", manifest.rules().lastEntry().toSeconds())
                                .put(
                                        "earliestHandIn",
                                        manifest.rules().earliestHandIn().toSeconds()))
                .put("items", manifest.outline().size())
                .put("blobs", manifest.contents().blobs().size())
                .put("sealedBytes", sealedBytes())
                .put("formKey", json(manifest.formKey()))
                .put("markingKey", json(manifest.markingKey().quorum()))
                .put("assembler", manifest.signers().assembler().hex())
                .put("reviewer", manifest.signers().reviewer().hex());
    }

    private long sealedBytes() {
        return manifest.contents().blobs().stream().mapToLong(Blob::sealedSize).sum();
    }

    private static String limit(Optional<Duration> limit) {
        return limit.map(time -> ", %d min".formatted(time.toMinutes())).orElse("");
    }

    private static String custody(String label, Quorum quorum) {
        return "%s %d of %d: %s"
                .formatted(
                        label,
                        quorum.k(),
                        quorum.n(),
                        String.join(
                                " ",
                                quorum.custodians().stream()
                                        .map(one -> one.hex().substring(0, 16))
                                        .toList()));
    }

    private static JsonObject json(Quorum quorum) {
        var custodians = new JsonArray();
        quorum.custodians().forEach(one -> custodians.add(one.hex()));
        return new JsonObject()
                .put("k", quorum.k())
                .put("n", quorum.n())
                .put("custodians", custodians);
    }
}
