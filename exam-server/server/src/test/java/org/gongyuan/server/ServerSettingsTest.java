package org.gongyuan.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@DisplayName("The configuration of a node")
class ServerSettingsTest {

    private static final Map<String, String> LEAST =
            Map.of("node.body", "test", "data.folder", "d", "seat.certificates", "off");

    /// Lines such as `seat.port = 7443`, perhaps behind `#` where they say what holds anyway.
    private static final Pattern LINE =
            Pattern.compile("^(#?)([a-z][a-z.-]+) =(.*)$", Pattern.MULTILINE);

    /// Where the server asks for a key.
    private static final Pattern ASKED =
            Pattern.compile(
                    "settings\\s*\\.(?:text|number|seconds|path|value|list)"
                            + "\\(\\s*\"([a-z.-]+)\"");

    @TempDir private Path folder;

    @Test
    void refusesAWrongValueNamingKeyValueAndRange() {
        refuses("seat.port", "70000", "seat.port is \"70000\"", "0 to 65535");
        refuses("seat.port", "often", "seat.port is \"often\"", "0 to 65535");
        refuses("durability", "some", "durability is \"some\"", "node, cluster");
        refuses("seat.prot", "1", "unknown key seat.prot", "seat.port");
        refuses("cluster.members", "127.0.0.1:5701", "store must be", "mongodb://");
        refuses("seat.certificates", "required", "seat.authority", "must be set");
        refuses("public.answers", "on", "public.certificate must be set", "127.0.0.1");
        refuses("public.certificate", "c.pem", "public.key must be set");
        refuses("public.per-minute", "0", "public.per-minute is \"0\"", "1 to 100000");
    }

    @Test
    void refusesAnyNumberOrChoiceOutsideItsRange() {
        for (var key : ServerSettings.keys()) {
            switch (key.kind()) {
                case NUMBER, SECONDS, CHOICE ->
                        refuses(
                                key.name(),
                                "-7",
                                "%s is \"-7\"".formatted(key.name()),
                                key.range());
                case TEXT, PATH, LIST -> {}
            }
        }
    }

    @Test
    void isExplainedWholeInTheFileThatComesWithIt() throws IOException {
        var file = Files.readString(Path.of("../../ops/deployment/gongyuan.conf"));
        var table = Files.readString(Path.of("../spec/server-configuration.md"));
        var explained = new LinkedHashMap<String, String>();
        var lines = LINE.matcher(file);
        while (lines.find()) {
            explained.put(lines.group(2), lines.group(1).isEmpty() ? "set" : lines.group(3));
        }

        assertEquals(
                ServerSettings.keys().stream().map(ServerSettings.Key::name).sorted().toList(),
                explained.keySet().stream().sorted().toList());
        for (var key : ServerSettings.keys()) {
            assertTrue(table.contains("`" + key.name() + "`"), key.name() + " is not in section 2");
            var said = explained.get(key.name());
            if (!said.equals("set")) {
                assertEquals(key.standard().orElse(""), said.strip(), key.name());
            }
        }
    }

    @Test
    void isReadByNoOtherNameThanThese() throws IOException {
        var known =
                ServerSettings.keys().stream()
                        .map(ServerSettings.Key::name)
                        .collect(Collectors.toSet());
        var asked = new HashSet<String>();
        for (var source : List.of("ExamServer.java", "FirstAdministrator.java")) {
            var calls =
                    ASKED.matcher(
                            Files.readString(Path.of("src/main/java/org/gongyuan/server", source)));
            while (calls.find()) {
                assertTrue(known.contains(calls.group(1)), source + " reads " + calls.group(1));
                asked.add(calls.group(1));
            }
        }
        assertTrue(asked.size() > 20, asked.toString());
    }

    @Test
    void saysWhatIsMissing() {
        var refused = assertThrows(SettingsRefused.class, () -> ServerSettings.of(Map.of()));
        assertTrue(refused.getMessage().contains("GONGYUAN_NODE_BODY"), refused.getMessage());
    }

    @Test
    void takesFlagsOverTheEnvironmentOverTheFile() throws IOException {
        var file = folder.resolve("gongyuan.conf");
        Files.writeString(
                file,
                """
                node.body = test
                data.folder = d
                seat.certificates = off
                seat.port = 1
                manage.port = 1
                admission.at-once = 1
                """);
        var settings =
                ServerSettings.read(
                        Optional.of(file),
                        Map.of("GONGYUAN_MANAGE_PORT", "2", "GONGYUAN_ADMISSION_AT_ONCE", "2"),
                        List.of("admission.at-once=3"));
        assertEquals(1, settings.number("seat.port"));
        assertEquals(2, settings.number("manage.port"));
        assertEquals(3, settings.number("admission.at-once"));
    }

    private static void refuses(String key, String value, String... words) {
        var pairs = new HashMap<>(LEAST);
        pairs.put(key, value);
        var refused = assertThrows(SettingsRefused.class, () -> ServerSettings.of(pairs));
        for (var word : words) {
            assertTrue(refused.getMessage().contains(word), refused.getMessage());
        }
    }
}
