package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.rehearsal.candidate.Afterwards;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The examination that the machine of `ops/deployment/kiosk/try-boot` sits: a node on this machine
/// and one candidate under the policy `standard`. What staff do is asked for line by line at
/// standard input; each is answered by one line that begins with `ok` or `no`.
///
/// | Line | |
/// |---|---|
/// | `release` | three custodians hand in their shares |
/// | `hold`, `resume` | of all seats |
/// | `say WORDS` | to all seats |
/// | `demand TENTHS SECONDS` | pictures, so many in ten seconds, for so long |
/// | `until COUNT NUMBER` | waits until the sitting counts so many, e.g. `until submitted 1` |
/// | `told WORDS` | waits until the proctor's list of machines has them |
/// | `untold WORDS` | waits until it has them no longer |
/// | `close` | closes the sitting, ends the node, opens marking by a quorum |
/// | `recorded ITEM TEXT` | the record has this as the item's response, parts joined by a blank |
/// | `observed SIGNAL` | the record has an observation of that name |
/// | `pictures NUMBER` | the record has at least so many pictures, all of which can be opened |
public final class KioskExam implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final List<Integer> QUORUM = List.of(0, 1, 2);
    private static final List<Integer> MARKING_QUORUM = List.of(0, 1, 3);

    private final Stage stage;
    private final StaffDesk staff;
    private Afterwards record;
    private Map<String, Map<String, List<String>>> recorded = Map.of();

    private KioskExam(Path folder, Path paper, Duration before) {
        stage =
                Stage.set(
                        folder.resolve("stage"),
                        Stage.Setting.of(1).of(paper).with(Map.of("seat.event-loops", "1")));
        staff = stage.open(before, PosturePolicy.STANDARD);
    }

    /// Sets the examination up and takes orders until there are no more.
    ///
    /// @param arguments the folder for everything, in how many minutes it starts (an emulated
    ///     machine is slow, and nobody comes in later than a quarter of an hour after the start),
    ///     then lines of the seat's settings besides those that every kiosk has
    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        var folder = Path.of(arguments[0]);
        var before = Duration.ofMinutes(Long.parseLong(arguments[1]));
        var further = List.of(arguments).subList(2, arguments.length);
        var out = new PrintStream(System.out, true, UTF_8);
        try (var exam = new KioskExam(folder, Papers.ofFew(), before)) {
            exam.writeSettings(folder.resolve("settings"), further);
            exam.writeTicket(folder);
            out.println("ok 127.0.0.1:" + exam.stage.node().seatPort());
            var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (var line = orders.readLine(); line != null; line = orders.readLine()) {
                out.println(exam.answer(line.strip()));
            }
        }
        System.exit(0);
    }

    /// What becomes `/etc/gongyuan-seat` of the machine.
    private void writeSettings(Path settings, List<String> further) throws IOException {
        Files.createDirectories(settings);
        var machine = stage.machine(ticket().seat());
        write(settings.resolve("machine.pem"), machine.credentials().certificate());
        write(settings.resolve("machine.key"), machine.credentials().privateKey());
        write(settings.resolve("authority.pem"), machine.authority());
        var lines = new ArrayList<>(further);
        lines.add("seat = " + ticket().seat().text());
        lines.add("nodes = " + Stage.NODE_NAME + ":7443");
        lines.add("sitting = " + stage.sitting().text());
        lines.add("machine.certificate = machine.pem");
        lines.add("machine.key = machine.key");
        lines.add("centre.authority = authority.pem");
        lines.add("folder = /var/lib/gongyuan-seat");
        lines.add("temporary = /run/gongyuan-seat/private");
        lines.add("chromium = /usr/lib/gongyuan-seat/chromium");
        lines.add("exam = 汽车工程技术人员（初级）");
        lines.add("zone = Asia/Shanghai");
        write(settings.resolve("seat.conf"), String.join("\n", lines) + "\n");
    }

    private void writeTicket(Path folder) throws IOException {
        write(folder.resolve("ticket"), ticket().signIn().ticketNumber());
        write(folder.resolve("secret"), ticket().signIn().secret());
    }

    private static void write(Path file, String text) throws IOException {
        var _ = Files.writeString(file, text);
    }

    private CandidateList.Ticket ticket() {
        return stage.candidates().tickets().getFirst();
    }

    private String answer(String line) throws Exception {
        var words = line.split(" ", 2);
        var rest = words.length > 1 ? words[1] : "";
        try {
            return act(words[0], rest);
        } catch (IllegalStateException | IllegalArgumentException refused) {
            return "no " + refused.getMessage();
        }
    }

    private String act(String what, String rest) throws Exception {
        return switch (what) {
            case "release" -> {
                staff.release(stage.form(), QUORUM);
                yield "ok";
            }
            case "hold" -> ordered(new What.Hold(new Scope.All(), Cause.DISTURBANCE));
            case "resume" -> ordered(new What.Resume(new Scope.All()));
            case "say" -> ordered(new What.Tell(new Scope.All(), rest));
            case "demand" -> {
                var numbers = rest.split(" ", 2);
                yield ordered(
                        new What.Pictures(
                                new Scope.All(),
                                Integer.parseInt(numbers[0]),
                                Duration.ofSeconds(Long.parseLong(numbers[1]))));
            }
            case "until" -> {
                var wanted = rest.split(" ", 2);
                long number = Long.parseLong(wanted[1]);
                yield awaited(
                        () -> staff.status().getOrDefault(wanted[0], 0L) >= number,
                        () -> staff.status().toString());
            }
            case "told" -> awaited(() -> staff.postures().contains(rest), staff::postures);
            case "untold" -> awaited(() -> !staff.postures().contains(rest), staff::postures);
            case "close" -> closed();
            case "recorded" -> recordedAs(rest.split(" ", 2));
            case "observed" ->
                    opened().observed().contains(rest)
                            ? "ok"
                            : "no " + opened().observed().stream().distinct().toList();
            case "pictures" -> {
                var pictures = opened().pictures();
                yield (pictures.recorded() >= Long.parseLong(rest)
                                        && pictures.good() == pictures.recorded()
                                ? "ok "
                                : "no ")
                        + pictures;
            }
            default -> throw new IllegalArgumentException("no order begins with " + what);
        };
    }

    private String ordered(What what) {
        staff.order(what);
        return "ok";
    }

    /// A state that is waited for.
    private interface State {
        boolean isReached();
    }

    /// What is said when it is not reached.
    private interface Told {
        String text();
    }

    private static String awaited(State state, Told instead) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!state.isReached()) {
            if (System.nanoTime() > until) {
                return "no " + instead.text().replaceAll("\\s+", " ");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return "ok";
    }

    private String closed() throws Exception {
        staff.order(new What.Close());
        stage.node().close();
        record = new Afterwards(stage);
        record.openMarking(MARKING_QUORUM);
        recorded = RecordedResponses.of(stage, record);
        return "ok " + record.responsesInRecord() + " responses in the record";
    }

    private String recordedAs(String[] wanted) {
        requireNonNull(opened());
        var parts = recorded.getOrDefault(wanted[0], Map.of());
        var text = String.join(" ", parts.values().stream().flatMap(List::stream).toList());
        return text.equals(wanted.length > 1 ? wanted[1] : "") ? "ok " + text : "no " + parts;
    }

    private Afterwards opened() {
        if (record == null) {
            throw new IllegalStateException("the sitting is not closed yet");
        }
        return record;
    }

    @Override
    public void close() throws IOException {
        if (record != null) {
            record.close();
        }
        stage.close();
    }
}
