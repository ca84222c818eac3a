package org.gongyuan.command;

import static java.util.stream.Collectors.joining;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.interchange.BankImport;
import org.gongyuan.bank.interchange.ImportReport;
import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.interchange.PackageWriting;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `gongyuan bank`: the item bank in a folder.
@Command(
        name = "bank",
        description = {"题库。", "The item bank."},
        subcommands = {
            BankCommand.Init.class,
            BankCommand.Import.class,
            BankCommand.Export.class,
            BankCommand.ListItems.class
        })
final class BankCommand extends Family {

    /// Where the bank is, and what opens it.
    static final class Where {

        @Option(
                names = "--bank",
                required = true,
                paramLabel = "DIR",
                description = {"题库所在目录 The bank's folder."})
        private Path folder;

        @Mixin private Passphrase passphrase;

        BankFolder open() throws IOException {
            return BankFolder.open(folder, passphrase);
        }

        Path folder() {
            return folder;
        }

        Passphrase passphrase() {
            return passphrase;
        }
    }

    /// `gongyuan bank init`.
    @Command(
            name = "init",
            description = {
                "新建空题库；题库密钥写在其中的 bank.key。",
                "Makes an empty bank; the bank's key is written into it as bank.key."
            })
    static final class Init extends ActCommand {

        @Mixin private Where bank;

