package org.gongyuan.rehearsal;

import org.gongyuan.rehearsal.fault.Drills;
import org.gongyuan.rehearsal.fault.Verdict;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGeneratorFactory;

/// `ops/fault WHAT --rounds N --json`: breaks one thing again and again in an examination under way
/// and holds what candidates were shown as saved against the record. Exit 0 only when nothing is
/// lost and nothing is there twice.
@Command(
        name = "ops/fault",
        description = {
            "Breaks one thing of an examination under way, and counts.",
            "acknowledged: responses seats showed as saved; found: those of them in the node's"
                    + " journal, read back after the drill; lost and duplicated must be 0.",
            "WHAT is one of: ${COMPLETION-CANDIDATES}."
        },
        mixinStandardHelpOptions = true)
public final class Fault implements Callable<Integer> {

    /// The names, for `--help`.
    static final class Names extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Names() {
            super(new TreeMap<>(Drills.all()).keySet());
        }
    }

    @Parameters(
            paramLabel = "WHAT",
            completionCandidates = Names.class,
            description = "What to break.")
    private String what;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many examinations, 1 to 1000; ${DEFAULT-VALUE} unless said.")
    private int rounds;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "Decides the moments; said at the start of each run.")
    private Long seed;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Fault()).execute(arguments));
    }

    @Override
    public Integer call() {
        var drill = Drills.all().get(what);
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        if (drill == null) {
            err.println(
                    "ops/fault: no such WHAT \"%s\"; there are %s".formatted(what, new Names()));
            return 2;
        }
        if (rounds < 1 || rounds > 1_000) {
            err.println("ops/fault: --rounds is %d, it must be 1 to 1000".formatted(rounds));
            return 2;
        }
        long from = seed == null ? new SecureRandom().nextLong(1L << 48) : seed;
        err.println("%s: %d rounds, seed %d".formatted(what, rounds, from));
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(from);
        var sum = Verdict.NONE;
        for (int round = 1; round <= rounds; round++) {
            var verdict = drill.round(random);
            err.println("round %d: %s".formatted(round, verdict));
            sum = sum.plus(verdict);
        }
        var figures = sum.figures(what, rounds).with("seed", from);
        out.println(json ? figures.toJson() : figures.toText());
        out.flush();
        return sum.isPassed() ? 0 : 1;
    }
}
