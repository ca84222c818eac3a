package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.bank.sealing.MarkingPart;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.OpenedSheet;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// `gongyuan score`: a score run over a closed sitting (`exam-server/spec/scoring.md`).
@Command(
        name = "score",
        description = {"评分：收场之后，由阅卷保管人启封。", "Score runs, after the close, by the marking quorum."},
        subcommands = {ScoreCommand.ForMarkers.class, ScoreCommand.Run.class})
final class ScoreCommand extends Family {

    /// `gongyuan score responses`.
    @Command(
            name = "responses",
            description = {
                "取出要人工评分的作答，不含姓名；文件为明文，仅所有者可读。",
                "Takes out the responses that people mark, without names; plain text, readable by"
                        + " its owner only."
            })
    static final class ForMarkers extends ActCommand {

        @Mixin private Taken taken;
        @Mixin private SharesIn shares;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "每行一个 JSON 对象 One JSON object per response and line.")
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws Exception {
            try (var sitting = taken.over();
                    var node = shares.key();
                    var progress = Progress.of(this, "取出 responses");
                    var marking = sitting.openMarking(node, shares.handIns())) {
                var byHand = new HashSet<PlacementId>();
                sitting.form().marking(marking).placements().stream()
                        .filter(MarkingPart.Marked::byHuman)
                        .forEach(marked -> byHand.add(marked.placement()));
                var lines = new StringBuilder();
                int count = 0;
                for (var sheet : sitting.forMarkers(marking)) {
                    for (var response : sheet.responses().entrySet()) {
                        if (byHand.contains(response.getKey())) {
                            lines.append(json(sheet, response.getKey(), response.getValue()))
                                    .append('\n');
                            count++;
                        }
                    }
                }
                OwnFile.create(out, lines.toString().getBytes(UTF_8));
                progress.end();
                told.tell(
                        this,
                        new JsonObject().put("responses", count).put("file", out.toString()),
                        "待评 to be marked  %d, %s".formatted(count, out));
                return DONE;
            }
        }

        private static String json(
                OpenedSheet sheet, PlacementId placement, OpenedSheet.Response response) {
            var saltAndBody = response.saltAndBody().toBytes();
            var body =
                    ResponseBody.decode(
                            Arrays.copyOfRange(saltAndBody, Chains.SALT, saltAndBody.length));
            var tokens = new JsonObject();
            body.tokens()
                    .forEach(
                            (identifier, given) ->
                                    tokens.put(identifier, given.map(JsonArray::new).orElse(null)));
            return new JsonObject()
                    .put("session", sheet.session().toString())
                    .put("placement", placement.number())
                    .put("response", response.commitment().hex())
                    .put("given", tokens)
                    .encode();
        }
    }

    /// `gongyuan score run`.
    @Command(
            name = "run",
            description = {
                "评分一次：打开作答、计分、按合格标准判定，结果密封给批准人。同样输入得同样结果。",
                "One score run: opens responses, scores, decides by the cut score, seals results to"
                        + " the approvers. The same inputs give the same results."
            })
    static final class Run extends ActCommand {

        private static final long LARGEST_DOCUMENT = 64L << 20;

        @Mixin private Taken taken;
        @Mixin private SharesIn shares;

        @Option(
                names = "--run",
                required = true,
                paramLabel = "NAME",
                description = "评分批次 The run's name.")
        private String run;

        @Option(
                names = "--cut-score",
                paramLabel = "FILE",
                description = {
                    "已签发的合格标准；采纳过则可省。",
                    "The signed cut score to adopt; may be left out when one is in force."
                })
        private Path cutScore;

        @Option(
                names = "--human-scores",
                paramLabel = "FILE",
                description = "已签发的人工评分 Signed human scores; may be repeated.")
        private List<Path> humanScores = new ArrayList<>();

        @Option(
                names = "--approver",
                required = true,
                paramLabel = "PUB",
                description = "批准人签字公钥，至少两个 Public signing key of an approver; two or more.")
        private List<Path> approvers;

        @Option(
                names = "--approver-seal",
                required = true,
                paramLabel = "PUB",
                description = {
                    "批准人密封公钥（approver-sealing），成绩密封给他们。",
                    "Public sealing key of an approver; the results are sealed to them."
                })
        private List<Path> seals;

        @Option(
                names = "--k",
                required = true,
                paramLabel = "K",
                description = "打开成绩所需人数 How many of them it takes to see the results.")
        private int k;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws Exception {
            var who = approvers();
            try (var sitting = taken.over();
                    var node = shares.key();
                    var progress = Progress.of(this, "评分 score");
                    var marking = sitting.openMarking(node, shares.handIns())) {
                if (cutScore != null) {
                    var _ = sitting.adopt(OwnFile.read(cutScore, "cut score", LARGEST_DOCUMENT));
                }
                for (var scores : humanScores) {
                    var bytes = OwnFile.read(scores, "human scores", LARGEST_DOCUMENT);
                    var marks = MarksDocument.read(bytes, sitting.form().manifest()).marks();
                    var markers =
                            new ArrayList<>(List.of(marks.firstMarker(), marks.secondMarker()));
                    marks.thirdMarker().ifPresent(markers::add);
                    taken.refuseConflicts(markers, Conflicts.Part.SCORING);
                    var _ = sitting.takeIn(bytes);
                }
                var scored = sitting.score(run, marking, who);
                var file = sitting.resultsFile(run);
                progress.end();
                if (asJson) {
                    json(
                            new JsonObject()
                                    .put("run", scored.run())
                                    .put("sheets", scored.sheets())
                                    .put("inputs", scored.inputs().hex())
                                    .put("results", scored.results().hex())
                                    .put("cutScore", scored.cutScore().hex())
                                    .put("file", file.toString()));
                } else {
                    say("批次 run      %s".formatted(scored.run()));
                    say("答卷 sheets   %d".formatted(scored.sheets()));
                    say("输入 inputs   %s".formatted(scored.inputs().hex()));
                    say("结果 results  %s".formatted(scored.results().hex()));
                    say("密封 sealed   %s".formatted(file));
                }
                return DONE;
            }
        }

        private ConcludedSitting.Approvers approvers() throws Exception {
            var signers = new ArrayList<VerifyingKey>();
            for (var file : approvers) {
                signers.add(PublicPart.verifying(file, SigningPurpose.APPROVER));
            }
            var holders = new ArrayList<SealingPublicKey>();
            for (var file : seals) {
                holders.add(PublicPart.sealing(file, Purpose.APPROVER));
            }
            return new ConcludedSitting.Approvers(k, holders, signers);
        }
    }
}
