package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of attacks that an auditor reads, held against the tests that make them.
@DisplayName("The list of attacks")
class AttackTableTest {

    private static final List<Class<?>> SUITES =
            List.of(
                    StaffAttacksTest.class,
                    ExaminationAttacksTest.class,
                    OwnWaysInTest.class,
                    CustodyRoomsTest.class,
                    SharesEndTest.class,
                    OnePersonAtThePortTest.class,
                    StaffDeskTest.class,
                    StrangersLimitTest.class,
                    StaffContractTest.class,
                    EveryIdTest.class);

    /// What issue 4 asks for by name, written out here on purpose: whoever takes a subject away
    /// must take it away here too.
    private static final Set<String> ASKED_FOR =
            Set.of(
                    "session-fixation",
                    "session-theft",
                    "csrf",
                    "idor",
                    "mass-assignment",
                    "operator-injection",
                    "xss",
                    "ssrf",
                    "path-traversal",
                    "zip-bomb",
                    "act-replayed",
                    "act-altered",
                    "unknown-versus-wrong",
                    "header-injection",
                    "oversized",
                    "slow",
                    "stream-stranger",
                    "stream-anothers-cookie",
                    "totp-reuse",
                    "passkey-origin");

    private record Row(String test, String subject, String zh, String en) {}

    private static List<Row> rows() throws IOException {
        try (var in = AttackTableTest.class.getResourceAsStream("attacks.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(
                            parts -> {
                                assertEquals(4, parts.length, () -> Arrays.toString(parts));
                                return new Row(parts[0], parts[1], parts[2], parts[3]);
                            })
                    .toList();
        }
    }

    private static Stream<String> attacks() {
        return SUITES.stream()
                .flatMap(suite -> Arrays.stream(suite.getDeclaredMethods()))
                .filter(AttackTableTest::isRun)
                .map(Method::getName)
                .filter(name -> name.matches("v\\d+_\\w+"));
    }

    private static boolean isRun(Method method) {
        return method.isAnnotationPresent(Test.class)
                || method.isAnnotationPresent(ParameterizedTest.class);
    }

    @Test
    void namesEveryAttackThatIsMadeAndNoOther() throws IOException {
        var told = rows().stream().map(Row::test).toList();

        assertEquals(new TreeSet<>(told).size(), told.size(), "a row stands there twice");
        assertEquals(attacks().collect(Collectors.toCollection(TreeSet::new)), new TreeSet<>(told));
        assertTrue(told.size() >= 60, () -> told.size() + " attacks");
    }

    @Test
    void hasOneAtLeastOfEverySubjectThatWasAskedFor() throws IOException {
        var missing = new TreeSet<>(ASKED_FOR);
        rows().forEach(row -> missing.remove(row.subject()));

        assertEquals(Set.of(), missing);
    }

    @Test
    void saysEachInChineseAndInEnglish() throws IOException {
        for (var row : rows()) {
            assertTrue(row.zh().codePoints().anyMatch(Character::isIdeographic), row.test());
            assertTrue(row.en().chars().allMatch(c -> c < 128), row.test());
        }
    }
}
