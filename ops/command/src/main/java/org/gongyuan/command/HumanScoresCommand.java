package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.scoring.Marks;
import org.gongyuan.server.scoring.MarksDocument;
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
import java.util.Comparator;
import java.util.List;

/// `gongyuan human-scores`: what markers gave (`exam-server/spec/scoring.md`, section 4).
@Command(
        name = "human-scores",
        description = {"人工评分。", "Scores given by markers."},
        subcommands = HumanScoresCommand.Sign.class)
final class HumanScoresCommand extends Family {

    /// `gongyuan human-scores sign`.
    @Command(
            name = "sign",
            description = {
                "由评分人签发评分表；内容为 JSON（见 ops/command/README.md）。",
                "Writes scores under the markers' keys: the first's, the second's, the third's if"
                        + " there is one. Their content is JSON (ops/command/README.md)."
            })
    static final class Sign extends ActCommand {

        @Parameters(paramLabel = "CONTENT.json", description = "内容 Its content.")
        private Path content;

        @Option(
                names = "--form",
                required = true,
                paramLabel = "FILE",
                description = "装封卷 The sealed form.")
        private Path form;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "KEY",
                description = "评分人密钥文件，依次 The markers' key files, in their order.")
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
            var json = JsonFile.read(content, "content");
            var manifest = CutScoreCommand.manifest(form);
            var given = json.objects("marks").stream().map(Sign::mark).sorted(RISING).toList();
            var marks =
                    new Marks(
                            manifest.form(),
                            manifest.digest(),
                            json.text("first"),
                            json.text("second"),
                            json.optionalText("third"),
                            json.points("largestDifference"),
                            given);
            var markers = Signers.of(keys, passphrases, open, SigningPurpose.MARKER);
            try {
                OwnFile.create(out, MarksDocument.sign(manifest.suite(), marks, markers));
            } finally {
                markers.forEach(SigningKeyPair::close);
            }
            told.tell(
                    this,
                    new JsonObject()
                            .put("file", out.toString())
                            .put("form", manifest.form().id())
                            .put("manifest", manifest.digest().hex())
                            .put("marks", given.size())
                            .put("signatures", keys.size()),
                    "人工评分 human scores  %s, %d".formatted(out, given.size()));
            return DONE;
        }

        private static final Comparator<Marks.Mark> RISING =
                Comparator.comparing((Marks.Mark mark) -> mark.session().toString())
                        .thenComparing(Marks.Mark::placement);

        private static Marks.Mark mark(JsonFile json) {
            return new Marks.Mark(
                    SessionId.parse(json.text("session")),
                    new PlacementId(json.number("placement")),
                    Digest.parse(json.text("response")),
                    json.points("first"),
                    json.points("second"),
                    json.optionalPoints("third"));
        }
    }
}
