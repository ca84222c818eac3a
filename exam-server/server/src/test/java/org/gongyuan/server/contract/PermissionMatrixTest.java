package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.duty.DutyTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Asks every operation of the contract as nobody, as staff without a duty, and with every duty for
/// four areas, of a running node, and compares with `permission-matrix.txt`.
@DisplayName("The permission matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionMatrixTest {

    private static final Map<String, String> AREAS =
            new TreeMap<>(
                    Map.of(
                            "a", "all",
                            "e", "exam:" + LoopbackExam.SITTING,
                            "o", "exam:autumn-b",
                            "r", "room:C1/R1"));
    private static final Set<String> KEPT_OUT =
            Set.of("not-signed-in", "not-permitted", "not-found");
    private static final List<String> LAST = List.of("signOut", "signOutEverywhere");

    private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    private List<String> columns;
    private StaffSite site;
    private StaffObjects objects;
    private String zhao;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        read();
        site = new StaffSite(folder);
        site.exam.openSitting();
        zhao = site.firstAdministrator("zhao");
        objects = new StaffObjects(site, folder, zhao);
    }

    @AfterAll
    void close() {
        site.close();
    }

    private void read() throws IOException {
        try (var in = getClass().getResourceAsStream("permission-matrix.txt")) {
            var lines =
                    new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(
                                    line ->
                                            Arrays.stream(line.split("\\|", -1))
                                                    .map(String::strip)
                                                    .toList())
                            .toList();
            columns = lines.getFirst().subList(1, lines.getFirst().size());
            for (var line : lines.subList(1, lines.size())) {
                var row = new LinkedHashMap<String, String>();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), line.get(i + 1));
                }
                expected.put(line.getFirst(), row);
            }
        }
    }

    @Test
    void hasARowForEveryOperationAndAColumnForEveryDuty() {
        var operations = new TreeSet<String>();
        operations().forEach((id, _) -> operations.add(id));
        assertEquals(operations, new TreeSet<>(expected.keySet()));

        var duties = new TreeSet<String>();
        DutyTable.standard().duties().forEach(one -> duties.add(one.duty().name()));
        var asked = new TreeSet<>(columns);
        asked.removeAll(Set.of("nobody", "none"));
        assertEquals(duties, asked);
    }

    @Test
    void isWhatTheNodeAnswers() {
        var wrong = new TreeSet<String>();
        compare(wrong, "nobody", "x", Optional.empty(), "nobody");
        site.invite(zhao, "none");
        compare(wrong, "none", "x", Optional.of(site.signIn("none")), "none");
        for (var duty : columns.subList(2, columns.size())) {
            for (var area : AREAS.entrySet()) {
                var id = duty + "." + area.getKey();
                site.invite(zhao, id);
                site.grant(zhao, id, duty, area.getValue());
                compare(wrong, duty, area.getKey(), Optional.of(site.signIn(id)), id);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private void compare(
            Set<String> wrong, String column, String letter, Optional<String> token, String id) {
        var all = operations();
        var order = new java.util.ArrayList<>(all.keySet());
        order.removeAll(LAST);
        order.addAll(LAST);
        for (var operation : order) {
            var signedIn = token;
            if (LAST.contains(operation) && token.isPresent()) {
                signedIn = Optional.of(site.signIn(id));
            }
            var where = all.get(operation);
            var answer =
                    operation.equals("bringForm")
                            ? site.upload(objects.path(where.path()), signedIn, new byte[1])
                            : site.ask(
                                    where.method(),
                                    objects.path(where.path()),
                                    signedIn,
                                    objects.body(operation));
            boolean isLetThrough = !KEPT_OUT.contains(answer.word());
            boolean isExpected = expected.get(operation).get(column).contains(letter);
            if (isLetThrough != isExpected) {
                wrong.add(
                        "%s as %s/%s: %d %s, expected to be %s"
                                .formatted(
                                        operation,
                                        column,
                                        letter,
                                        answer.status(),
                                        answer.text(),
                                        isExpected ? "let through" : "kept out"));
            }
        }
    }

    private record Where(String method, String path) {}

    private static Map<String, Where> operations() {
        var all = new LinkedHashMap<String, Where>();
        for (var path : StaffContract.text().getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                all.put(
                        ((JsonObject) method.getValue()).getString("operationId"),
                        new Where(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey()));
            }
        }
        return all;
    }
}
