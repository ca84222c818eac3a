package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A QTI 3.0 package being written for a drill: items in sections, with their pictures. It is
/// imported, assembled and sealed like any other.
final class PaperPackage {

    private static final String NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

    private final Path folder;
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final Map<String, List<String>> shows = new LinkedHashMap<>();

    /// An empty package in a new folder.
    static PaperPackage begin() {
        try {
            return new PaperPackage(Files.createTempDirectory("gongyuan-paper"));
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder for a package", failed);
        }
    }

    private PaperPackage(Path folder) {
        this.folder = folder;
    }

    /// Adds a picture under `images/`.
    void picture(String name, byte[] bytes) {
        write("images/" + name, bytes);
    }

    /// Adds an item to a section, which begins with its first item.
    ///
    /// @param xml with `identifier="ITEM"`
    /// @param pictures which ones it shows
    void item(String section, String identifier, String xml, List<String> pictures) {
        var named = xml.replace("identifier=\"ITEM\"", "identifier=\"%s\"".formatted(identifier));
        write("items/%s.xml".formatted(identifier), named.getBytes(UTF_8));
        sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(identifier);
        shows.put(identifier, List.copyOf(pictures));
    }

    /// Writes test and manifest.
    ///
    /// @return the folder of the package
    Path end(String title) {
        text("assessment-test.xml", test(title));
        text("imsmanifest.xml", manifest());
        return folder;
    }

    private String test(String title) {
        var xml = new StringBuilder();
        xml.append(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <qti-assessment-test xmlns="%s" identifier="drill" title="%s" xml:lang="zh-CN">
                  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
                  <qti-test-part identifier="part-1" navigation-mode="nonlinear" submission-mode="simultaneous">
                """
                        .formatted(NAMESPACE, title));
        int number = 0;
        for (var section : sections.entrySet()) {
            number++;
            xml.append(
                    "    <qti-assessment-section identifier=\"section-%d\" title=\"%s\" visible=\"true\">%n"
                            .formatted(number, section.getKey()));
            for (var item : section.getValue()) {
                xml.append(
                        "      <qti-assessment-item-ref identifier=\"R-%s\" href=\"items/%s.xml\"/>%n"
                                .formatted(item, item));
            }
            xml.append("    </qti-assessment-section>\n");
        }
        xml.append(
                """
                  </qti-test-part>
                  <qti-outcome-processing>
                    <qti-set-outcome-value identifier="SCORE">
                      <qti-sum><qti-test-variables variable-identifier="SCORE"/></qti-sum>
                    </qti-set-outcome-value>
                  </qti-outcome-processing>
                </qti-assessment-test>
                """);
        return xml.toString();
    }

    private String manifest() {
        var xml = new StringBuilder();
        xml.append(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="drill-package">
                  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
                  <organizations/>
                  <resources>
                    <resource identifier="drill" type="imsqti_test_xmlv3p0" href="assessment-test.xml">
                      <file href="assessment-test.xml"/>
                """);
        shows.keySet().forEach(item -> xml.append(dependency(item)));
        xml.append("    </resource>\n");
        shows.forEach(
                (item, pictures) -> {
                    xml.append(
                            """
                                <resource identifier="%s" type="imsqti_item_xmlv3p0" href="items/%s.xml">
                                  <file href="items/%s.xml"/>
                            """
                                    .formatted(item, item, item));
                    pictures.forEach(picture -> xml.append(dependency(resource(picture))));
                    xml.append("    </resource>\n");
                });
        shows.values().stream()
                .flatMap(List::stream)
                .distinct()
                .forEach(
                        picture ->
                                xml.append(
                                        """
                                            <resource identifier="%s" type="webcontent" href="images/%s">
                                              <file href="images/%s"/>
                                            </resource>
                                        """
                                                .formatted(resource(picture), picture, picture)));
        xml.append("  </resources>\n</manifest>\n");
        return xml.toString();
    }

    private static String dependency(String on) {
        return "      <dependency identifierref=\"%s\"/>%n".formatted(on);
    }

    private static String resource(String picture) {
        return "picture-" + picture.replace('.', '-');
    }

    private void text(String name, String text) {
        write(name, text.getBytes(UTF_8));
    }

    private void write(String name, byte[] bytes) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            var _ = Files.write(file, bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + name, failed);
        }
    }
}
