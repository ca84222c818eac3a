package org.gongyuan.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What goes wrong on purpose at the demo's window while somebody sits at it: the cable is pulled
/// for a while, the processes that draw the page are killed, the program itself is killed. Nothing
/// that was called saved may be lost, and he must be told what is going on.
final class Mishaps implements AutoCloseable {

    private static final int CABLE_AT = 15;
    private static final int CABLE_FOR = 15;
    private static final int LONGEST_SECONDS = 60;
    private static final int RENDERER_AT = 40;
    private static final int PROGRAM_AT = 55;

    private final DemoDesk desk;
    private final Duration length;
    private final PrintWriter out;
    private final ScheduledExecutorService hands =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("mishaps").daemon().factory());

    /// @param length of the examination
    Mishaps(DemoDesk desk, Duration length, PrintWriter out) {
        this.desk = desk;
        this.length = length;
        this.out = out;
    }

    /// When what happens, for who will sit there.
    static void announce(Duration length, PrintWriter out) {
        out.printf(
                "  开考后第 %d 秒拔掉网线 %d 秒；第 %d 秒结束绘制页面的进程；第 %d 秒结束考位程序本身。%n"
                        + "  After %1$d s of the exam the cable is pulled for %2$d s; after %3$d s"
                        + " what draws the page is killed; after %4$d s the seat's program.%n",
                percent(length, CABLE_AT),
                cable(length),
                percent(length, RENDERER_AT),
                percent(length, PROGRAM_AT));
    }

    /// The examination has begun.
    void begin() {
        at(
                percent(length, CABLE_AT),
                () -> {
                    desk.pullCable();
                    say("拔掉网线", "the cable is pulled");
                });
        at(
                percent(length, CABLE_AT) + cable(length),
                () -> {
                    desk.plugIn();
                    say("网线插回", "the cable is plugged in again");
                });
        at(
                percent(length, RENDERER_AT),
                () -> {
                    desk.killRenderers();
                    say("结束绘制页面的进程", "what draws the page is killed");
                });
        at(
                percent(length, PROGRAM_AT),
                () -> {
                    desk.killProgram();
                    say("结束考位程序", "the seat's program is killed");
                });
    }

    private void at(long seconds, Runnable mishap) {
        var _ = hands.schedule(mishap, seconds, TimeUnit.SECONDS);
    }

    private void say(String zh, String en) {
        out.println("      窗口故障演练：%s %s".formatted(zh, en));
        out.flush();
    }

    private static long percent(Duration length, int percent) {
        return length.toSeconds() * percent / 100;
    }

    private static long cable(Duration length) {
        return Math.min(LONGEST_SECONDS, percent(length, CABLE_FOR));
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
