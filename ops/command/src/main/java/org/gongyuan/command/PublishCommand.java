package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.result.Publication;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.trust.seal.SigningPurpose;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// `gongyuan publish`: the way of results to the public (`exam-server/spec/publication.md`).
@Command(
        name = "publish",
        description = {
            "发布成绩：两名批准人、公示期满，缺一不可。",
            "Publication: two approvals, then the notice period, then the results."
        },
        subcommands = {
            PublishCommand.Status.class,
            PublishCommand.See.class,
            PublishCommand.Approve.class,
            PublishCommand.Notice.class,
            PublishCommand.Out.class
        })
final class PublishCommand extends Family {

    /// Which run.
    static final class Which {

        @Mixin private Taken taken;

        @Option(
                names = "--run",
                required = true,
                paramLabel = "NAME",
                description = "评分批次 The score run.")
        private String run;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        void print(ActCommand to, Publication standing) {
            var until = standing.until().map(Object::toString);
            if (asJson) {
                var approvals = new JsonArray();
                standing.approvals().keySet().stream()
                        .map(Object::toString)
                        .sorted()
                        .forEach(approvals::add);
                to.json(
                        new JsonObject()
                                .put("run", standing.run())
                                .put("results", standing.results().hex())
                                .put("approvals", approvals)
                                .put("until", until.orElse(null))
                                .put("published", standing.isPublished()));
                return;
            }
            to.say("批次 run        %s".formatted(standing.run()));
            to.say("结果 results    %s".formatted(standing.results().hex()));
            to.say(
                    "批准 approvals  %d of %d"
                            .formatted(standing.approvals().size(), Publication.NEEDED));
            until.ifPresent(end -> to.say("公示至 notice until  %s".formatted(end)));
            to.say(standing.isPublished() ? "已发布 published" : "未发布 not published");
        }
    }

    /// `gongyuan publish status`.
    @Command(
            name = "status",
            description = {"到了哪一步。", "How far a run has come."})
    static final class Status extends ActCommand {

        @Mixin private Which which;

        @Override
        public Integer call() throws Exception {
            try (var sitting = which.taken.over()) {
                which.print(this, sitting.publication(which.run));
            }
            return DONE;
        }
    }

    /// `gongyuan publish see`.
    @Command(
            name = "see",
            description = {
                "批准人凑齐份额后查看成绩；写成文件，仅所有者可读。每次打开都记录在案。",
                "Lets approvers see the results by their quorum, in a file readable by its owner"
                        + " only. Every opening is an entry."
            })
    static final class See extends ActCommand {

        @Mixin private Which which;
        @Mixin private SharesIn shares;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "每行一个 JSON 对象 One JSON object per session and line.")
        private Path out;

        @Override
        public Integer call() throws Exception {
            try (var sitting = which.taken.over();
                    var node = shares.key();
                    var progress = Progress.of(this, "查看 see")) {
                var results = sitting.open(which.run, node, shares.handIns()).results();
                OwnFile.create(out, lines(results).getBytes(UTF_8));
                progress.end();
                int sheets = results.scored().size();
                if (which.asJson) {
                    json(
                            new JsonObject()
                                    .put("run", which.run)
                                    .put("sheets", sheets)
                                    .put("file", out.toString()));
                } else {
                    say("成绩 results  %d, %s".formatted(sheets, out));
                }
            }
            return DONE;
        }

        private static String lines(Results results) {
            var lines = new StringBuilder();
            for (var one : results.scored()) {
                lines.append(
                                new JsonObject()
                                        .put("session", one.session().toString())
                                        .put("points", one.raw().toString())
                                        .put("maximum", results.maximum().toString())
                                        .put(
                                                "level",
                                                one.level().isPresent()
                                                        ? results.levels()
                                                                .get(one.level().getAsInt())
                                                        : null)
                                        .encode())
                        .append('\n');
            }
            return lines.toString();
        }
    }

    /// `gongyuan publish approve`.
    @Command(
            name = "approve",
            description = {"批准人签字。", "An approver signs run and results."})
    static final class Approve extends ActCommand {

        @Mixin private Which which;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "KEY",
                description = "批准人签字密钥文件 The approver's signing key file.")
        private Path key;

        @Mixin private Passphrase passphrase;

        @Override
        public Integer call() throws Exception {
            try (var sitting = which.taken.over();
                    var approver = KeyFiles.signing(key, SigningPurpose.APPROVER, passphrase)) {
                which.print(this, sitting.approve(which.run, approver));
            }
            return DONE;
        }
    }

    /// `gongyuan publish notice`.
    @Command(
            name = "notice",
            description = {"开始公示；期限在开场时已定。", "Begins the notice period, frozen at the opening."})
    static final class Notice extends ActCommand {

        @Mixin private Which which;

        @Override
        public Integer call() throws Exception {
            try (var sitting = which.taken.over()) {
                which.print(this, sitting.beginNotice(which.run));
            }
            return DONE;
        }
    }

    /// `gongyuan publish results`.
    @Command(
            name = "results",
            description = {
                "公示期满后发布成绩；批准人凑齐份额。",
                "Publishes the results after the notice, by the approvers' quorum."
            })
    static final class Out extends ActCommand {

        @Mixin private Which which;
        @Mixin private SharesIn shares;

        @Override
        public Integer call() throws Exception {
            try (var sitting = which.taken.over();
                    var node = shares.key();
                    var progress = Progress.of(this, "发布 publish")) {
                var _ = sitting.publish(which.run, node, shares.handIns());
                progress.end();
                which.print(this, sitting.publication(which.run));
            }
            return DONE;
        }
    }
}
