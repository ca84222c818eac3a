package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.command.Gongyuan;
import org.gongyuan.rehearsal.candidate.DemoExam;
import org.gongyuan.rehearsal.stage.People;
import org.gongyuan.server.scoring.Marks;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.trust.seal.KeyFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The examination of `ops/demo`, and what a person at a terminal can do with what it
/// leaves behind.
@DisplayName("One whole examination")
class DemoTest {

    private static final Pattern PUBLIC =
            Pattern.compile("(https://localhost:\\d+)/public/results");

    @TempDir private Path folder;

    private Manifest manifest;

    private record Run(int status, String out, String err) {}

    private static Run gongyuan(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Gongyuan.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        var words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return new Run(line.execute(words), out.toString(), err.toString());
    }

    @Test
    void agreesInAllItsCountsAndCanBeCheckedFromTheCommandLine() throws Exception {
        var told = new StringWriter();
        try (var exam = new DemoExam(folder, Duration.ofSeconds(30), new PrintWriter(told))) {
            assertTrue(exam.run(), told::toString);
            var port = PUBLIC.matcher(told.toString());
            assertTrue(port.find(), told::toString);
            receiptsAreCheckedAtThePublicPort(port.group(1));
            keyFiles(exam.people());
            manifest = exam.form().manifest();
        }
        receiptsAreCheckedAgainstTheBundle();
        theStoreIsMadeAnew();
        aSecondRunGivesTheSamePoints();
    }

    /// Everybody brings his key to the table, as a file.
    private void keyFiles(People people) throws Exception {
        for (int i = 0; i < People.NEEDED; i++) {
            key("custodian-" + i, KeyFile.lyingOpen(people.custodians().get(i)));
        }
        for (int i = 0; i < 2; i++) {
            key("marker-" + i, KeyFile.lyingOpen(people.markers().get(i)));
            key("approver-" + i, KeyFile.lyingOpen(people.approvers().get(i)));
            key("approver-seal-" + i, KeyFile.lyingOpen(people.approverSeals().get(i)));
        }
    }

    private void key(String name, KeyFile file) throws Exception {
        var _ = Files.writeString(folder.resolve(name), file.text());
    }

