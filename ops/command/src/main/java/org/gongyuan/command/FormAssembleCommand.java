package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.assembly.AssemblyRefused;
import org.gongyuan.bank.assembly.FormAssembly;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.Seed;
import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;
import org.gongyuan.bank.item.TestDefinition;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// `gongyuan form assemble` (`item-bank/spec/forms.md`, section 2).
@Command(
        name = "assemble",
        description = {
            "按 QTI 试卷或题目清单组卷；题目取自题库的最新修订。结果用题库密钥加密保存。",
            "Assembles a form from a QTI test or a list; items are the bank's latest revisions. The"
                    + " result lies sealed under the bank's key."
        })
final class FormAssembleCommand extends ActCommand {

    private static final long LARGEST_LIST = 4L << 20;

    /// Whence the form comes.
    static final class Source {

        @Option(
                names = "--package",
                required = true,
                paramLabel = "PACKAGE",
                description = {
                    "含试卷定义的 QTI 包（题目须已入库）。",
                    "QTI package that holds the test; its items must be in the bank."
                })
        private Path pack;

        @Option(
                names = "--items",
                required = true,
                paramLabel = "FILE",
                description = {
                    "题目编号清单，每行一个。",
                    "List of item identifiers, one on a line; # begins a comment."
                })
        private Path items;
    }

    @Mixin private BankCommand.Where bank;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--test",
            paramLabel = "ID",
            description = {
                "包中的试卷编号；只有一份时可省。",
                "Identifier of the test in the package; may be left out when there is one."
            })
    private Optional<String> test = Optional.empty();

    @Option(names = "--id", required = true, paramLabel = "ID", description = "卷号 The form's id.")
    private String id;

    @Option(
            names = "--revision",
            defaultValue = "1",
            paramLabel = "N",
            description = "修订号 Its revision (${DEFAULT-VALUE}).")
    private int revision;

    @Option(
            names = "--assembler",
            required = true,
            paramLabel = "NAME",
            description = "组卷人 Who assembles.")
    private String assembler;

    @Option(
            names = "--reviewer",
            required = true,
            paramLabel = "NAME",
            description = {"审核人，须为另一人 Who reviews: another person."})
    private String reviewer;

    @Option(names = "--title", paramLabel = "TEXT", description = "卷名（用清单组卷时） Title, with --items.")
    private Optional<String> title = Optional.empty();

    @Option(
            names = "--language",
            defaultValue = "zh-CN",
            paramLabel = "TAG",
            description = "Language, where the test does not say (${DEFAULT-VALUE}).")
    private String language;

    @Option(
            names = "--suite",
            defaultValue = "INTL-1",
            paramLabel = "SUITE",
            description = "将来装封所用 The one it will be sealed in: INTL-1 (${DEFAULT-VALUE}) | SM-1")
    private String suite;

    @Option(
            names = "--seed",
            paramLabel = "HEX",
            description = {
                "抽题种子，64 位十六进制；不给则随机，并记入试卷。",
                "Seed of selections, 64 hexadecimal digits; drawn when not given, kept with the"
                        + " form."
            })
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = {"新文件 The new file."})
    private Path out;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException, AssemblyRefused {
        try (var opened = bank.open();
                var progress = Progress.of(this, "组卷 assemble")) {
            var form = assembled(opened.items());
            AssembledForm.write(out, form, opened);
            progress.end();
            print(form);
        }
        return DONE;
    }

    private Form assembled(ItemBank items) throws IOException, AssemblyRefused {
        var assembly = new FormAssembly(assembler, reviewer, item -> latest(items, item));
        var formId = new FormId(id, revision);
        if (source.items != null) {
            return assembly.fromList(formId, title.orElse(id), language, listed());
        }
        return assembly.fromTest(
                formId,
                chosen(),
                language,
                Suites.named(suite),
                seed.map(this::given).orElseGet(FormAssembleCommand::drawn));
    }

    private List<ItemId> listed() throws IOException {
        return new String(OwnFile.read(source.items, "list of items", LARGEST_LIST), UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(ItemId::new)
                .toList();
    }

    private TestDefinition chosen() throws IOException {
        if (!Files.exists(source.pack)) {
            throw new Refused(
                    Refused.MISUSED, "the package %s does not exist".formatted(source.pack));
        }
        var tests = PackageReading.read(source.pack).tests();
        var names = String.join(", ", tests.stream().map(TestDefinition::identifier).toList());
        if (test.isEmpty() && tests.size() != 1) {
            throw new Refused(
                    Refused.MISUSED,
                    "%s holds %d good tests (%s); say which by --test ID"
                            .formatted(source.pack, tests.size(), names));
        }
        return tests.stream()
                .filter(one -> test.isEmpty() || one.identifier().equals(test.get()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.REFUSED,
                                        "%s holds no good test %s, only: %s"
                                                .formatted(source.pack, test.orElse(""), names)));
    }

    private Seed given(String hex) {
        try {
            return Seed.parse(hex);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(Refused.MISUSED, "--seed: " + wrong.getMessage());
        }
    }

    private static Seed drawn() {
        var bytes = new byte[Seed.LENGTH];
        new SecureRandom().nextBytes(bytes);
        return Seed.of(bytes);
    }

    private static Optional<ItemRevision> latest(ItemBank items, ItemId item) {
        try {
            return items.latest(item);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void print(Form form) {
        long count = form.placements().count();
        if (asJson) {
            var sections = new JsonArray();
            form.sections()
                    .forEach(
                            section ->
                                    sections.add(
                                            new JsonObject()
                                                    .put("id", section.id().toString())
                                                    .put("items", section.placements().count())));
            json(
                    new JsonObject()
                            .put("form", form.id().toString())
                            .put("items", count)
                            .put(
                                    "minutes",
                                    form.timeLimit().map(limit -> limit.toMinutes()).orElse(null))
                            .put("sections", sections)
                            .put("file", out.toString()));
            return;
        }
        say("试卷 form      %s".formatted(form.id()));
        say("题数 items     %d in %d sections".formatted(count, form.sections().size()));
        form.timeLimit()
                .ifPresent(limit -> say("时限 time      %d min".formatted(limit.toMinutes())));
        say("文件 file      %s".formatted(out));
    }
}
