package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.contract.StaffSite.Answer;
import org.gongyuan.server.store.EmbeddedStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Two nodes of one body over one store: a console that is connected to one is told what was
/// changed at the other.
@DisplayName("What another node changes")
class ChangesOfAnotherNodeTest {

    @Test
    void isPushedAndToldAgainToWhoComesBack(@TempDir Path folder) throws Exception {
        try (var store = EmbeddedStore.open(folder.resolve("shared"), EmbeddedStore.ANY_PORT);
                var site = new StaffSite(folder, Map.of("store", "own:" + store.uri()))) {
            var zhao = site.firstAdministrator("zhao");
            var one = site.exam.server;
            var keys = Files.createDirectories(folder.resolve("data-node-2/keys"));
            Files.copy(folder.resolve("data-node-1/keys/staff.key"), keys.resolve("staff.key"));
            try (var other = site.another("node-2")) {
                var first = site.watch(one, zhao, "");
                var watching =
                        CompletableFuture.supplyAsync(() -> site.watch(one, zhao, id(first)));

                site.exam.server = other;
                var invited =
                        site.ask(
                                "POST",
                                "/staff/people",
                                Optional.of(zhao),
                                new JsonObject().put("person", "wang").put("name", "王"));
                assertEquals(201, invited.status(), invited.text());

                var pushed = watching.join();
                assertNotEquals(number(first), number(pushed), "by the line that was open");
                assertEquals(
                        number(pushed),
                        number(site.watch(one, zhao, id(first))),
                        "to who lost his line before it, and comes back");
                assertEquals(
                        number(pushed),
                        number(site.watch(other, zhao, id(first))),
                        "also when he comes back to the other node");
            } finally {
                site.exam.server = one;
            }
        }
    }

    private static String id(Answer told) {
        return told.text().lines().findFirst().orElseThrow().substring("id: ".length());
    }

    private static long number(Answer told) {
        var data = told.text().lines().filter(line -> line.startsWith("data: ")).findFirst();
        return new JsonObject(data.orElseThrow().substring("data: ".length()))
                .getJsonObject("changed")
                .getLong("people");
    }
}
