package org.gongyuan.drill;

import org.gongyuan.camera.look.Cascade;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.rehearsal.load.Figures;
import org.gongyuan.rehearsal.stage.Cuttable;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

/// `ops/bench seat --json`: the real seat window against a real node, and what the camera and the
/// journal cost beside it. What exactly is done is in `ops/rehearsal/BENCHES.md`.
@Command(
        name = "ops/bench seat",
        description = "Measures the real seat window on a virtual display against a real node.",
        mixinStandardHelpOptions = true)
public final class SeatBench implements Callable<Integer> {

    private static final int WIDTH = 1_366;
    private static final int HEIGHT = 768;
    private static final int ITEMS = 100;
    private static final int KEYS = 300;
    private static final int KEY_EVERY_MILLIS = 45;
    private static final Duration CAMERA_WATCHED = Duration.ofSeconds(20);

    private static final Duration RESTED = Duration.ofSeconds(60);

    /// Three hours of a candidate: another item every nine seconds, a notice every six minutes.
    private static final int ITEM_CHANGES = 1_200;

    private static final int BLOCKS = 30;
    private static final int HOURS = 3;
    private static final int HOLD_EVERY = 10;
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration INTERRUPTED = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration LIVED_WITHIN = Duration.ofSeconds(90);

    /// Of a hundred item changes, how many are sure to bring a response: a choice given already is
    /// none.
    private static final int MOSTLY = 90;

    private static final int TYPED_WITHIN_SECONDS = 120;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    @Spec private CommandSpec spec;

