package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

@DisplayName("The pages of the staff port")
class ConsolePagesTest {

    @TempDir private static Path folder;
    private static StaffSite site;

    @BeforeAll
    static void open() throws Exception {
        site = new StaffSite(folder);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static StaffSite.Answer get(String path, Map<String, String> headers) {
        return site.ask("GET", path, new HashMap<>(headers), "");
    }

    @Test
    void haveAPolicyWithoutInlineAndEval() {
        var page = get("/console/", Map.of());

        var policy = page.headers().get("content-security-policy");
        assertEquals(200, page.status());
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.startsWith("default-src 'none'"), policy);
        assertTrue(policy.contains("require-trusted-types-for 'script'"), policy);
        assertTrue(page.headers().get("strict-transport-security").startsWith("max-age=63072000"));
        assertEquals("same-origin", page.headers().get("cross-origin-opener-policy"));
        assertEquals("require-corp", page.headers().get("cross-origin-embedder-policy"));
        assertEquals("no-cache", page.headers().get("cache-control"));
        assertFalse(page.text().contains("style=") || page.text().contains("onload="));
    }

    @Test
    void nameEveryScriptAndStyleWithTheDigestItHas() {
        var page = get("/console/", Map.of()).text();
        var named =
                Pattern.compile(
                                "(?:src|href)=\"(/console/assets/[^\"]+)\"[^>]*"
                                        + " integrity=\"sha384-[A-Za-z0-9+/=]{64}\"")
                        .matcher(page);
        int found = 0;
        while (named.find()) {
            var file = get(named.group(1), Map.of());
            assertEquals(200, file.status());
            assertEquals(
                    "public, max-age=31536000, immutable", file.headers().get("cache-control"));
            assertEquals(
                    "\""
                            + Suite.INTL_1
                                    .digest(file.text().getBytes(StandardCharsets.UTF_8))
                                    .hex()
                            + "\"",
                    file.headers().get("etag"));
            found++;
        }
        assertTrue(found >= 3, page);
        assertEquals(
                found + 1,
                Pattern.compile("<(script|link rel=\"(m|s))").matcher(page).results().count(),
                "all but the import map");
    }

    @Test
    void nameTheDigestOfEveryScriptLoadedLaterInAMapThatAloneTheirPolicyLetsThrough() {
        var page = get("/console/", Map.of());
        var map =
                Pattern.compile("<script type=\"importmap\">([^<]*)</script>").matcher(page.text());
        assertTrue(map.find(), page.text());
        var hash = Suite.INTL_1.digest(map.group(1).getBytes(StandardCharsets.UTF_8)).toBytes();

        var policy = page.headers().get("content-security-policy");
        assertTrue(
                policy.contains(
                        "script-src 'self' 'sha256-%s';"
                                .formatted(Base64.getEncoder().encodeToString(hash))),
                policy);
        var digests = new JsonObject(map.group(1)).getJsonObject("integrity");
        var room =
                digests.fieldNames().stream()
                        .filter(name -> name.startsWith("/console/assets/People-"))
                        .toList();
        assertEquals(2, room.size(), "script and style of a room");
        room.forEach(
                name -> {
                    assertEquals(200, get(name, Map.of()).status(), name);
                    assertTrue(digests.getString(name).matches("sha384-[A-Za-z0-9+/=]{64}"), name);
                });
    }

    @Test
    void areSentCompressedToWhoTakesIt() {
        assertEquals(
                "br",
                get("/console/", Map.of("Accept-Encoding", "gzip, deflate, br"))
                        .headers()
                        .get("content-encoding"));
        assertEquals(
                "gzip",
                get("/console/", Map.of("Accept-Encoding", "gzip"))
                        .headers()
                        .get("content-encoding"));
    }

    @Test
    void areNotSentTwiceToWhoHasThem() {
        var tag = get("/console/", Map.of()).headers().get("etag");

        assertEquals(304, get("/console/", Map.of("If-None-Match", tag)).status());
    }

    @Test
    void areOpenedByALinkOfAnotherPageAndAtEveryAddressOfTheirs() {
        assertEquals(200, get("/console/acts/0a", Map.of("Sec-Fetch-Site", "cross-site")).status());
        assertEquals(302, get("/", Map.of()).status());
    }

    @Test
    void takeWhomAnIdentityProviderSendsBack() {
        var back =
                get(
                        "/sign-in/provider?state=a&code=b&iss=https%3A%2F%2Fid.example",
                        Map.of("Sec-Fetch-Site", "cross-site"));

        assertEquals(get("/console/", Map.of()).text(), back.text());
        assertEquals("no-referrer", back.headers().get("referrer-policy"));
    }

    @Test
    void leadToNoFileOfTheProgram() {
        var answer = get("/console/%2e%2e/contract/staff-contract.json", Map.of());

        assertEquals(404, answer.status(), answer.text());
    }

    @Test
    void leadNowhereElse() {
        var entry = get("/console/", Map.of()).text();
        for (var path :
                new String[] {
                    "/console/index.txt",
                    "/console/public.html",
                    "/console/people/ma.jun",
                    "/console/..%2fserver.key.pem"
                }) {
            assertEquals(entry, get(path, Map.of()).text(), path);
        }
        for (var path :
                new String[] {
                    "/console/assets/../../contract/staff-contract.json",
                    "/console/assets/..%2findex.txt",
                    "/console/assets/staff.js.br"
                }) {
            var answer = get(path, Map.of());
            assertTrue(answer.status() == 404 || answer.text().equals(entry), path);
        }
    }
}
