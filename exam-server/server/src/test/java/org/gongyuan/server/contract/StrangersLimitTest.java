package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.server.contract.StaffSite.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// An address that asks without a sign-in that counts, again and again, each way from an address of
/// its own.
@DisplayName("Strangers who ask too often")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersLimitTest {

    private static final int ALLOWED = 30;
    private static final String INVENTED = "A".repeat(43);

    private StaffSite site;
    private String zhao;
    private String auditor;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        site =
                new StaffSite(
                        folder, Map.of("staff.strangers-per-minute", Integer.toString(ALLOWED)));
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
