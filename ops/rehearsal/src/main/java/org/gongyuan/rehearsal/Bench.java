package org.gongyuan.rehearsal;

import org.gongyuan.rehearsal.load.ConsoleBench;
import org.gongyuan.rehearsal.load.CrowdBench;
import org.gongyuan.rehearsal.load.DeliveryBench;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `ops/bench WHAT --json`: measures one thing and prints its figures, the last line a JSON object.
/// A missed aim is a figure like any other; only a measurement that could not be made is an error.
@Command(
        name = "ops/bench",
        sortOptions = false,
        description = {
            "Measures one thing of Gongyuan on this machine.",
            "The last line of --json is one JSON object: our figures, the floor or ceiling measured"
                    + " in the same run, and the ratio. A missed aim is not an error."
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {

    private static final int WRONG_USE = 2;

    /// One thing that can be measured.
    ///
    /// @param size what it is measured with, where that can be said
    private record What(String name, String measures, Optional<Size> size, Measurement run) {

        What(String name, String measures, Callable<Figures> run) {
            this(name, measures, Optional.empty(), _ -> run.call());
        }

        What(String name, String measures, Size size, Measurement run) {
            this(name, measures, Optional.of(size), run);
        }
    }

    /// How large a measurement is made: so many seats or entries.
    ///
    /// @param usual when nobody says otherwise
    private record Size(String option, int usual, int most) {

        static Size seats(int usual) {
            return new Size("--seats", usual, 8_000);
        }

        static Size entries(int usual) {
            return new Size("--entries", usual, 20_000_000);
        }
    }

    private interface Measurement {

        Figures of(int size) throws Exception;
    }

    private static final List<What> ALL =
            List.of(
                    new What(
                            "console",
                            "the page today, audit searches over a million entries, and the first"
                                    + " load in a browser",
                            ConsoleBench::run),
                    new What(
                            "crowd",
                            "the tail of seats that write while others come in, against bare TLS"
                                    + " handshakes beside them",
                            Size.seats(2_000),
                            CrowdBench::run),
                    new What(
                            "delivery",
                            "MB/s of seat files to 50 seats, against sendFile of plain Vert.x",
                            Size.seats(50),
                            DeliveryBench::run),
                    new What(
                            "idle",
                            "heap and resident memory of connected, quiet sessions, at an eighth"
                                    + " of the seats and at all",
                            Size.seats(8_000),
                            seats -> IdleBench.run(List.of(Math.max(1, seats / 8), seats))),
                    new What(
                            "recover",
                            "a million entries: from the start of the process to open doors,"
                                    + " and what an entry costs in memory",
                            Size.entries(1_000_000),
                            RecoverBench::run),
                    new What(
                            "responses",
                            "responses saved a second, and their tail, against bare appends",
                            ResponsesBench::run),
                    new What("score", "sheets scored a second", ScoreBench::run),
                    new What("seal", "sealing and opening against bare ciphers", SealBench::run),
                    new What(
                            "start",
                            "from the last share to the last seat; the return of all seats after"
                                    + " a restart against bare TLS handshakes",
                            Size.seats(2_000),
                            StartBench::run),
                    new What(
                            "verify",
                            "entries verified a second against bare hashing",
                            VerifyBench::run));

    /// What ops/bench has measured by another module: it drags along what the others do not need.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "seat",
                    "the real seat window: first item, key to paint, camera, memory, journal");

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "What to measure.")
    private String what;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    @Option(
            names = "--seats",
            paramLabel = "N",
            description =
                    "Other than the usual number of seats, 1 to 8000, to try a measurement out"
                            + " (crowd, delivery, idle, start).")
    private Integer seats;

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "Other than a million entries, 1 to 20000000 (recover).")
    private Integer entries;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    static CommandLine command() {
        var command = new CommandLine(new Bench());
        var text = new ArrayList<String>(List.of("", "WHAT is one of:"));
        ALL.forEach(one -> text.add("  %-10s %s".formatted(one.name, one.measures)));
        ELSEWHERE.forEach((what, measures) -> text.add("  %-10s %s".formatted(what, measures)));
        command.getCommandSpec().usageMessage().footer(text.toArray(String[]::new));
        return command;
    }

    @Override
    public Integer call() throws Exception {
        if (what == null) {
            spec.commandLine().usage(spec.commandLine().getOut());
            return 0;
        }
        if (ELSEWHERE.containsKey(what)) {
            return refuse(
                    "%s is measured by another module; type ops/bench %s".formatted(what, what));
        }
        var found = ALL.stream().filter(one -> one.name.equals(what)).findFirst();
        if (found.isEmpty()) {
            return refuse(
                    "no such WHAT \"%s\"; there are %s"
                            .formatted(what, ALL.stream().map(What::name).toList()));
        }
        var size = found.get().size;
        for (var said : List.of(new Said("--seats", seats), new Said("--entries", entries))) {
            if (said.count != null && !size.map(Size::option).equals(Optional.of(said.option))) {
                return refuse(
                        "%s is measured with no number of %s; leave %s away"
                                .formatted(what, said.option.substring(2), said.option));
            }
            if (said.count != null && (said.count < 1 || said.count > size.get().most)) {
                return refuse(
                        "%s is %d, it must be 1 to %d"
                                .formatted(said.option, said.count, size.get().most));
            }
        }
        var wanted = seats == null ? entries : seats;
        var figures = found.get().run.of(wanted == null ? size.map(Size::usual).orElse(0) : wanted);
        var out = spec.commandLine().getOut();
        out.println(json ? figures.toJson() : figures.toText());
        out.flush();
        return 0;
    }

    private record Said(String option, Integer count) {}

    private int refuse(String because) {
        spec.commandLine().getErr().println("ops/bench: " + because);
        return WRONG_USE;
    }
}
