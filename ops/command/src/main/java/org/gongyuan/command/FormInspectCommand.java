package org.gongyuan.command;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.trust.suite.Digest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// `gongyuan form inspect`: checks a sealed form and tells what may be told of it.
@Command(
        name = "inspect",
        description = {
            "核对装封卷：签字、摘要、结构；列出题数、时限、启封时间、k/n，不显示试题内容。",
            "Checks a sealed form (signatures, digests, structure) and tells what may be told: no"
                    + " content."
        })
final class FormInspectCommand extends ActCommand {

    @Parameters(paramLabel = "FILE", description = "装封卷 The sealed form.")
    private Path file;

    @Option(
            names = "--ceiling",
            defaultValue = "top-secret",
            paramLabel = "WORD",
            description = "最高密级 Refuse forms above this classification (${DEFAULT-VALUE}).")
    private String ceiling;

    @Option(
            names = "--signer",
            paramLabel = "FINGERPRINT",
            description = {"只认这些签字人 Accept only these signers' keys; may be repeated."})
    private List<String> signers = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException, FormRefused {
        if (!Files.isRegularFile(file)) {
            throw new Refused(Refused.MISUSED, "the sealed form %s does not exist".formatted(file));
        }
        var acceptance = Acceptance.upTo(Classification.named(ceiling));
        if (!signers.isEmpty()) {
            var trusted = new HashSet<Digest>();
            signers.forEach(signer -> trusted.add(Digest.parse(signer)));
            acceptance = acceptance.trusting(trusted);
        }
        try (var progress = Progress.of(this, "核对 inspect");
                var form = SealedForm.read(file, acceptance)) {
            progress.end();
            var told = SealedFormReport.of(form.manifest(), form.manifestDigest());
            if (asJson) {
                json(
                        told.json()
                                .put("signatures", "hold")
                                .put("fileBytes", Files.size(file))
                                .put("seatFileBytes", form.seatFileSize()));
            } else {
                told.lines().forEach(this::say);
                say(
                        "文件 file         %d bytes, 座位文件 seat file %d bytes"
                                .formatted(Files.size(file), form.seatFileSize()));
                say("签字 signatures   两个签字、所有摘要均成立 both signatures and all digests hold");
            }
        }
        return DONE;
    }
}
