package org.gongyuan.drill;

import org.gongyuan.rehearsal.candidate.WindowSeat;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The demo's window where there is no display: on a virtual one, with a driver who goes the whole
/// way of a candidate, answers an item of every section, hands in, and keeps a picture of every
/// screen. Where his time is over before that, he is collected like anybody else.
final class DrivenWindow implements WindowSeat {

    private static final int WIDTH = 1_366;
    private static final int HEIGHT = 768;
    private static final Duration BEFORE = Duration.ofSeconds(20);

    private final Path screens;
    private final Display display = Display.start(WIDTH, HEIGHT);
    private final WalkThrough walk;
    private CandidateList.Ticket ticket;
    private DemoDesk desk;
    private CandidateAtDesk candidate;
    private CompletableFuture<Boolean> sitting = CompletableFuture.completedFuture(false);

    DrivenWindow(Path screens) {
        this.screens = screens;
        this.walk = new WalkThrough(display, screens);
    }

    @Override
    public Duration before() {
        return BEFORE;
    }

    @Override
    public void opens(Stage stage, CandidateList.Ticket given) {
        ticket = given;
        try {
            Files.createDirectories(screens);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make " + screens, failed);
        }
        desk = DemoDesk.set(stage, ticket, display);
        candidate = desk.start();
    }

    /// What was found at the machine is judged only when the sitting is open.
    @Override
    public boolean comes() {
        candidate.mayBegin();
        sees(CandidateAtDesk.Screen.WELCOME, "欢迎与本机检查", "Welcome, with the check of the machine");
        candidate.goesOn();
        sees(CandidateAtDesk.Screen.SIGN_IN, "登录", "Sign-in");
        candidate.signIn(ticket.signIn());
        sees(CandidateAtDesk.Screen.YOUR_DATA, "核对信息", "His own data");
        candidate.goesOn();
        sees(CandidateAtDesk.Screen.RULES, "考场规则与承诺", "Rules and pledge");
        candidate.goesOn();
        sees(CandidateAtDesk.Screen.TRY_OUT, "试做", "Items to try");
        candidate.endsTryingOut();
        sees(CandidateAtDesk.Screen.WAITING, "等待开考", "Waiting for the start");
        return true;
    }

    /// Beside the simulated candidates; nobody else uses the driver until it has ended.
    @Override
    public void begins() {
        sitting = CompletableFuture.supplyAsync(this::sit);
    }

    private boolean sit() {
        candidate.untilOver(this::answers);
        if (candidate.isOver()) {
            walk.shoot("时间到，已收卷", "Time was over: collected");
        } else {
            sees(CandidateAtDesk.Screen.SUBMITTED, "交卷成功与回执", "Handed in, with the receipt");
        }
        boolean holds = candidate.holdsReceipt();
        if (holds) {
            candidate.goesOn();
            sees(CandidateAtDesk.Screen.GIVEN_BACK, "本机归还", "The machine given back");
        }
        return holds;
    }

    /// An item of every section, what the screen can do for him, and handing in.
    private void answers() {
        candidate.seesItem(1);
        walk.shoot("第一题", "The first item");
        for (int section = 0; section < candidate.sections(); section++) {
            candidate.goesToSection(section);
            if (candidate.composes("jiancha")) {
                walk.shoot("用拼音作答", "An essay in pinyin");
                candidate.takesTheFirst();
            } else {
                candidate.respondsAsHeCan();
            }
            walk.shoot(
                    "第 %d 部分".formatted(section + 1),
                    "A part of the form: %d".formatted(section + 1));
        }
        candidate.flags();
        candidate.takesTool("计算器");
        walk.shoot("标记与计算器", "A flag, and the calculator");
        candidate.takesTool("计算器");
        candidate.switchToEnglish();
        walk.shoot("同一题的英文", "The same in English");
        candidate.switchToChinese();
        candidate.handsIn(() -> walk.shoot("交卷前确认", "Before handing in"));
    }

    @Override
    public boolean ends() {
        return sitting.join();
    }

    @Override
    public List<String> whereToLook() {
        return List.of("%s  （考生所见每一屏 every screen the candidate saw）".formatted(walk.page()));
    }

    private void sees(CandidateAtDesk.Screen screen, String zh, String en) {
        candidate.sees(screen);
        walk.shoot(zh, en);
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close();
        }
        display.close();
    }
}
