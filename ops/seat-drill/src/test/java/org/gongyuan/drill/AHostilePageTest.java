package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;

import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@DisplayName("A page that asks what it should not")
class AHostilePageTest {

    private static final String NETWORK = "--utility-sub-type=network.mojom.NetworkService";

    private static Display display;
    private static Stage stage;
    private static DrilledDesk desk;
    private static Page page;

    @BeforeAll
    static void sit() {
        display = Display.start(1366, 768);
        stage = Stage.set(Stage.Setting.of(1));
        stage.open(Duration.ofSeconds(2));
        var seat = stage.candidates().tickets().getFirst().seat();
        desk =
                DrilledDesk.set(
                        stage,
                        seat,
                        display,
                        List.of(new Node("127.0.0.1", stage.node().seatPort())),
                        List.of("exam = 汽车工程技术人员（初级）"));
        desk.show(TinyPage.write());
        page = desk.start();
        TinyPage.await(page, "f.machine && f.machine.verdict === 'ready'");
    }

    @AfterAll
    static void leave() {
        desk.close();
        stage.close();
        display.close();
    }

    @Test
    void isDrawnInASandboxOfTheKernel() {
        assertTrue(!desk.renderers().isEmpty());
        for (var renderer : desk.renderers()) {
            assertFiltered(renderer);
        }
    }

    /// Where a page that broke out of its own process would come to next (seat-window.md 2.7).
    @Test
    void findsTheServiceForTheNetworkInASandboxToo() {
        var services =
                desk.process()
                        .descendants()
                        .filter(each -> read(each, "cmdline").contains(NETWORK))
                        .toList();
        assertEquals(1, services.size());
        assertFiltered(services.getFirst());
    }

    private static void assertFiltered(ProcessHandle process) {
        var status = read(process, "status");
        assertTrue(status.contains("Seccomp:\t2"), status);
    }

    /// Empty when the process is gone.
    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid()).resolve(file));
        } catch (IOException _) {
            return "";
        }
    }

    @Test
    void getsItemsOnlyAfterThePledgeAndOnlyTheFilesOfTheOneShown() {
        assertEquals("409 not-now", page.evaluate("() => window.beforeListening"));
        var ticket = stage.candidates().tickets().getFirst();
        assertEquals(
                "{}",
                TinyPage.ask(
                        page,
                        "{\"ask\":\"sign-in\",\"ticket\":\"%s\",\"secret\":\"%s\"}"
                                .formatted(
                                        ticket.signIn().ticketNumber(), ticket.signIn().secret())));
        TinyPage.await(page, "f.stage === 'confirming'");
        assertEquals("{}", TinyPage.ask(page, "{\"ask\":\"confirm\"}"));
        TinyPage.await(page, "f.stage === 'waiting'");
        stage.desk().release(stage.form(), List.of(0, 1, 2));
        TinyPage.await(page, "f.stage === 'running' && f.form");
        assertEquals("409 not-pledged", TinyPage.ask(page, "{\"ask\":\"item\",\"place\":1}"));
        assertEquals("{}", TinyPage.ask(page, "{\"ask\":\"pledge\"}"));
        assertTrue(TinyPage.ask(page, "{\"ask\":\"item\",\"place\":1}").startsWith("{\"place\":1"));
        assertEquals("404 unknown", TinyPage.ask(page, "{\"ask\":\"item\",\"place\":4000}"));
        assertEquals(
                "400 not-understood",
                TinyPage.ask(
                        page, "{\"ask\":\"give\",\"place\":1,\"response\":[[\"OTHER\",[\"A\"]]]}"));
        assertEquals(
                "409 not-now",
                TinyPage.ask(
                        page,
                        "{\"ask\":\"give\",\"place\":9,\"response\":[[\"RESPONSE\",[\"A\"]]]}"));
        assertEquals(404, page.evaluate("() => fetch('/asset/0').then(r => r.status)"));
        assertEquals("404 unknown", TinyPage.ask(page, "{\"ask\":\"form-key\"}"));
    }

    @Test
    void reachesNothingButItsOwnOrigin() {
        assertEquals(
                "refused",
                page.evaluate(
                        "() => fetch('https://example.com/').then(() => 'reached',"
                                + " () => 'refused')"));
        assertEquals(true, page.evaluate("() => window.open('https://example.com/') === null"));
        page.evaluate("() => { document.getElementById('away').click(); }");
        page.evaluate("() => { document.getElementById('blank').click(); }");
        assertEquals("https://exam.local/", page.url());
        assertEquals(1, page.context().pages().size());
    }

    /// java-cef breaks what is not escaped (seat-page.md 2.1); the candidate's page escapes.
    @Test
    void isUnderstoodWithACharacterBeyondTheBasicPlaneWhenItIsEscaped() {
        assertEquals("{}", TinyPage.ask(page, "{\"ask\":\"blocked\",\"what\":\"\\ud842\\udfb7\"}"));
    }

    /// Chromium tells a page before it prints, and holds its script while a dialog is open.
    @Test
    void printsNothing() {
        int windows = windows();
        assertEquals(
                "nothing",
                page.evaluate(
                        "() => new Promise(done => { addEventListener('beforeprint', () =>"
                                + " done('printing'), {once: true}); print(); setTimeout(() =>"
                                + " done('nothing')); })"));
        assertEquals(windows, windows());
        assertEquals(1, page.context().pages().size());
    }

    private static int windows() {
        return (int)
                display.ask(List.of("xwininfo", "-root", "-tree"))
                        .lines()
                        .filter(line -> line.contains("0x"))
                        .count();
    }

    @Test
    void runsNothingInline() {
        assertEquals("tiny", page.title());
        assertEquals(
                "refused",
                page.evaluate(
                        "() => new Promise(done => {"
                                + " document.addEventListener('securitypolicyviolation',"
                                + " () => done('refused'), {once: true});"
                                + " const script = document.createElement('script');"
                                + " script.textContent = 'window.ran = true';"
                                + " document.head.append(script);"
                                + " if (window.ran) { done('ran'); } })"));
    }
}
