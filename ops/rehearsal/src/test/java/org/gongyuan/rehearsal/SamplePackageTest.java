package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import org.gongyuan.bank.interchange.ItemFile;
import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.item.KeylessItem;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.Outcomes;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.Responses;
import org.gongyuan.bank.scoring.ResponsesJson;
import org.gongyuan.bank.scoring.Value;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

@DisplayName("The sample package")
class SamplePackageTest {

    private static final Path PACKAGE = Path.of("src/main/resources/sample/automotive-junior");

    /// Words of answer keys, mappings, rules, feedback and marking notes in the package.
    private static final List<String> SECRETS =
            List.of(
                    "qti-correct-response",
                    "qti-value",
                    "mapped-value",
                    "map-key",
                    "qti-response-processing",
                    "qti-outcome-declaration",
                    "feedback",
                    "forgot-clearance",
                    "漏加了燃烧室容积",
                    "只测到一个电阻",
                    "锂离子嵌入石墨负极变慢",
                    "评分说明",
                    "评分要点");

    /// Points for the essay, which a person marks.
    private static final double BY_PERSON = 10;

    private final Map<String, ItemScoring> items = items();
    private final Map<String, Double> weights = weights();

    @Test
    void isImportedWithoutRefusalOrWarning() throws IOException {
        var read = PackageReading.read(PACKAGE);
        assertEquals(
                List.of(),
                read.report().findings().stream()
                        .filter(finding -> finding.severity() != Severity.NOTE)
                        .toList());
        assertEquals(42, read.items().size());
        assertEquals(1, read.tests().size());
    }

    /// The package has feedback, marking notes and mappings on purpose: none of it may reach a
    /// seat.
    @Test
    void leavesItsKeysFeedbackAndMarkingNotesBehindWhenSealed() throws IOException {
        for (var content : PackageReading.read(PACKAGE).items()) {
            var keyless = new String(KeylessItem.of(content.item()).bytes(), UTF_8);
            for (var secret : SECRETS) {
                assertFalse(
                        keyless.contains(secret),
                        () -> "%s still says %s".formatted(content.item().id(), secret));
            }
        }
    }

    @Test
    void givesAHundredPointsInAll() {
        double most = 0;
        for (var item : items.entrySet()) {
            most +=
                    item.getValue().greatestScore().orElseThrow()
                            * weights.get("items/" + item.getKey());
        }
        assertEquals(100, most);
    }

    @Test
    void givesAllPointsButTheEssaysToTheAnswerKey() {
        assertEquals(100 - BY_PERSON, total(SamplePackageTest::key));
    }

    @Test
    void givesNothingToAnEmptySheet() {
        assertEquals(0, total(_ -> Responses.NONE));
    }

    @Test
    void leavesOnlyTheEssayToAPerson() {
        assertEquals(
                List.of("e01-steering-wheel-shimmy.xml"),
                items.entrySet().stream()
                        .filter(item -> item.getValue().isScoredByHand())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s02-compression-ratio   | {'RESPONSE': 'B'}                        | 0",
                "m01-passive-safety      | {'RESPONSE': ['A', 'B']}                 | 2",
                "m01-passive-safety      | {'RESPONSE': ['A', 'B', 'C', 'D', 'E']}  | 1",
                "m01-passive-safety      | {'RESPONSE': ['A', 'D', 'E']}            | 0",
                "m02-before-high-voltage-work | {'RESPONSE': ['A', 'C', 'D']}       | 0",
                "m02-before-high-voltage-work | {'RESPONSE': ['E', 'D', 'C', 'A']}  | 1",
                "m04-can-statements      | {'RESPONSE': ['E', 'B', 'C']}            | 3",
                "m04-can-statements      | {'RESPONSE': ['C']}                      | 1",
                "m04-can-statements      | {'RESPONSE': ['A', 'B', 'C', 'E']}       | 0",
                "f01-firing-interval     | {'RESPONSE': 120}                        | 1",
                "f01-firing-interval     | {'RESPONSE': 60}                         | 0",
                "f02-displacement        | {'RESPONSE': 1.8096}                     | 2",
                "f02-displacement        | {'RESPONSE': 1.83}                       | 0",
                "f03-largest-clearance   | {'RESPONSE': 0.0412}                     | 2",
                "f03-largest-clearance   | {'RESPONSE': 0.042}                      | 0",
                "f04-vehicle-identification | {'ABBREVIATION': 'vin', 'LENGTH': 17} | 2",
                "f04-vehicle-identification | {'ABBREVIATION': 'VIN', 'LENGTH': 16} | 1",
                "f05-lamp-current        | {'RESPONSE': 4.58}                       | 2",
                "f05-lamp-current        | {'RESPONSE': 4.5}                        | 0",
                "f06-coolant-sensor      | {'RESISTANCE': 'DOWN', 'VOLTAGE': 'UP'}  | 1",
                "x01-engine-parts        | {'RESPONSE': ['EGR NOX', 'TURBO AIRFLOW', 'CATALYST"
                        + " EXHAUST']} | 2",
                "x04-power-flow          | {'RESPONSE': ['CLUTCH', 'SHAFT', 'GEARBOX', 'FINAL',"
                        + " 'HALF']}  | 1",
                "x04-power-flow          | {'RESPONSE': ['HALF', 'FINAL', 'SHAFT', 'GEARBOX',"
                        + " 'CLUTCH']}  | 0",
                "x05-closed-loop-mixture | {'RESPONSE': ['STOICH G1', 'KNOCK G2']}  | 1",
                "x06-brake-pad-mistakes  | {'RESPONSE': ['H3', 'H1']}               | 0",
                "x08-otto-cycle          | {'RESPONSE': '160 80'}                   | 1",
                "x08-otto-cycle          | {'RESPONSE': '150 200'}                  | 0",
                "c01-nominal-voltage     | {'RESPONSE': 350}                        | 2",
                "c01-nominal-voltage     | {'RESPONSE': 351}                        | 0"
            })
    void givesPartsOfThePointsAsItsItemsSay(String item, String responses, double points) {
        var scoring = items.get(item + ".xml");
        var given = ResponsesJson.parse(responses.replace('\'', '"'), scoring);
        assertEquals(points, score(scoring, given));
    }