    /// Runs the command and ends the process.
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new SeatBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var figures = measure();
        var out = spec.commandLine().getOut();
        out.println(json ? figures.toJson() : figures.toText());
        out.flush();
        return 0;
    }

    private static Figures measure() throws IOException, InterruptedException {
        var haar = DrawnCamera.cost(Cascade.HAAR, CAMERA_WATCHED);
        var lbp = DrawnCamera.cost(Cascade.LBP, CAMERA_WATCHED);
        var journal = JournalCost.in(Files.createTempDirectory("gongyuan-seat-bench"));
        var figures = Figures.of("seat");
        try (var window = new Measured()) {
            window.measure(figures);
        }
        return figures.with("camera_cpu_share", haar.share())
                .with("camera_cpu_share_lbp", lbp.share())
                .with("camera_pictures", haar.pictures())
                .with("journal_write_p99_ms", journal.journalP99Ms())
                .with("floor_journal_write_p99_ms", journal.bareP99Ms());
    }

    /// The window under measurement, with all it takes.
    private static final class Measured implements AutoCloseable {

        private final Display display = Display.start(WIDTH, HEIGHT);
        private final Stage stage;
        private final StaffDesk staff;
        private final Cuttable line;
        private final DrilledDesk desk;
        private final InputMethodAtDesk input;

        Measured() {
            stage = Stage.set(Stage.Setting.of(1).of(Papers.photographs(ITEMS)));
            staff = stage.open(Duration.ofSeconds(1));
            line = new Cuttable(stage.node().seatPort());
            desk =
                    DrilledDesk.set(
                            stage,
                            stage.candidates().tickets().getFirst().seat(),
                            display,
                            List.of(new Node("127.0.0.1", line.port())),
                            List.of("exam = 看图答题", "camera = candidate.avi"));
            DrawnCamera.film(desk.folder().resolve("candidate.avi"));
            input = new InputMethodAtDesk(desk.folder(), display);
            input.start();
            desk.tell(input.environment());
        }

        void measure(Figures figures) throws IOException, InterruptedException {
            var candidate = CandidateAtDesk.chinese(desk.start());
            candidate.sees(CandidateAtDesk.Screen.WELCOME);
            candidate.goesOn();
            candidate.signIn(stage.candidates().tickets().getFirst().signIn());
            candidate.getsReady();
            figures.with("first_item_ms", firstItem(candidate));
            rests(figures);
            candidate.goesTo(ITEMS);
            var chinese = candidate.page().locator(".input-switch .sign");
            chinese.click();
            var ours = keyToPaint(candidate, "textarea");
            chinese.click();
            writesChinese(candidate);
            candidate.page().evaluate(PAGE_LIVES, ITEM_CHANGES);
            desk.letGo();
            Thread.sleep(SETTLED);
            memory(figures, "_start");
            double took = threeHours(figures);
            Thread.sleep(SETTLED);
            memory(figures, "");
            candidate = CandidateAtDesk.chinese(desk.driveAgain());
            var lived = candidate.page().evaluate("() => String(window.lived)");
            if (!lived.equals("true")) {
                throw new IllegalStateException("the three hours were not lived: " + lived);
            }
            // An empty document in the same window; the candidate's page is gone after this.
            candidate
                    .page()
                    .evaluate(
                            "() => { document.open(); document.write('<!doctype html><textarea"
                                    + " rows=9 cols=80></textarea>'); document.close(); }");
            var floor = keyToPaint(candidate, "textarea");
            figures.with("input_p99_ms", ours.hundredth(99))
                    .with("input_p50_ms", ours.hundredth(50))
                    .with("floor_input_p99_ms", floor.hundredth(99))
                    .with("floor_input_p50_ms", floor.hundredth(50))
                    .with("keys", (long) ours.count())
                    .with("items", ITEMS)
                    .with("item_changes", ITEM_CHANGES)
                    .with("responses_saved", staff.status().get("responses"))
                    .with("three_hours_took_s", took);
        }

        /// A while at an item in which nobody does anything: what the camera's thread takes in the
        /// program, and what the whole window takes, the upload of pictures included.
        private void rests(Figures figures) throws InterruptedException {
            var camera = SeatProcessor.spent(desk.process(), "camera");
            var whole = SeatProcessor.spent(desk.process());
            long begun = System.nanoTime();
            Thread.sleep(RESTED);
            double took = (double) (System.nanoTime() - begun);
            var ofCamera = SeatProcessor.spent(desk.process(), "camera").minus(camera);
            var ofWhole = SeatProcessor.spent(desk.process()).minus(whole);
            figures.with("camera_window_cpu_share", ofCamera.toNanos() / took)
                    .with("rest_cpu_share", ofWhole.toNanos() / took);
        }

        /// Of the program with its camera and everything below it, of the input method beside it,
        /// and of both; and what of it are pictures that Chromium keeps decoded.
        private void memory(Figures figures, String when) {
            double window = SeatMemory.mib(desk.process());
            double typing = SeatMemory.mib(input.processes());
            figures.with("pss%s_mib".formatted(when), window + typing)
                    .with(
                            "pss_program%s_mib".formatted(when),
                            SeatMemory.mib(List.of(desk.process())))
                    .with(
                            "private_program%s_mib".formatted(when),
                            SeatMemory.privateMib(desk.process()))
                    .with("pss_renderers%s_mib".formatted(when), SeatMemory.mib(desk.renderers()))
                    .with("pss_input_method%s_mib".formatted(when), typing)
                    .with(
                            "pss_pictures%s_mib".formatted(when),
                            SeatMemory.sharedMib(desk.renderers()));
        }

        /// So that the engine and its words are in memory.
        private void writesChinese(CandidateAtDesk candidate) {
            candidate.page().locator("textarea").click();
            display.run(
                    TYPED_WITHIN_SECONDS,
                    List.of("xdotool", "type", "--delay", "60", "zhongguo qiche gongcheng jishu "));
            var _ =
                    candidate
                            .page()
                            .waitForFunction(
                                    "() =>"
                                        + " document.querySelector('textarea').value.includes('中国')");
        }

        /// From before the last custodian's share goes out to the paint of the first item with its
        /// picture: his own opening of the share, the node's part, the way to the seat, the seat's
        /// opening, the page.
        private double firstItem(CandidateAtDesk candidate) throws IOException {
            candidate.page().evaluate(PAGE_WATCHES_FIRST_ITEM);
            staff.release(stage.form(), List.of(0, 1));
            var nodeKey = staff.nodeKey();
            try (var sealed = stage.form().open()) {
                long begun = stage.clock().millis();
                var answer = staff.handIn(sealed, 2, nodeKey);
                if (answer.status() >= 300) {
                    throw new IllegalStateException("share refused: " + answer.body());
                }
                var painted =
                        candidate.page().waitForFunction("() => window.firstItem").jsonValue();
                return ((Number) painted).doubleValue() - begun;
            }
        }

        /// Keys from the X server, each from its event to the paint after it.
        private Percentiles keyToPaint(CandidateAtDesk candidate, String selector) {
            var page = candidate.page();
            page.locator(selector).first().waitFor();
            var box = page.locator(selector).first().boundingBox();
            display.run(
                    TYPED_WITHIN_SECONDS,
                    List.of(
                            "xdotool",
                            "mousemove",
                            Integer.toString((int) (box.x + box.width / 2)),
                            Integer.toString((int) (box.y + box.height / 2)),
                            "click",
                            "1"));
            page.evaluate(PAGE_MEASURES_KEYS);
            display.run(
                    TYPED_WITHIN_SECONDS,
                    List.of(
                            "xdotool",
                            "type",
                            "--delay",
                            Integer.toString(KEY_EVERY_MILLIS),
                            "the quick brown fox jumps over it "
                                    .repeat(KEYS / 34 + 1)
                                    .substring(0, KEYS)));
            var _ = page.waitForFunction("count => window.keys.length >= count", KEYS);
            return new Percentiles(doubles(page.evaluate("() => window.keys")));
        }

        private static Collection<Double> doubles(Object list) {
            return ((Collection<?>) list)
                    .stream().map(one -> ((Number) one).doubleValue()).toList();
        }

        /// What a candidate and his proctor do in three hours, without the waiting between. The
        /// page goes on by itself: held by a driver, Chromium would keep every picture it fetched.
        ///
        /// @return how long it took, in seconds
        private double threeHours(Figures figures) throws InterruptedException {
            long begun = System.nanoTime();
            long saved = staff.status().get("responses");
            for (int block = 1; block <= BLOCKS; block++) {
                awaitSaved(saved + (long) block * ITEM_CHANGES / BLOCKS * MOSTLY / 100);
                staff.order(new What.Tell(new Scope.All(), "还有第 %d 条通知。".formatted(block)));
                if (block == BLOCKS / HOURS) {
                    memory(figures, "_first_hour");
                } else if (block == BLOCKS / 2) {
                    memory(figures, "_half");
                }
                if (block % HOLD_EVERY == 0) {
                    line.cut();
                    Thread.sleep(INTERRUPTED);
                    line.mend();
                    staff.order(new What.Hold(new Scope.All(), Cause.DISTURBANCE));
                    Thread.sleep(INTERRUPTED);
                    staff.order(new What.Resume(new Scope.All()));
                }
            }
            awaitQuiet();
            return (System.nanoTime() - begun) / 1e9;
        }

        private void awaitSaved(long responses) throws InterruptedException {
            long until = System.nanoTime() + LIVED_WITHIN.toNanos();
            while (staff.status().get("responses") < responses) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException(
                            "only %d of %d responses were saved"
                                    .formatted(staff.status().get("responses"), responses));
                }
                Thread.sleep(LOOK_AGAIN);
            }
        }

        /// Until no response came for a while.
        private void awaitQuiet() throws InterruptedException {
            long before = -1;
            while (staff.status().get("responses") > before) {
                before = staff.status().get("responses");
                Thread.sleep(SETTLED);
            }
        }

        @Override
        public void close() {
            desk.close();
            input.close();
            line.close();
            stage.close();
            display.close();
        }
    }

    private static final String PAGE_WATCHES_FIRST_ITEM =
            """
            () => {
              window.firstItem = 0;
              const look = () => {
                const body = document.querySelector('.question-body .qti-body');
                const pictures = body === null ? [] : [...body.querySelectorAll('img')];
                if (pictures.length > 0 && pictures.every(one => one.complete && one.naturalWidth > 0)) {
                  requestAnimationFrame(() => {
                    const after = new MessageChannel();
                    after.port1.onmessage = () => { window.firstItem = Date.now(); };
                    after.port2.postMessage(0);
                  });
                } else requestAnimationFrame(look);
              };
              look();
            }
            """;

    private static final String PAGE_MEASURES_KEYS =
            """
            () => {
              window.keys = [];
              window.addEventListener('keydown', event => {
                requestAnimationFrame(() => {
                  const after = new MessageChannel();
                  after.port1.onmessage = () => window.keys.push(performance.now() - event.timeStamp);
                  after.port2.postMessage(0);
                });
              }, true);
            }
            """;

    /// Goes from item to item as the buttons do, answers each, writes a sentence where there is a
    /// field, closes notices, and says twice that the page is alive.
    private static final String PAGE_LIVES =
            """
            all => {
              const pause = ms => new Promise(done => setTimeout(done, ms));
              const until = async holds => {
                for (let turn = 0; turn < 6000 && !holds(); turn++) await pause(10);
                if (!holds()) throw new Error('the page does not go on');
              };
              const alive = () => new Promise(done => window.seatQuery({
                request: '{"ask":"alive"}', persistent: false, onSuccess: done, onFailure: done }));
              const body = () => document.querySelector('.question-body .qti-body');
              let change = 0;
              window.live = async changes => {
                for (let n = 0; n < changes; n++) {
                  change++;
                  for (const close of document.querySelectorAll('.message button')) close.click();
                  await until(() => body() !== null && document.querySelector('.navigator .grid .cell.current') !== null);
                  const cells = [...document.querySelectorAll('.navigator .grid .cell')];
                  const to = (cells.findIndex(one => one.classList.contains('current')) + 1) % cells.length;
                  const before = body();
                  cells[to].click();
                  await until(() => body() !== null && body() !== before);
                  const options = body().querySelectorAll('input[type=radio]');
                  if (options.length > 0) {
                    const chosen = options[(change + Math.floor(change / cells.length)) % options.length];
                    if (!chosen.checked) chosen.click();
                  }
                  const field = body().querySelector('textarea');
                  if (field !== null) {
                    field.focus();
                    document.execCommand('insertText', false, '第' + change + '句：检查轮胎动平衡与悬架间隙。');
                  }
                  await alive();
                  await alive();
                  await new Promise(done => requestAnimationFrame(done));
                }
              };
              window.lived = false;
              // Begins when whoever drives has let go.
              pause(7000).then(() => window.live(all)).then(
                () => { window.lived = true; }, error => { window.lived = error.message; });
            }
            """;
}
