package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `CONTRIBUTING.md` says of every dependency why it is there and under which licence.
@DisplayName("The table of dependencies")
class DependencyTableTest {

    private static final Path HOUSE = Path.of("../..");

    private static final Pattern ARTIFACT =
            Pattern.compile(
                    "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>"
                            + "((?:\\s*<(?:version|type)>[^<]*</(?:version|type)>)*)");

    private static final String OURS = "org.gongyuan";
    private static final String MAVENS_OWN = "org.apache.maven.plugins";

    /// What the table calls an artifact by another name than its own.
    private static final Map<String, String> CALLED =
            Map.ofEntries(
                    Map.entry("vertx-core", "Vert.x core"),
                    Map.entry("vertx-web", "Vert.x core, web"),
                    Map.entry("vertx-micrometer-metrics", "micrometer-metrics"),
                    Map.entry("oauth2-oidc-sdk", "Nimbus OAuth 2.0 SDK with OpenID Connect"),
                    Map.entry("bcprov-jdk18on", "Bouncy Castle bcprov"),
                    Map.entry("bcpkix-jdk18on", "bcpkix"),
                    Map.entry("mongodb-driver-sync", "MongoDB driver (sync)"),
                    Map.entry("mongo-java-server-h2-backend", "with H2 backend"),
                    Map.entry("micrometer-registry-prometheus", "Prometheus registry"),
                    Map.entry("echarts", "ECharts"),
                    Map.entry("slf4j-api", "SLF4J"),
                    Map.entry("logback-classic", "Logback"),
                    Map.entry("jcef-natives-linux-amd64", "JCEF natives"),
                    Map.entry("dbus-java-core", "dbus-java core"),
                    Map.entry(
                            "dbus-java-transport-native-unixsocket", "transport-native-unixsocket"),
                    Map.entry("jackson-core", "Jackson core"),
                    Map.entry("hipparchus-stat", "Hipparchus stat"),
                    Map.entry("playwright", "Playwright for Java"),
                    Map.entry("junit-jupiter", "JUnit Jupiter"),
                    Map.entry("jazzer-junit", "Jazzer JUnit"),
                    Map.entry("error_prone_core", "Error Prone"),
                    Map.entry("vue", "Vue"),
                    Map.entry("element-plus", "Element Plus"),
                    Map.entry("vite", "Vite"),
                    Map.entry("vitest", "Vitest"),
                    Map.entry("typescript", "TypeScript"));

    @Test
    void namesEveryArtifactOfEveryPom() throws IOException {
        var names = String.join("\n", names());
        var missing = new TreeSet<String>();
        int looked = 0;
        for (var pom : files("pom.xml")) {
            var artifacts = ARTIFACT.matcher(Files.readString(pom));
            while (artifacts.find()) {
                var isBillOfMaterials = artifacts.group(3).contains("<type>pom</type>");
                if (artifacts.group(1).equals(OURS) || isBillOfMaterials) {
                    continue;
                }
                looked++;
                var due =
                        artifacts.group(1).equals(MAVENS_OWN)
                                ? artifacts.group(2).replaceAll("^maven-|-plugin$", "")
                                : artifacts.group(2);
                if (!due.equals("*") && !names.contains(CALLED.getOrDefault(due, due))) {
                    missing.add(due);
                }
            }
        }
        assertTrue(looked > 50, "%d artifacts".formatted(looked));
        assertEquals(Set.of(), missing);
    }

    @Test
    void namesEveryPackageOfThePagesAtItsVersion() throws IOException {
        var missing = new TreeSet<String>();
        for (var file : files("package.json")) {
            var json = new JsonObject(Files.readString(file));
            var all = new TreeMap<String, Object>();
            for (var kind : List.of("dependencies", "devDependencies")) {
                all.putAll(json.getJsonObject(kind, new JsonObject()).getMap());
            }
            all.keySet().removeIf(name -> name.startsWith("@gongyuan/"));
            for (var one : all.entrySet()) {
                var due = CALLED.getOrDefault(one.getKey(), one.getKey());
                var version = one.getValue().toString();
                if (rows().stream().noneMatch(row -> row.contains(due) && row.contains(version))) {
                    missing.add(due + " " + version);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void hasOneRowForEach() throws IOException {
        var twice = new ArrayList<String>();
        var seen = new HashSet<String>();
        names().stream().filter(name -> !seen.add(name)).forEach(twice::add);
        assertEquals(List.of(), twice);
    }

    /// The rows of the table, each with a version, a licence, a place and a reason.
    private static List<String> rows() throws IOException {
        var page = Files.readString(HOUSE.resolve("CONTRIBUTING.md"));
        var rows =
                page.substring(page.indexOf("## Dependencies"))
                        .lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| Library"))
                        .toList();
        for (var row : rows) {
            var cells = row.split("\\|", -1);
            assertEquals(7, cells.length, row);
            for (int i = 1; i <= 5; i++) {
                assertTrue(!cells[i].isBlank(), row);
            }
        }
        assertTrue(rows.size() > 30, "%d rows".formatted(rows.size()));
        return rows;
    }

    private static List<String> names() throws IOException {
        return rows().stream().map(row -> row.split("\\|", -1)[1].strip()).toList();
    }

    /// The files of this name in the root and the modules.
    private static List<Path> files(String name) throws IOException {
        var found = new ArrayList<Path>();
        if (Files.exists(HOUSE.resolve(name))) {
            found.add(HOUSE.resolve(name));
        }
        for (var part : List.of("item-bank", "exam-server", "exam-client", "ops")) {
            try (var modules = Files.list(HOUSE.resolve(part))) {
                modules.map(module -> module.resolve(name))
                        .filter(Files::exists)
                        .sorted()
                        .forEach(found::add);
            }
        }
        assertTrue(found.size() > 1, name);
        return found;
    }
}
