package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.rehearsal.stage.Cuttable;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.sitting.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One candidate's whole way in the real window, through everything that can befall a seat. The
/// screens along it are kept in `target/screens`.
@DisplayName("A candidate in the real window")
class TheCandidatesWayTest {

    private static final Path SCREENS = Path.of("target/screens");

    private static Display display;
    private static Stage stage;
    private static StaffDesk staff;
    private static Cuttable line;
    private static DrilledDesk desk;

    @BeforeAll
    static void sit() throws IOException {
        Files.createDirectories(SCREENS);
        display = Display.start(1366, 768);
        stage = Stage.set(Stage.Setting.of(1));
        staff = stage.open(Duration.ofSeconds(2));
        line = new Cuttable(stage.node().seatPort());
        desk =
                DrilledDesk.set(
                        stage,
                        stage.candidates().tickets().getFirst().seat(),
                        display,
                        List.of(new Node("127.0.0.1", line.port())),
                        List.of("exam = 汽车工程技术人员（初级）", "calculator = scientific"));
    }

    @AfterAll
    static void leave() {
        desk.close();
        line.close();
        stage.close();
        display.close();
    }

    @Test
    void losesNothingThroughCutsCrashesAndKillsAndHoldsAReceiptAtTheEnd() {
        signInAndWait(desk.start());
        staff.release(stage.form(), List.of(0, 1, 2));
        answerFirst(desk.page());
        theLineIsCut(desk.page());
        theRendererDies();
        theProctorHoldsAndExtends(desk.page());
        theProgramIsKilled();
        handIn(desk.page());
    }

    private static void signInAndWait(Page page) {
        heading(page, "欢迎参加考试");
        shoot("01-welcome");
        page.getByText("English").first().click();
        shoot("02-welcome-en");
        page.getByText("中文").first().click();
        primary(page).click();
        CandidateAtDesk.chinese(page).signIn(stage.candidates().tickets().getFirst().signIn());
        heading(page, "请核对您的信息");
        shoot("03-your-data");
        primary(page).click();
        heading(page, "考场规则与承诺");
        shoot("04-rules");
        primary(page).click();
        heading(page, "试做");
        shoot("05-try-out");
        page.getByText("跳过试做").click();
        heading(page, "一切就绪，请等待开考");
        shoot("06-waiting");
    }

    private static void answerFirst(Page page) {
        options(page).first().waitFor();
        shoot("07-first-item");
        options(page).nth(1).click();
        saved(page);
        shoot("08-saved");
    }

    private static void theLineIsCut(Page page) {
        line.cut();
        page.getByText("网络中断").first().waitFor();
        options(page).nth(2).click();
        page.getByText("已存于本机：网络中断").first().waitFor();
        shoot("09-line-cut");
        line.mend();
        saved(page);
        assertTrue(options(page).nth(2).isChecked());
    }

    private static void theRendererDies() {
        assertFalse(desk.renderers().isEmpty());
        desk.renderers().forEach(ProcessHandle::destroyForcibly);
        var again = desk.driveAgain();
        options(again).first().waitFor();
        assertTrue(options(again).nth(2).isChecked());
        again.locator(".navigator .cell.current.answered").waitFor();
        saved(again);
        shoot("10-renderer-began-anew");
        ProctorTold.awaits(staff, again, "renderer-died");
    }

    private static void theProctorHoldsAndExtends(Page page) {
        staff.order(new StaffOrder.What.Hold(new Scope.All(), Cause.POWER_CUT));
        heading(page, "考试暂停");
        shoot("11-held");
        staff.order(new StaffOrder.What.Resume(new Scope.All()));
        options(page).first().waitFor();
        staff.order(
                new StaffOrder.What.Extend(
                        new Scope.All(), Duration.ofMinutes(10), Cause.POWER_CUT));
        page.getByText("已延长").first().waitFor();
        shoot("12-extended");
    }

    private static void theProgramIsKilled() {
        desk.kill();
        var page = desk.start();
        page.getByText("考试程序重新启动过").waitFor();
        primary(page).click();
        CandidateAtDesk.chinese(page).signInAgain(stage.candidates().tickets().getFirst().signIn());
        options(page).first().waitFor();
        assertTrue(options(page).nth(2).isChecked());
        saved(page);
        shoot("13-program-began-anew");
    }

    private static void handIn(Page page) {
        CandidateAtDesk.chinese(page).closesMessages();
        page.getByText("交卷").first().click();
        heading(page, "交卷前请确认");
        shoot("14-closing");
        page.getByText("确认交卷").click();
        page.locator("dialog[open] .primary").click();
        heading(page, "交卷成功");
        page.getByText("回执编号").waitFor();
        shoot("15-submitted");
        assertEquals(1L, staff.status().get("submitted"));
    }

    private static Locator options(Page page) {
        return page.locator(".qti-body input");
    }

    private static Locator primary(Page page) {
        return page.locator(".acts .primary");
    }

    private static void saved(Page page) {
        page.locator(".work.saved").waitFor();
    }

    private static void heading(Page page, String text) {
        page.locator("h1", new Page.LocatorOptions().setHasText(text)).waitFor();
    }

    private static void shoot(String name) {
        display.shoot(SCREENS.resolve(name + ".png"));
    }
}
