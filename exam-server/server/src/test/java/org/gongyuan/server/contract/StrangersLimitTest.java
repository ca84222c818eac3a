package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.server.contract.StaffSite.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

/// An address that asks without a sign-in that counts, again and again, each way from an address of
/// its own.
@DisplayName("Strangers who ask too often")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersLimitTest {

    private static final int ALLOWED = 30;
    private static final int OF_ONE_ADDRESS = 200;
    private static final int TRIES = 3;
    private static final String INVENTED = "A".repeat(43);

    private StaffSite site;
    private String zhao;
    private String auditor;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site =
                new StaffSite(
                        folder,
                        Map.of(
                                "staff.strangers-per-minute",
                                Integer.toString(ALLOWED),
                                "staff.per-minute",
                                Integer.toString(OF_ONE_ADDRESS),
                                "staff.slowest-seconds",
                                "60"));
        zhao = site.firstAdministrator("zhao");
        auditor = site.person(zhao, "xu", "audit-administrator");
    }

    @AfterAll
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.11, GET, /staff/people, false, listPeople",
        "127.0.0.12, GET, /staff/people, true, listPeople",
        "127.0.0.13, PUT, /staff/uploads/AAAAAAAAAAAAAAAAAAAAAA, false, putUpload",
        "127.0.0.14, PUT, /staff/uploads/AAAAAAAAAAAAAAAAAAAAAA, true, putUpload"
    })
    void v16_aStrangerDoesNotFillTheAuditWhateverCookieHeInvents(
            String from, String method, String path, boolean invents, String what) {
        var token = invents ? Optional.of(INVENTED) : Optional.<String>empty();
        long before = entered(what);
        int refused = 0;
        Answer last = site.askFrom(from, method, path, token);
        while (last.status() == 401 && refused < 3 * ALLOWED) {
            refused++;
            last = site.askFrom(from, method, path, token);
        }

        assertEquals(429, last.status(), "after %d times: %s".formatted(refused, last.text()));
        assertEquals("too-often", last.word());
        assertTrue(Integer.parseInt(last.headers().get("retry-after")) > 0);
        assertTrue(refused >= ALLOWED, "he was let ask %d times".formatted(refused));
        assertEquals(
                before + refused, entered(what), "what is refused for the limit is not entered");
        assertEquals(
                200,
                site.askFrom(from, "GET", "/staff/people", Optional.of(zhao)).status(),
                "who is signed in is not held back by him");
        assertEquals(
                401, site.askFrom("127.0.0.20", method, path, token).status(), "another address");
    }

    @Test
    void v4_oneAddressAsksSoManyTimesAMinuteWhoeverItIs() {
        var from = "127.0.0.31";
        int answered = 0;
        Answer last = site.askFrom(from, "GET", "/nowhere", Optional.empty());
        while (last.status() == 404 && answered < 3 * OF_ONE_ADDRESS) {
            answered++;
            last = site.askFrom(from, "GET", "/nowhere", Optional.empty());
        }

        assertEquals(429, last.status(), "after %d times".formatted(answered));
        assertEquals("too-often", last.word());
        assertTrue(Integer.parseInt(last.headers().get("retry-after")) > 0);
        assertTrue(answered >= OF_ONE_ADDRESS, "let ask %d times".formatted(answered));
        int more = 0;
        Answer signedIn = site.askFrom(from, "GET", "/staff/people", Optional.of(zhao));
        while (signedIn.status() != 429 && more < OF_ONE_ADDRESS) {
            more++;
            signedIn = site.askFrom(from, "GET", "/staff/people", Optional.of(zhao));
        }
        assertEquals(429, signedIn.status(), "a sign-in makes no exception");
        assertEquals(
                200,
                site.askFrom("127.0.0.32", "GET", "/staff/people", Optional.of(zhao)).status(),
                "another address");
    }

    @Test
    void v4_whatAHeaderSaysOfAnotherAddressCountsForNothing() {
        int answered = 0;
        Answer last = elsewhere(answered);
        while (last.status() == 404 && answered < 3 * OF_ONE_ADDRESS) {
            answered++;
            last = elsewhere(answered);
        }

        assertEquals(429, last.status(), "after %d times".formatted(answered));
    }

    private Answer elsewhere(int one) {
        var headers = StaffSite.browser(Optional.empty());
        headers.put("X-Forwarded-For", "198.51.100." + one);
        headers.put("Forwarded", "for=198.51.100." + one);
        return site.askFrom("127.0.0.33", "GET", "/nowhere", headers);
    }

    /// The one too many is hung up on at once; those before it are waited for. A machine that
    /// stands still for half a minute cuts off all of them, so it is tried again.
    @Test
    void v4_connectionsThatSayNothingAreFewForOneAddress() throws Exception {
        boolean isHeld = false;
        for (int i = 0; i < TRIES && !isHeld; i++) {
            isHeld = firstIsHeldWhileOneIsCutOff("127.0.0." + (41 + i));
        }
        assertTrue(isHeld, "however many say nothing, all are held");
        assertEquals(
                200,
                site.askFrom("127.0.0.40", "GET", "/staff/people", Optional.of(zhao)).status(),
                "another address");
    }

    private boolean firstIsHeldWhileOneIsCutOff(String from) throws Exception {
        var all = new ArrayList<SSLSocket>();
        try {
            for (int i = 0; i <= StaffPort.MOST_SILENT; i++) {
                var one = site.socket(from);
                one.startHandshake();
                one.setSoTimeout(1);
                all.add(one);
            }
            while (all.stream().noneMatch(StrangersLimitTest::isCutOff)) {
                Thread.onSpinWait();
            }
            // Whom time cuts off, it cuts off in the order of their coming.
            return !isCutOff(all.getFirst())
                    && all.stream().filter(one -> !isCutOff(one)).count() == StaffPort.MOST_SILENT;
        } finally {
            for (var one : all) {
                one.close();
            }
        }
    }

    private static boolean isCutOff(SSLSocket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private long entered(String what) {
        var found =
                site.ask(
                        "GET",
                        "/staff/audit?outcome=not-signed-in&most=200&what=" + what,
                        Optional.of(auditor),
                        null);
        assertEquals(200, found.status(), found.text());
        return found.json().getJsonArray("entries").size();
    }
}