    @Test
    void listsEveryFileInItsManifestAndNoOther() {
        var manifest = xml(PACKAGE.resolve("imsmanifest.xml"));
        var listed = new TreeSet<String>();
        elements(manifest, "file").forEach(file -> listed.add(file.getAttribute("href")));
        var present = new TreeSet<String>();
        for (var folder : List.of(".", "items", "stimuli", "images")) {
            files(folder).stream()
                    .filter(file -> !file.endsWith("imsmanifest.xml"))
                    .forEach(file -> present.add(name(file)));
        }
        assertEquals(present, listed);
    }

    private interface Candidate {
        Responses answer(ItemScoring item);
    }

    private double total(Candidate candidate) {
        double total = 0;
        for (var item : items.entrySet()) {
            total +=
                    score(item.getValue(), candidate.answer(item.getValue()))
                            * weights.get("items/" + item.getKey());
        }
        return total;
    }

    private static Responses key(ItemScoring item) {
        return new Responses(
                item.responses().stream()
                        .filter(response -> !response.correctResponse().isNull())
                        .collect(
                                toMap(
                                        ResponseDeclaration::identifier,
                                        ResponseDeclaration::correctResponse)));
    }

    private static double score(ItemScoring item, Responses responses) {
        return switch (item.score(responses).value(Outcomes.SCORE)) {
            case Value.Real(var points) -> points;
            case Value.Int(var points) -> points;
            case Value other -> throw new AssertionError("SCORE is " + other);
        };
    }

    private static Map<String, ItemScoring> items() {
        var items = new TreeMap<String, ItemScoring>();
        for (Path file : files("items")) {
            var item = ItemFile.read(bytes(file), file.getFileName().toString()).item();
            item.ifPresent(
                    read ->
                            items.put(
                                    file.getFileName().toString(),
                                    new ItemScoring(
                                            read.responses(), read.outcomes(), read.processing())));
        }
        return items;
    }

    /// Weight of every item by its path, as the assessment test says.
    private static Map<String, Double> weights() {
        var weights = new TreeMap<String, Double>();
        var test = xml(PACKAGE.resolve("assessment-test.xml"));
        elements(test, "qti-assessment-item-ref")
                .forEach(
                        reference -> {
                            var weight = reference.getElementsByTagName("qti-weight");
                            weights.put(
                                    reference.getAttribute("href"),
                                    weight.getLength() == 0
                                            ? 1
                                            : Double.parseDouble(
                                                    ((Element) weight.item(0))
                                                            .getAttribute("value")));
                        });
        return weights;
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(at -> (Element) found.item(at));
    }

    private static Document xml(Path file) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(file.toFile());
        } catch (Exception unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }

    private static List<Path> files(String folder) {
        try (var files = Files.list(PACKAGE.resolve(folder).normalize())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot list " + folder, unreadable);
        }
    }

    private static String name(Path file) {
        return PACKAGE.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }
}
