package org.gongyuan.command;

import org.gongyuan.bank.interchange.ItemFile;
import org.gongyuan.bank.scoring.ItemScore;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.UnsupportedProcessing;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `gongyuan item`: single items.
@Command(
        name = "item",
        description = "Single items.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ItemCommand.Score.class)
final class ItemCommand implements Runnable {

    private static final int LARGEST = 16 << 20;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `gongyuan item score`: an item's response processing on given responses
    /// (`item-bank/spec/score-cli.md`).
    @Command(
            name = "score",
            description = {
                "Runs an item's response processing on given responses and prints all outcome"
                        + " variables.",
                "Described in item-bank/spec/score-cli.md."
            },
            mixinStandardHelpOptions = true)
    static final class Score implements Callable<Integer> {

        @Parameters(paramLabel = "ITEM.xml", description = "A QTI 3.0, 2.2, 2.1 or 2.0 item.")
        private Path item;

        @Option(
                names = "--responses",
                required = true,
                paramLabel = "RESPONSES.json",
                description = "One JSON object: responses by identifier.")
        private Path responses;

        /// Said for the sake of programs that ask; the answer is JSON either way.
        @SuppressWarnings("UnusedVariable")
        @Option(
                names = "--json",
                description = "One JSON object on one line. It is the only form there is so far.")
        private boolean json;

        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            var given = read(responses, "responses");
            var file = ItemFile.read(read(item, "item"), item);
            if (file.item().isEmpty()) {
                var refusals = file.refusals();
                throw new Refused(
                        Refused.UNSUPPORTED,
                        refusals.isEmpty()
                                ? item + ": not an item"
                                : ItemScore.oneLine(refusals.getFirst().sentence()));
            }
            var read = file.item().get();
            ItemScore scored;
            try {
                scored =
                        ItemScore.of(
                                new ItemScoring(
                                        read.responses(), read.outcomes(), read.processing()),
                                given);
            } catch (UnsupportedProcessing unsupported) {
                throw new Refused(Refused.UNSUPPORTED, ItemScore.oneLine(unsupported.getMessage()));
            }
            var out = spec.commandLine();
            if (scored.exitCode() == 0) {
                out.getOut().println(scored.line());
                out.getOut().flush();
            } else {
                out.getErr().println("gongyuan: " + scored.line());
                out.getErr().flush();
            }
            return scored.exitCode();
        }

        /// A file or a pipe, such as a shell makes for `<(…)`.
        private static byte[] read(Path file, String what) {
            if (!Files.exists(file) || Files.isDirectory(file)) {
                throw new Refused(
                        Refused.MISUSED, "the %s file %s does not exist".formatted(what, file));
            }
            try (var bytes = Files.newInputStream(file)) {
                var read = bytes.readNBytes(LARGEST + 1);
                if (read.length > LARGEST) {
                    throw new Refused(
                            Refused.MISUSED,
                            "%s is longer than the %d bytes that are read"
                                    .formatted(file, LARGEST));
                }
                return read;
            } catch (IOException unreadable) {
                throw new Refused(
                        Refused.MISUSED, "the %s file %s cannot be read".formatted(what, file));
            }
        }
    }
}
