package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Verifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// `gongyuan receipt`: what a candidate keeps.
@Command(
        name = "receipt",
        description = {"考生回执。", "Receipts of candidates."},
        subcommands = ReceiptCommand.CheckReceipt.class)
final class ReceiptCommand extends Family {

    /// `gongyuan receipt check`.
    @Command(
            name = "check",
            description = {
                "核对回执是否在考试记录中：用记录包离线核对，或发布后向公众端口查询。",
                "Checks whether a receipt is in the record: of a bundle, without a network, or,"
                        + " after publication, by asking the public port.",
                "退出码 exit: 0 在 it is; 1 不在 it is not; 2 读不出 unreadable."
            })
    static final class CheckReceipt extends ActCommand {

        private static final long LARGEST = 64L << 10;
        private static final int TOO_MANY = 429;
        private static final String THERE = "在记录中 It is in the record.";
        private static final String NOT_THERE = "不在记录中 It is NOT in the record.";

        @Parameters(paramLabel = "FILE", description = "回执文本 The receipt's text.")
        private Path file;

        @Option(
                names = "--bundle",
                paramLabel = "BUNDLE",
                description = "记录包目录或 zip The bundle: folder or zip file.")
        private Path bundle;

        @Option(
                names = "--server",
                paramLabel = "URL",
                description = "公众端口 The public port, https://results.example.org.")
        private String server;

        @Option(
                names = "--authority",
                paramLabel = "FILE",
                description = "签发该端口证书的机构 (PEM) Authority of that port's certificate.")
        private Path authority;

        @Option(
                names = "--keys",
                paramLabel = "FILE",
                description = "可信公钥文件 Keys you trust; others are then refused.")
        private Path keys;

        @Option(names = "--json", description = "One JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if ((bundle == null) == (server == null)) {
                throw new Refused(
                        Refused.MISUSED, "say either --bundle or --server, where to look it up");
            }
            if (server == null ? authority != null : keys != null) {
                throw new Refused(
                        Refused.MISUSED,
                        "--keys goes with --bundle, --authority goes with --server");
            }
            var text = new String(OwnFile.read(file, "receipt", LARGEST), UTF_8);
            Receipt receipt;
            try {
                receipt = Receipt.parse(text);
            } catch (NotAReceipt refused) {
                throw new Refused(VerifyCommand.UNREADABLE, refused.getMessage());
            }
            if (server != null) {
                return ask(receipt, text);
            }
            Report report;
            try (var opened = Bundle.open(bundle);
                    var _ = Progress.of(this, "核对 check")) {
                report =
                        Verifier.receipt(
                                opened,
                                VerifyCommand.trusted(keys),
                                file.getFileName().toString(),
                                text);
            } catch (BundleRefused unreadable) {
                throw new Refused(VerifyCommand.UNREADABLE, unreadable.getMessage());
            }
            print(receipt, report);
            return report.fails() ? Refused.REFUSED : DONE;
        }

        private int ask(Receipt receipt, String text) throws IOException, InterruptedException {
            var answer = link().receipt(text);
            if (answer.status() == TOO_MANY) {
                throw new Refused(
                        Refused.REFUSED, "%s is asked too often; try later".formatted(server));
            }
            JsonObject told;
            try {
                told = new JsonObject(answer.body());
            } catch (DecodeException _) {
                throw new Refused(
                        Refused.REFUSED,
                        "%s answered HTTP %d and nothing that can be read"
                                .formatted(server, answer.status()));
            }
            if (!"published".equals(told.getString("state"))) {
                throw new Refused(
                        Refused.REFUSED,
                        "%s has not published the results of this sitting".formatted(server));
            }
            boolean isThere = told.getBoolean("inRecord", false);
            if (asJson) {
                json(told.put("code", receipt.shortCode()));
            } else {
                say("回执 receipt  %s".formatted(receipt.shortCode()));
                say("会话 session  %s".formatted(receipt.entry().session()));
                if (isThere && told.getString("points") != null) {
                    say(
                            "成绩 points   %s / %s  %s"
                                    .formatted(
                                            told.getString("points"),
                                            told.getString("maximum"),
                                            told.getString("level", "-")));
                }
                if (!isThere) {
                    tell("gongyuan: " + told.getString("because"));
                }
                say(isThere ? THERE : NOT_THERE);
            }
            return isThere ? DONE : Refused.REFUSED;
        }

        private PublicLink link() {
            try {
                return new PublicLink(server, Optional.ofNullable(authority));
            } catch (IllegalArgumentException refused) {
                throw new Refused(Refused.MISUSED, "--server " + refused.getMessage());
            }
        }

        private void print(Receipt receipt, Report report) {
            var fails =
                    report.findings().stream()
                            .filter(Finding.Fails.class::isInstance)
                            .map(Finding.Fails.class::cast)
                            .toList();
            if (asJson) {
                var because = new JsonArray();
                fails.forEach(one -> because.add(one.where() + ": " + one.because()));
                json(
                        new JsonObject()
                                .put("inRecord", fails.isEmpty())
                                .put("code", receipt.shortCode())
                                .put("session", receipt.entry().session().toString())
                                .put("closed", closed(receipt))
                                .put("index", receipt.index())
                                .put("because", because));
                return;
            }
            say("回执 receipt  %s".formatted(receipt.shortCode()));
            say("会话 session  %s".formatted(receipt.entry().session()));
            say("交卷 closed   %s, %s".formatted(closed(receipt), receipt.entry().at()));
            say("位置 entry    %d".formatted(receipt.index()));
            fails.forEach(one -> tell("gongyuan: " + one.where() + ": " + one.because()));
            say(fails.isEmpty() ? THERE : NOT_THERE);
        }

        private static String closed(Receipt receipt) {
            return receipt.entry() instanceof SessionEntry.Submitted ? "submitted" : "expired";
        }
    }
}
