package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.node.RecordRebuild;
import org.gongyuan.server.store.Store;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.check.AuditExport;
import org.gongyuan.verify.check.Finding;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `gongyuan record`: the exam record.
@Command(
        name = "record",
        description = {"考试记录。", "The exam record."},
        subcommands = {
            RecordCommand.Bundle.class,
            RecordCommand.Rebuild.class,
            RecordCommand.CheckExport.class,
            RestoreCommand.class
        })
final class RecordCommand extends Family {

    /// `gongyuan record bundle`.
    @Command(
            name = "bundle",
            description = {
                "导出记录包，供任何人核验；发布前不含答案、答卷和成绩。",
                "Exports the bundle anyone can verify; before publication it holds no answer key,"
                        + " sheets or results."
            })
    static final class Bundle extends ActCommand {

        private static final long LARGEST_RECEIPT = 16L << 10;

        @Mixin private Taken taken;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "BUNDLE",
                description = "新目录，或以 .zip 结尾的新文件 A new folder, or a new file ending in .zip.")
        private Path out;

        @Option(
                names = "--receipts",
                paramLabel = "DIR",
                description = "回执目录，一并放入 A folder of receipts to offer with it.")
        private Path receipts;

        @Option(
                names = "--answer-key",
                defaultValue = "keep",
                paramLabel = "release|keep",
                description = "发布后是否公开答案 Whether the answer key goes out (${DEFAULT-VALUE}).")
        private String answerKey;

        @Mixin private Told told;

        @Override
        public Integer call() throws Exception {
            var release =
                    switch (answerKey) {
                        case "release" -> true;
                        case "keep" -> false;
                        default ->
                                throw new Refused(
                                        Refused.MISUSED,
                                        "--answer-key is release or keep, not \"%s\""
                                                .formatted(answerKey));
                    };
            var offered = offered();
            try (var sitting = taken.over();
                    var _ = Progress.of(this, "导出 bundle")) {
                sitting.bundle(out, offered, release);
            }
            told.tell(
                    this,
                    new JsonObject()
                            .put("bundle", out.toString())
                            .put("receipts", offered.size())
                            .put("answerKey", answerKey),
                    "记录包 bundle  %s".formatted(out));
            return DONE;
        }

        private List<ConcludedSitting.Receipt> offered() throws Exception {
            var offered = new ArrayList<ConcludedSitting.Receipt>();
            if (receipts != null) {
                try (var files = Files.list(receipts)) {
                    for (var file : files.sorted().toList()) {
                        offered.add(
                                new ConcludedSitting.Receipt(
                                        file.getFileName().toString(),
                                        new String(
                                                OwnFile.read(file, "receipt", LARGEST_RECEIPT),
                                                UTF_8)));
                    }
                }
            }
            return offered;
        }
    }

    /// `gongyuan record rebuild`.
    @Command(
            name = "rebuild",
            description = {
                "只凭各节点的记录，重做文档库中该场次的投影；节点须已停。",
                "Makes what the document store has of a sitting's sessions anew, from the nodes'"
                        + " logs alone; the nodes must be stopped."
            })
    static final class Rebuild extends ActCommand {

        @Mixin private Taken taken;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws Exception {
            var rebuild = new RecordRebuild();
            int sessions;
            long entries = 0;
            try (var sitting = taken.over();
                    var store = Store.open(taken.store());
                    var _ = Progress.of(this, "重做 rebuild")) {
                for (var log : sitting.logs()) {
                    rebuild.read(log);
                    entries += log.size();
                }
                sessions = rebuild.write(taken.sitting(), store.sessions());
            }
            if (asJson) {
                json(new JsonObject().put("entries", entries).put("sessions", sessions));
            } else {
                say("条目 entries   %d".formatted(entries));
                say("会话 sessions  %d".formatted(sessions));
            }
            return DONE;
        }
    }

    /// `gongyuan record check-export`.
    @Command(
            name = "check-export",
            description = {
                "核验审计导出文件：每条记录都在其日志中，检查点由可信公钥签名。",
                "Checks an audit export: every entry is in its log, under a checkpoint signed by a"
                        + " key you trust.",
                "退出码 exit: 0 成立 holds; 1 有不符 fails; 2 读不出 unreadable."
            })
    static final class CheckExport extends ActCommand {

        @Parameters(paramLabel = "FILE", description = "导出文件 The export.")
        private Path file;

        @Option(
                names = "--keys",
                required = true,
                paramLabel = "FILE",
                description = "可信公钥文件 Keys you trust (bundle.md section 4).")
        private Path keys;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws Exception {
            if (!Files.isRegularFile(file)) {
                throw new Refused(Refused.MISUSED, "the export %s does not exist".formatted(file));
            }
            AuditExport.Result result;
            try (var from = Files.newBufferedReader(file, UTF_8);
                    var _ = Progress.of(this, "核验 check")) {
                result = AuditExport.verify(from, VerifyCommand.trusted(keys).orElseThrow());
            } catch (BundleRefused | CharacterCodingException unreadable) {
                throw new Refused(VerifyCommand.UNREADABLE, unreadable.getMessage());
            }
            boolean fails = result.finding() instanceof Finding.Fails;
            if (asJson) {
                json(
                        new JsonObject()
                                .put("entries", result.entries())
                                .put("holds", !fails)
                                .put("because", because(result.finding())));
            } else {
                say("条目 entries  %d".formatted(result.entries()));
                say(fails ? "不成立 FAILS  " + because(result.finding()) : "成立 HOLDS");
            }
            return fails ? Refused.REFUSED : DONE;
        }

        private static String because(Finding finding) {
            return finding instanceof Finding.Fails(_, var where, var because)
                    ? where + ": " + because
                    : "";
        }
    }
}
