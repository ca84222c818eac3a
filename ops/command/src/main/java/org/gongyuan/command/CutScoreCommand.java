package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.server.scoring.CutScore;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `gongyuan cut-score`: the document by which a body adopts a cut score
/// (`exam-server/spec/cut-score.md`).
@Command(
        name = "cut-score",
        description = {"合格标准。", "Cut scores."},
        subcommands = CutScoreCommand.Sign.class)
final class CutScoreCommand extends Family {

    /// `gongyuan cut-score sign`.
    @Command(
            name = "sign",
            description = {
                "由两名以上负责人签发合格标准；内容为 JSON（见 ops/command/README.md）。",
                "Writes a cut score under two or more authorities' keys; its content is JSON"
                        + " (ops/command/README.md)."
            })
    static final class Sign extends ActCommand {

        @Parameters(paramLabel = "CONTENT.json", description = "内容 Its content.")
        private Path content;

        @Option(
                names = "--form",
                required = true,
                paramLabel = "FILE",
                description = "装封卷 The sealed form it is for.")
        private Path form;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "KEY",
                description = "负责人密钥文件，至少两个 An authority's key file; two or more.")
        private List<Path> keys;

        @Option(
                names = "--key-passphrase-file",
                paramLabel = "FILE",
                description = {
                    "口令文件，次序与 --key 相同；不给则在终端询问。",
                    "Passphrases, in the order of --key; without them the terminal is asked."
                })
        private List<Path> passphrases = new ArrayList<>();

        @Option(
                names = "--open",
                description = "密钥文件未加口令（演练） The key files lie open: rehearsals only.")
        private boolean open;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = {"新文件 The new file."})
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException, FormRefused {
            var manifest = manifest(form);
            var cutScore = cutScore(JsonFile.read(content, "content"), manifest);
            var signers = Signers.of(keys, passphrases, open, SigningPurpose.AUTHORITY);
            try {
                OwnFile.create(out, CutScoreDocument.sign(cutScore, signers));
            } finally {
                signers.forEach(SigningKeyPair::close);
            }
            told.tell(
                    this,
                    new JsonObject()
                            .put("file", out.toString())
                            .put("form", manifest.form().id())
                            .put("manifest", manifest.digest().hex())
                            .put("levels", cutScore.levels().size())
                            .put("signatures", keys.size()),
                    "合格标准 cut score  %s, %d 签 signatures".formatted(out, keys.size()));
            return DONE;
        }

        private static CutScore cutScore(JsonFile json, Manifest manifest) {
            var panel = json.object("panel");
            return new CutScore(
                    manifest.identity().body(),
                    manifest.identity().exam(),
                    manifest.form(),
                    manifest.digest(),
                    json.text("method"),
                    json.points("maximum"),
                    json.objects("levels").stream()
                            .map(
                                    level ->
                                            new CutScore.Level(
                                                    level.text("name"), level.points("lowest")))
                            .toList(),
                    new CutScore.Panel(
                            panel.text("study"),
                            panel.number("panelists"),
                            panel.number("rounds"),
                            panel.instant("closedAt"),
                            panel.optionalText("record")
                                    .map(Digest::parse)
                                    .orElseGet(() -> Digest.of(new byte[Digest.LENGTH]))),
                    json.objects("approvals").stream()
                            .map(
                                    one ->
                                            new CutScore.Approval(
                                                    step(one.text("step")),
                                                    one.text("who"),
                                                    one.instant("at")))
                            .toList(),
                    json.instant("adoptedAt"));
        }

        private static CutScore.Step step(String word) {
            return Arrays.stream(CutScore.Step.values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new Refused(
                                            Refused.MISUSED,
                                            "a step is proposal, guidance or determination, not"
                                                    + " \"%s\"".formatted(word)));
        }
    }

    /// The manifest of a sealed form.
    static Manifest manifest(Path form) throws IOException, FormRefused {
        try (var paper = SealedForm.read(form, Acceptance.upTo(Classification.TOP_SECRET))) {
            return paper.manifest();
        }
    }
}