        @Option(
                names = "--suite",
                defaultValue = "INTL-1",
                paramLabel = "SUITE",
                description = "INTL-1 (${DEFAULT-VALUE}) | SM-1")
        private String suite;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            BankFolder.create(bank.folder(), Suites.named(suite), bank.passphrase());
            told.tell(
                    this,
                    new JsonObject().put("bank", bank.folder().toString()).put("suite", suite),
                    "已建题库 bank made: %s".formatted(bank.folder()));
            return DONE;
        }
    }

    /// `gongyuan bank import` (`item-bank/spec/import-report.md`).
    @Command(
            name = "import",
            description = {
                "导入 QTI 包、目录或单个题目文件；有一项不合格则一项也不导入。",
                "Imports a QTI package (zip or folder) or a single item file; one refusal keeps all"
                        + " of it out.",
                "退出码 exit: 0 全部导入 all taken; 1 有被拒绝的 something was refused;"
                        + " 3 没有一道题可以接受 no item could be accepted."
            })
    static final class Import extends ActCommand {

        @Parameters(paramLabel = "PACKAGE", description = "Zip, folder or XML file.")
        private Path source;

        @Mixin private Where bank;

        @Option(
                names = "--accept-good",
                description = {
                    "合格的题目照收，不合格的留在外面。",
                    "Takes the items that are good and leaves the others out."
                })
        private boolean acceptGood;

        @Option(
                names = "--language",
                defaultValue = "zh",
                paramLabel = "zh|en",
                description = "报告语言 Language of the report (${DEFAULT-VALUE}).")
        private String language;

        @Option(names = "--json", description = "The report as one JSON object on one line.")
        private boolean asJson;

        @Override
        public Integer call() throws IOException {
            if (!Files.exists(source)) {
                throw new Refused(
                        Refused.MISUSED, "the package %s does not exist".formatted(source));
            }
            try (var opened = bank.open();
                    var progress = Progress.of(this, "导入 import")) {
                var read = PackageReading.read(source);
                var result = BankImport.into(opened.items(), read, acceptGood);
                progress.end();
                print(result);
                if (read.items().isEmpty()) {
                    return Refused.UNSUPPORTED;
                }
                return read.report().isClean() ? DONE : Refused.REFUSED;
            }
        }

        private void print(BankImport result) {
            var recorded =
                    switch (result) {
                        case BankImport.Done(_, var all) -> all;
                        case BankImport.Nothing _ -> List.<ItemBank.Recorded>of();
                    };
            long fresh = recorded.stream().filter(ItemBank.Recorded.New.class::isInstance).count();
            long changed =
                    recorded.stream().filter(ItemBank.Recorded.Changed.class::isInstance).count();
            long same = recorded.size() - fresh - changed;
            if (asJson) {
                json(
                        new JsonObject(result.report().json())
                                .put(
                                        "imported",
                                        new JsonObject()
                                                .put("new", fresh)
                                                .put("changed", changed)
                                                .put("unchanged", same)));
                return;
            }
            say(
                    result.report()
                            .text(Locale.forLanguageTag(language.equals("en") ? "en" : "zh-CN"))
                            .stripTrailing());
            say(
                    "入库 imported: 新 new %d, 改 changed %d, 同 unchanged %d"
                            .formatted(fresh, changed, same));
            if (recorded.isEmpty() && result.report().count(ImportReport.Kind.ITEM, true) > 0) {
                tell("gongyuan: nothing was imported; --accept-good takes the items that are good");
            }
        }
    }

    /// `gongyuan bank export`.
    @Command(
            name = "export",
            description = {
                "导出 QTI 3.0 包：明文，含答案，文件仅所有者可读。",
                "Exports a QTI 3.0 package: plain text with answer keys, readable by its owner"
                        + " only."
            })
    static final class Export extends ActCommand {

        @Mixin private Where bank;

        @Option(
                names = "--item",
                paramLabel = "ID",
                description = {"只导出这些题目 Only these items; may be repeated."})
        private List<String> chosen = new ArrayList<>();

        @Option(
                names = "--identifier",
                defaultValue = "gongyuan-export",
                paramLabel = "NAME",
                description = "Identifier of the package (${DEFAULT-VALUE}).")
        private String identifier;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "PACKAGE.zip",
                description = {"新文件 The new file."})
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            try (var opened = bank.open();
                    var progress = Progress.of(this, "导出 export")) {
                var revisions = revisions(opened.items());
                var contents = new ArrayList<ItemContent>();
                for (var revision : revisions) {
                    contents.add(opened.items().content(revision));
                    progress.at(contents.size(), revisions.size());
                }
                var zip = new ByteArrayOutputStream();
                PackageWriting.write(identifier, contents, zip);
                OwnFile.create(out, zip.toByteArray());
                progress.end();
                told.tell(
                        this,
                        new JsonObject().put("items", contents.size()).put("file", out.toString()),
                        "导出 exported: %d items, %s".formatted(contents.size(), out));
                return DONE;
            }
        }

        private List<ItemRevision> revisions(ItemBank items) throws IOException {
            if (chosen.isEmpty()) {
                return items.list();
            }
            var revisions = new ArrayList<ItemRevision>();
            for (var id : chosen) {
                revisions.add(
                        items.latest(new ItemId(id))
                                .orElseThrow(
                                        () ->
                                                new Refused(
                                                        Refused.REFUSED,
                                                        "the bank has no item " + id)));
            }
            return revisions;
        }
    }

    /// `gongyuan bank list`.
    @Command(
            name = "list",
            description = {
                "列出题目：编号、修订、摘要、入库时间、所在试卷。",
                "Lists items: identifier, revision, digest, when it came in, forms that hold it."
            })
    static final class ListItems extends ActCommand {

        @Mixin private Where bank;

        @Option(names = "--json", description = "One JSON object per item and line.")
        private boolean asJson;

        @Override
        public Integer call() throws IOException {
            try (var opened = bank.open()) {
                for (var revision : opened.items().list()) {
                    if (asJson) {
                        json(asJson(revision));
                    } else {
                        say(
                                "%-40s %4d  %s  %s  %s"
                                        .formatted(
                                                revision.item(),
                                                revision.number(),
                                                revision.digest().hex().substring(0, 16),
                                                revision.recorded(),
                                                revision.frozenBy().stream()
                                                        .map(Object::toString)
                                                        .collect(joining(" "))));
                    }
                }
            }
            return DONE;
        }

        private static JsonObject asJson(ItemRevision revision) {
            var forms = new JsonArray();
            revision.frozenBy().forEach(form -> forms.add(form.toString()));
            return new JsonObject()
                    .put("item", revision.item().identifier())
                    .put("revision", revision.number())
                    .put("digest", revision.digest().hex())
                    .put("recorded", revision.recorded().toString())
                    .put("forms", forms);
        }
    }
}
