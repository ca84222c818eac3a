package org.gongyuan.rehearsal;

import org.gongyuan.rehearsal.load.Figures;
import org.gongyuan.rehearsal.load.IdleBench;
import org.gongyuan.rehearsal.load.RecoverBench;
import org.gongyuan.rehearsal.load.ResponsesBench;
import org.gongyuan.rehearsal.load.ScoreBench;
import org.gongyuan.rehearsal.load.SealBench;
import org.gongyuan.rehearsal.load.StartBench;
import org.gongyuan.rehearsal.load.VerifyBench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// `ops/bench WHAT --json`: measures one thing and prints its figures, the last line a JSON object.
@Command(
        name = "ops/bench",
        description = {
            "Measures one thing of Gongyuan on this machine.",
            "The last line of --json is one JSON object: our figures, the floor or ceiling measured"
                    + " in the same run, and the ratio.",
            "WHAT is one of: ${COMPLETION-CANDIDATES}."
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    /// What can be measured, by name.
    static final Map<String, Callable<Figures>> ALL =
            new TreeMap<>(
                    Map.of(
                            "idle", () -> IdleBench.run(List.of(1_000, 4_000)),
                            "recover", RecoverBench::run,
                            "responses", ResponsesBench::run,
                            "seal", SealBench::run,
                            "score", ScoreBench::run,
                            "start", () -> StartBench.run(2_000),
                            "verify", VerifyBench::run));

    /// The names, for `--help`.
    static final class Names extends java.util.ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Names() {
            super(ALL.keySet());
        }
    }

    @Parameters(
            paramLabel = "WHAT",
            completionCandidates = Names.class,
            description = "What to measure.")
    private String what;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var bench = ALL.get(what);
        var out = spec.commandLine().getOut();
        if (bench == null) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "ops/bench: no such WHAT \"%s\"; there are %s"
                                    .formatted(what, ALL.keySet()));
            return 2;
        }
        var figures = bench.call();
        out.println(json ? figures.toJson() : figures.toText());
        out.flush();
        return 0;
    }
}
