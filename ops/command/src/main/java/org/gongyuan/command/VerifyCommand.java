package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.PublishedKeys;
import org.gongyuan.verify.check.Check;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Verifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `gongyuan verify` (`exam-server/spec/verification.md`).
@Command(
        name = "verify",
        description = {
            "核验记录包：逐项检查，不依赖服务器。",
            "Checks a published bundle, check by check, without the server.",
            "退出码 exit: 0 成立 holds; 1 有不符 a check fails; 2 读不出 unreadable;"
                    + " 3 该有的没有 something its stage demands was not reached."
        })
final class VerifyCommand extends ActCommand {

    static final int UNREADABLE = 2;
    private static final long LARGEST_KEYS = 8L << 20;
    private static final int MOST_TOLD = 20;

    @Parameters(paramLabel = "BUNDLE", description = "记录包目录或 zip Folder or zip file.")
    private Path bundle;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = {
                "可信公钥文件；包内其他公钥一概不认。",
                "Keys you trust (bundle.md section 4); all others are then refused."
            })
    private Path keys;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        Report report;
        try (var opened = Bundle.open(bundle);
                var _ = Progress.of(this, "核验 verify")) {
            report = Verifier.verify(opened, trusted(keys));
        } catch (BundleRefused unreadable) {
            throw new Refused(UNREADABLE, unreadable.getMessage());
        }
        if (asJson) {
            json(json(report));
        } else {
            print(report);
        }
        return report.exitStatus();
    }

    /// The keys the reader trusts, if he gave a file of them.
    static Optional<PublishedKeys> trusted(Path keys) throws IOException {
        if (keys == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(keys)) {
            throw new Refused(Refused.MISUSED, "the keys file %s does not exist".formatted(keys));
        }
        return Optional.of(PublishedKeys.parse(OwnFile.read(keys, "keys file", LARGEST_KEYS)));
    }

    private void print(Report report) {
        for (var check : Check.values()) {
            var found = of(report, check);
            if (found.isEmpty()) {
                continue;
            }
            say("%s  %s  %s  %s".formatted(check, verdict(found), check.zh(), check.en()));
            var fails = found.stream().filter(Finding.Fails.class::isInstance).toList();
            fails.stream().limit(MOST_TOLD).forEach(one -> say("       " + sentence(one)));
            if (fails.size() > MOST_TOLD) {
                say("       … %d more".formatted(fails.size() - MOST_TOLD));
            }
            found.stream()
                    .filter(Finding.NotReached.class::isInstance)
                    .limit(1)
                    .forEach(one -> say("       " + sentence(one)));
        }
        say(
                "%s  条目 entries %d, 阶段 stage %s"
                        .formatted(
                                switch (report.exitStatus()) {
                                    case 0 -> "成立 HOLDS";
                                    case 1 -> "不成立 FAILS";
                                    default -> "不完整 INCOMPLETE";
                                },
                                report.entries(),
                                report.stage().name().toLowerCase(Locale.ROOT)));
    }

    private static List<Finding> of(Report report, Check check) {
        return report.findings().stream().filter(one -> one.check() == check).toList();
    }

    private static String verdict(List<Finding> found) {
        long fails = found.stream().filter(Finding.Fails.class::isInstance).count();
        if (fails > 0) {
            return "不符 fails  %7d".formatted(fails);
        }
        for (var one : found) {
            if (one instanceof Finding.NotReached) {
                return "未及 not reached ";
            }
        }
        long examined =
                found.stream()
                        .mapToLong(one -> one instanceof Finding.Holds(_, var many) ? many : 0)
                        .sum();
        return "成立 holds  %7d".formatted(examined);
    }

    private static String sentence(Finding finding) {
        return switch (finding) {
            case Finding.Holds(_, var examined) -> "%d examined".formatted(examined);
            case Finding.Fails(_, var where, var because) -> where + ": " + because;
            case Finding.NotReached(_, var because) -> because;
        };
    }

    private static JsonObject json(Report report) {
        var checks = new JsonArray();
        for (var finding : report.findings()) {
            var one = new JsonObject().put("check", finding.check().name());
            switch (finding) {
                case Finding.Holds(_, var examined) ->
                        one.put("finding", "holds").put("examined", examined);
                case Finding.Fails(_, var where, var because) ->
                        one.put("finding", "fails").put("where", where).put("because", because);
                case Finding.NotReached(_, var because) ->
                        one.put("finding", "not-reached").put("because", because);
            }
            checks.add(one);
        }
        return new JsonObject()
                .put("status", report.exitStatus())
                .put("stage", report.stage().name().toLowerCase(Locale.ROOT))
                .put("entries", report.entries())
                .put("findings", checks);
    }
}