    private Run conclude(List<Object> more, Object... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of(
                        "--config",
                        folder.resolve("node/gongyuan.conf"),
                        "--sitting",
                        "2026-rehearsal"));
        all.addAll(more);
        var run = gongyuan(all.toArray());
        assertEquals(0, run.status(), run.err());
        return run;
    }

    /// A one-time key and sealed shares to it: what a quorum hands in.
    private List<Object> shares(Object of, String purpose, String holder, int count) {
        var once = folder.resolve("once-" + purpose);
        assertEquals(
                0, gongyuan("key", "new", "--purpose", "node", "--open", "--out", once).status());
        var flags = new ArrayList<Object>(List.of("--node-key", once, "--open"));
        for (int i = 0; i < count; i++) {
            var share = folder.resolve(purpose + "-share-" + i);
            var made =
                    gongyuan(
                            "custodian",
                            "share",
                            of,
                            "--purpose",
                            purpose,
                            "--key",
                            folder.resolve(holder + i),
                            "--open",
                            "--node-key",
                            once + ".pub",
                            "--out",
                            share);
            assertEquals(0, made.status(), made.err());
            flags.addAll(List.of("--share", share));
        }
        return flags;
    }

    /// The published run's points come out again of the same marks, taken out for the markers,
    /// signed by them and scored anew, all at the terminal.
    private void aSecondRunGivesTheSamePoints() throws Exception {
        var sitting = folder.resolve("node/data/sittings/2026-rehearsal");
        var marking = shares(sitting.resolve("form"), "marking", "custodian-", People.NEEDED);
        var out = folder.resolve("to-be-marked");
        var taken =
                new JsonObject(
                        conclude(marking, "score", "responses", "--json", "--out", out).out());
        assertEquals(out.toString(), taken.getString("file"));
        var marked = markedBefore(sitting.resolve("conclusion"));
        assertEquals(marked.marks().size(), Files.readAllLines(out).size());
        assertEquals(marked.marks().size(), taken.getInteger("responses"));
        assertTrue(marked.marks().size() > 5, "essays were written");

        var signed = folder.resolve("marks");
        var signing =
                gongyuan(
                        "human-scores",
                        "sign",
                        content(out, marked),
                        "--form",
                        sitting.resolve("form"),
                        "--key",
                        folder.resolve("marker-0"),
                        "--key",
                        folder.resolve("marker-1"),
                        "--open",
                        "--json",
                        "--out",
                        signed);
        assertEquals(0, signing.status(), signing.err());
        var told = new JsonObject(signing.out());
        assertEquals(marked.marks().size(), told.getInteger("marks"));
        assertEquals(2, told.getInteger("signatures"));
        assertEquals(marked.manifest().hex(), told.getString("manifest"));

        var terms = new ArrayList<>(marking);
        terms.addAll(List.of("--run", "run-2", "--k", 2, "--human-scores", signed, "--json"));
        for (int i = 0; i < 2; i++) {
            terms.addAll(List.of("--approver", folder.resolve("approver-" + i)));
            terms.addAll(List.of("--approver-seal", folder.resolve("approver-seal-" + i)));
        }
        var run = new JsonObject(conclude(terms, "score", "run").out());

        var results = shares(run.getString("file"), "results", "approver-seal-", 2);
        results.addAll(List.of("--run", "run-2"));
        var seen = folder.resolve("seen");
        var opened =
                new JsonObject(conclude(results, "publish", "see", "--json", "--out", seen).out());
        assertEquals(run.getInteger("sheets"), opened.getInteger("sheets"));
        assertEquals(run.getInteger("sheets"), Files.readAllLines(seen).size());
        assertEquals(published(), points(seen));
        var standing =
                new JsonObject(
                        conclude(List.of("--run", "run-2", "--json"), "publish", "status").out());
        assertEquals(0, standing.getJsonArray("approvals").size(), standing.encode());
    }

    private Marks markedBefore(Path conclusion) throws Exception {
        try (var files = Files.list(conclusion)) {
            var document =
                    files.filter(file -> file.getFileName().toString().startsWith("human-scores-"))
                            .findFirst()
                            .orElseThrow();
            return MarksDocument.read(Files.readAllBytes(document), manifest).marks();
        }
    }

    /// What the markers write down: for each response that was taken out, what was given before.
    private Path content(Path takenOut, Marks before) throws Exception {
        var marks = new JsonArray();
        for (var line : Files.readAllLines(takenOut)) {
            var one = new JsonObject(line);
            assertTrue(one.getJsonObject("given").size() > 0, line);
            var mark =
                    before.marks().stream()
                            .filter(
                                    was ->
                                            was.session()
                                                            .toString()
                                                            .equals(one.getString("session"))
                                                    && was.placement().number()
                                                            == one.getInteger("placement")
                                                    && was.response()
                                                            .hex()
                                                            .equals(one.getString("response")))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("not marked before: " + line));
            marks.add(
                    new JsonObject()
                            .put("session", one.getString("session"))
                            .put("placement", one.getInteger("placement"))
                            .put("response", one.getString("response"))
                            .put("first", mark.first().toString())
                            .put("second", mark.second().toString()));
        }
        return Files.writeString(
                folder.resolve("marks.json"),
                new JsonObject()
                        .put("first", before.firstMarker())
                        .put("second", before.secondMarker())
                        .put("largestDifference", before.largestDifference().toString())
                        .put("marks", marks)
                        .encode());
    }

    private Map<String, String> published() throws Exception {
        var points = new TreeMap<String, String>();
        Results.parse(Files.readAllBytes(folder.resolve("bundle/results")))
                .scored()
                .forEach(one -> points.put(one.session().toString(), one.raw().toString()));
        return points;
    }

    private static Map<String, String> points(Path seen) throws Exception {
        var points = new TreeMap<String, String>();
        for (var line : Files.readAllLines(seen)) {
            var one = new JsonObject(line);
            points.put(one.getString("session"), one.getString("points"));
        }
        return points;
    }

    private Path receipt() {
        return folder.resolve("bundle/receipts/receipt-0001");
    }

    private Path another() throws Exception {
        var text = Files.readString(receipt());
        var index = Pattern.compile("(?m)^index (\\d+)$").matcher(text);
        var forged = folder.resolve("forged");
        if (index.find()) {
            return Files.writeString(
                    forged, index.replaceFirst("index " + (Long.parseLong(index.group(1)) + 1)));
        }
        return Files.writeString(forged, "no receipt at all\n");
    }

    private void receiptsAreCheckedAtThePublicPort(String url) throws Exception {
        var authority = folder.resolve("node/authority.pem");
        var good =
                gongyuan(
                        "receipt",
                        "check",
                        receipt(),
                        "--server",
                        url,
                        "--authority",
                        authority,
                        "--json");
        assertEquals(0, good.status(), good.err());
        assertTrue(new JsonObject(good.out()).getBoolean("inRecord"), good.out());
        var words =
                gongyuan("receipt", "check", receipt(), "--server", url, "--authority", authority);
        assertTrue(words.out().contains("It is in the record."), words.out());

        var forged =
                gongyuan("receipt", "check", another(), "--server", url, "--authority", authority);
        assertTrue(forged.status() == 1 || forged.status() == 2, forged.out());
        var stranger = gongyuan("receipt", "check", receipt(), "--server", url);
        assertEquals(1, stranger.status());
        assertTrue(stranger.err().contains("certificate that is trusted"), stranger.err());
        assertEquals(1, stranger.err().lines().count(), stranger.err());
        var nobody = gongyuan("receipt", "check", receipt(), "--server", "https://127.0.0.1:9");
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().contains("nobody answers at https://127.0.0.1:9"), nobody.err());
    }

    private void receiptsAreCheckedAgainstTheBundle() throws Exception {
        var bundle = folder.resolve("bundle");
        assertEquals(0, gongyuan("verify", bundle).status());
        assertEquals(0, gongyuan("receipt", "check", receipt(), "--bundle", bundle).status());
        var both =
                gongyuan(
                        "receipt", "check", receipt(), "--bundle", bundle, "--server", "https://x");
        assertEquals(2, both.status());
        assertTrue(both.err().contains("either --bundle or --server"), both.err());
        assertEquals(2, gongyuan("receipt", "check", receipt()).status());
        var none = Files.writeString(folder.resolve("none"), "hello\n");
        assertEquals(2, gongyuan("receipt", "check", none, "--bundle", bundle).status());
    }

    private void theStoreIsMadeAnew() {
        var config = folder.resolve("node/gongyuan.conf");
        for (int time = 0; time < 2; time++) {
            var rebuilt =
                    gongyuan(
                            "record",
                            "rebuild",
                            "--config",
                            config,
                            "--sitting",
                            "2026-rehearsal",
                            "--json");
            assertEquals(0, rebuilt.status(), rebuilt.err());
            assertEquals(19, new JsonObject(rebuilt.out()).getInteger("sessions"), rebuilt.out());
        }
        var unknown = gongyuan("record", "rebuild", "--config", config, "--sitting", "another");
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("has no sitting another"), unknown.err());
        var absent =
                gongyuan(
                        "record",
                        "rebuild",
                        "--config",
                        folder.resolve("no.conf"),
                        "--sitting",
                        "2026-rehearsal");
        assertEquals(2, absent.status());
        assertTrue(absent.err().contains("does not exist"), absent.err());
    }
}
