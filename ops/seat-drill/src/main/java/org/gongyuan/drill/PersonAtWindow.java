package org.gongyuan.drill;

import static java.util.Objects.requireNonNull;

import org.gongyuan.rehearsal.candidate.WindowSeat;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// The demo's window where a display is: a person sits at it. The driver only looks on, to know
/// when he is ready and when he has seen the end.
final class PersonAtWindow implements WindowSeat {

    private static final Duration BEFORE = Duration.ofMinutes(3);

    /// Longer than the longest examination of the demo.
    private static final Duration TO_END = Duration.ofMinutes(70);

    /// From the collection of all others on.
    private static final Duration TO_SEE_IT = Duration.ofMinutes(4);

    private final Display display;
    private final Duration length;
    private final boolean hasMishaps;
    private final PrintWriter out;
    private SeatUser.Onto leave = () -> {};
    private CandidateList.Ticket ticket;
    private DemoDesk desk;
    private LookingOn looking;
    private Mishaps mishaps;

    /// @param display the name of one that is there
    /// @param length of the examination
    /// @param hasMishaps whether cable, page and program are taken from him in its course
    PersonAtWindow(String display, Duration length, boolean hasMishaps, PrintWriter out) {
        this.display = Display.there(display);
        this.length = requireNonNull(length, "length");
        this.hasMishaps = hasMishaps;
        this.out = requireNonNull(out, "out");
    }

    @Override
    public Duration before() {
        return BEFORE;
    }

    /// The window covers the terminal that names ticket number and secret, so it waits until they
    /// were noted, where there is somebody to ask.
    @Override
    public void opens(Stage stage, CandidateList.Ticket given) {
        ticket = given;
        tellTheWay();
        Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .ifPresent(this::waitUntilNoted);
        var admitted = SeatUser.find().admittedTo(display);
        leave = admitted;
        // Also when the demo is broken off by Ctrl+C.
        Runtime.getRuntime().addShutdownHook(new Thread(admitted::close));
        desk = DemoDesk.set(stage, given, display);
        var window = new Seen(desk.start());
        looking = LookingOn.at(window, this::tellThatItDied);
        mishaps = new Mishaps(desk, length, out);
    }

    private void tellTheWay() {
        out.printf(
                """

                  窗口打开 %d 分钟后开考，考试 %s ，到时自动收卷；也可以提前交卷。
                  看到回执后按“我已记下，结束”，窗口在一分钟内自行关闭，您回到这里。
                  窗口意外关闭时会自动重新打开：请用同一准考证号和口令登录，作答都在。
                  The exam starts %1$d minutes after the window opens and takes %s; then it is collected. You may hand in earlier.
                  When you have seen the receipt, end; the window closes within a minute and you are back here.
                  A window that closes unexpectedly opens again: sign in with the same ticket and secret, your work is there.
                """,
                BEFORE.toMinutes(), span(length, "分钟", "秒"), span(length, " min", " s"));
        if (hasMishaps) {
            Mishaps.announce(length, out);
        }
        out.flush();
    }

    private static String span(Duration length, String minutes, String seconds) {
        return length.toSecondsPart() == 0
                ? length.toMinutes() + minutes
                : length.toSeconds() + seconds;
    }

    private void waitUntilNoted(Console terminal) {
        out.println();
        out.println("  窗口会盖住整个屏幕。请先抄下准考证号和口令，再按回车打开窗口。");
        out.println(
                "  The window covers the whole screen: note ticket number and secret, then press"
                        + " Enter to open it.");
        out.flush();
        var _ = terminal.readLine();
    }

    private void tellThatItDied(int status) {
        out.printf(
                """

                  考位程序意外结束（状态 %d），正在重新打开窗口。请重新登录，已保存的作答都在。
                  The seat's program ended (status %1$d); its window opens again. Sign in again: what was saved is there.
                      准考证号 ticket number  %s
                      口令 secret             %s

                """,
                status, ticket.signIn().ticketNumber(), ticket.signIn().secret());
        out.flush();
    }

    @Override
    public boolean comes() {
        return looking.ready()
                .completeOnTimeout(false, BEFORE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /// The person begins by himself.
    @Override
    public void begins() {
        if (hasMishaps) {
            mishaps.begin();
        }
    }

    /// He may have ended, and the window with him, long before the others.
    @Override
    public boolean ends() {
        return looking.end()
                .completeOnTimeout(false, TO_SEE_IT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public List<String> whereToLook() {
        return List.of();
    }

    @Override
    public void close() {
        if (mishaps != null) {
            mishaps.close();
        }
        if (looking != null) {
            looking.close();
            desk.end();
            looking.leave();
        }
        if (desk != null) {
            desk.close();
        }
        leave.close();
        display.close();
    }

    /// The window as it can be seen from outside.
    private final class Seen implements LookingOn.Window {

        private CandidateAtDesk candidate;

        Seen(CandidateAtDesk candidate) {
            this.candidate = candidate;
        }

        @Override
        public void waitsForTheStart() {
            var _ = candidate.waitsForTheStart(TO_END);
        }

        @Override
        public boolean seesTheEnd() {
            return candidate.waitsForTheEnd(TO_END) && candidate.holdsReceipt();
        }

        @Override
        public void holdAgain() {
            candidate = desk.holdAgain();
        }

        @Override
        public OptionalInt status() {
            return desk.status();
        }

        @Override
        public void openAgain() {
            candidate = desk.startAgain();
        }
    }
}
