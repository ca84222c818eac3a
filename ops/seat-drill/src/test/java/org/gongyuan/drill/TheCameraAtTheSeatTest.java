package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import org.gongyuan.rehearsal.candidate.Afterwards;
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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A candidate before a camera in the real window: a drawn one, from a file that is taken away in
/// the middle of the exam and brought back. The screens are kept in `target/screens`.
@DisplayName("The camera at a real seat")
class TheCameraAtTheSeatTest {

    private static final Path SCREENS = Path.of("target/screens");
    private static Display display;
    private static Stage stage;
    private static StaffDesk staff;
    private static DrilledDesk desk;
    private static Path video;

    @BeforeAll
    static void sit() throws IOException {
        System.setProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of("target/vision").toAbsolutePath().toString());
        Files.createDirectories(SCREENS);
        display = Display.start(1366, 768);
        stage = Stage.set(Stage.Setting.of(1));
        staff = stage.open(Duration.ofSeconds(2));
        desk =
                DrilledDesk.set(
                        stage,
                        stage.candidates().tickets().getFirst().seat(),
                        display,
                        List.of(new Node("127.0.0.1", stage.node().seatPort())),
                        List.of(
                                "exam = 汽车工程技术人员（初级）",
                                "camera = candidate.avi",
                                "camera.pictures = consent"));
        video = desk.folder().resolve("candidate.avi");
        DrawnCamera.film(video);
    }

    @AfterAll
    static void leave() {
        desk.close();
        stage.close();
        display.close();
    }

    @Test
    void checksInWatchesIsLostAndComesBackAndTheRecordHasItAll() throws Exception {
        var page = desk.start();
        signIn(page);
        heading(page, "请核对您的信息");
        var photo = page.locator("img.photo");
        photo.waitFor();
        assertTrue(
                (Boolean) photo.evaluate("img => img.decode().then(() => img.naturalWidth > 0)"));
        page.getByText("汽车工程技术").first().waitFor();
        shoot("camera-1-your-data");
        primary(page).click();

        heading(page, "摄像头检查");
        page.locator("input[name=pictures]").first().waitFor();
        assertEquals(0, page.locator(".camera-view img").count(), "nobody agreed to a picture yet");
        assertEquals(404, status(page, "/photo"), "the photo is for the confirmation alone");
        page.locator("input[name=pictures]").first().check();
        page.getByText("画面清楚，可以继续").waitFor();
        shoot("camera-2-check-in");
        primary(page).click();
        heading(page, "考场规则与承诺");
        primary(page).click();
        heading(page, "试做");
        page.getByText("跳过试做").click();
        heading(page, "一切就绪，请等待开考");

        staff.release(stage.form(), List.of(0, 1, 2));
        page.locator(".qti-body input").first().waitFor();
        sign(page, "摄像头已开").waitFor();
        shoot("camera-3-exam");
        page = theProgramIsKilled();
        theProctorLooks(page);
        consentIsWithdrawnAndGivenAgain(page);

        Files.move(video, video.resolveSibling("taken-away.avi"));
        sign(page, "摄像头没有画面").waitFor();
        shoot("camera-4-lost");
        page.locator(".qti-body input").nth(1).click();
        page.locator(".work.saved").waitFor();
        Files.move(video.resolveSibling("taken-away.avi"), video, StandardCopyOption.ATOMIC_MOVE);
        sign(page, "摄像头已开").waitFor();
        sign(page, "摄像头已开").click();
        page.locator(".camera-panel img").waitFor();
        shoot("camera-5-panel");
        var shown = page.locator(".camera-panel img").getAttribute("src");
        page.keyboard().press("Escape");

        page.getByText("交卷").first().click();
        page.getByText("确认交卷").click();
        page.locator("dialog[open] .primary").click();
        heading(page, "交卷成功");
        page.getByText("回执编号").waitFor();
        page.locator(".acts .primary").last().click();
        heading(page, "谢谢，您可以离开了");
        assertEquals(404, status(page, shown), "no picture of him is shown any more");
        assertEquals(List.of(), pictureFiles(), "no picture of him is left on the machine");
        staff.order(new StaffOrder.What.Close());
        desk.close();
        stage.node().close();
        try (var room = new Afterwards(stage)) {
            assertTrue(room.pictures().recorded() > 0, "no picture reached the record");
            var signals = room.observed();
            assertTrue(signals.contains("camera-lost"), signals::toString);
            assertEquals(
                    List.of(),
                    signals.stream().filter(one -> one.equals("check-in-incomplete")).toList());
            assertEquals(
                    3,
                    signals.stream().filter(one -> one.equals("pictures-consent")).count(),
                    "given, withdrawn, given again; never asked anew after the kill");
            assertTrue(signals.contains("demand-not-met"), signals::toString);
        }
    }

    /// The program is killed while the camera is open; it goes on as the candidate decided.
    private static Page theProgramIsKilled() {
        desk.page().locator(".qti-body input").first().click();
        desk.page().locator(".work.saved").waitFor();
        desk.kill();
        var page = desk.start();
        heading(page, "欢迎参加考试");
        primary(page).click();
        CandidateAtDesk.chinese(page).signInAgain(stage.candidates().tickets().getFirst().signIn());
        page.locator(".qti-body input").first().waitFor();
        sign(page, "摄像头已开").waitFor();
        return page;
    }

    private static void theProctorLooks(Page page) {
        staff.order(new StaffOrder.What.Pictures(new Scope.All(), 40, Duration.ofSeconds(20)));
        page.getByText("监考员正在查看本机摄像头画面").first().waitFor();
        shoot("camera-6-demanded");
        CandidateAtDesk.chinese(page).closesMessages();
    }

    private static void consentIsWithdrawnAndGivenAgain(Page page) {
        sign(page, "摄像头已开").click();
        page.getByText("撤回对拍照的同意").click();
        page.keyboard().press("Escape");
        sign(page, "摄像头已关").waitFor();
        shoot("camera-7-withdrawn");
        // Nobody sees him now, and he is not told that somebody wanted to.
        staff.order(new StaffOrder.What.Pictures(new Scope.All(), 40, Duration.ofSeconds(20)));
        ProctorTold.awaits(staff, page, "demand-not-met");
        sign(page, "摄像头已关").click();
        assertEquals(0, page.locator(".camera-panel img").count());
        page.locator(".camera-panel").getByText("同意拍照").click();
        page.keyboard().press("Escape");
        sign(page, "摄像头已开").waitFor();
        assertEquals(0, page.locator(".message").count(), "he is told nothing of it");
    }

    private static int status(Page page, String path) {
        return (int) page.evaluate("path => fetch(path).then(answer => answer.status)", path);
    }

    /// What is left of the session's own files, and what of Chromium's holds a JPEG picture.
    private static List<Path> pictureFiles() throws IOException {
        try (var journal = Files.list(desk.folder().resolve("kept/journal"));
                var chromium = Files.walk(desk.folder().resolve("run"))) {
            return Stream.concat(
                            journal.filter(
                                    file ->
                                            file.getFileName()
                                                    .toString()
                                                    .matches("(journal|picture|page)-.*")),
                            chromium.filter(Files::isRegularFile)
                                    .filter(TheCameraAtTheSeatTest::holdsJpeg))
                    .toList();
        }
    }

    private static boolean holdsJpeg(Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            for (int at = 0; at + 3 < bytes.length; at++) {
                if (bytes[at] == (byte) 0xff
                        && bytes[at + 1] == (byte) 0xd8
                        && bytes[at + 2] == (byte) 0xff
                        && (bytes[at + 3] & 0xf0) == 0xe0) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            // Chromium's own files come and go
            return false;
        }
    }

    private static void signIn(Page page) {
        heading(page, "欢迎参加考试");
        primary(page).click();
        CandidateAtDesk.chinese(page).signIn(stage.candidates().tickets().getFirst().signIn());
    }

    /// The camera's sign in the bar; live regions may say the same for a while.
    private static Locator sign(Page page, String text) {
        return page.locator(".camera-sign", new Page.LocatorOptions().setHasText(text));
    }

    private static Locator primary(Page page) {
        return page.locator(".acts .primary");
    }

    private static void heading(Page page, String text) {
        page.locator("h1", new Page.LocatorOptions().setHasText(text)).waitFor();
    }

    private static void shoot(String name) {
        display.shoot(SCREENS.resolve(name + ".png"));
    }
}
