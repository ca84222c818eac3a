package org.gongyuan.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A content package of two good items and a test, in a folder; other items can be added.
final class SmallPackage {

    /// A word that stands in the stem of the first item and nowhere else.
    static final String STEM = "torque-wrench";

    private final Path folder;
    private final StringBuilder resources = new StringBuilder();
    private final StringBuilder references = new StringBuilder();

    SmallPackage(Path folder) {
        this.folder = folder;
    }

    /// Two choices of one point each.
    static Path good(Path folder) {
        return new SmallPackage(folder).choice("q1", STEM).choice("q2", "the other").written();
    }

    SmallPackage choice(String id, String stem) {
        return item(id, choiceXml(id, stem));
    }

    SmallPackage item(String id, String xml) {
        write("items/%s.xml".formatted(id), xml);
        resources.append(
                """
                <resource identifier="r-%s" type="imsqti_item_xmlv3p0" href="items/%s.xml">
                  <file href="items/%s.xml"/>
                </resource>
                """
                        .formatted(id, id, id));
        references.append(
                """
                <qti-assessment-item-ref identifier="ref-%s" href="items/%s.xml"/>
                """
                        .formatted(id, id));
        return this;
    }

    Path written() {
        write(
                "test.xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
                    identifier="small" title="Small" xml:lang="en">
                  <qti-time-limits max-time="1800"/>
                  <qti-test-part identifier="p" navigation-mode="nonlinear"
                      submission-mode="simultaneous">
                    <qti-assessment-section identifier="all" title="All" visible="true">
                      %s
                    </qti-assessment-section>
                  </qti-test-part>
                </qti-assessment-test>
                """
                        .formatted(references));
        write(
                "imsmanifest.xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
                    identifier="small-package">
                  <metadata><schema>QTI Package</schema>
                    <schemaversion>3.0.0</schemaversion></metadata>
                  <organizations/>
                  <resources>
                    <resource identifier="r-test" type="imsqti_test_xmlv3p0" href="test.xml">
                      <file href="test.xml"/>
                    </resource>
                    %s
                  </resources>
                </manifest>
                """
                        .formatted(resources));
        return folder;
    }

    static String choiceXml(String id, String stem) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
            identifier="%s" title="%s" adaptive="false" time-dependent="false" xml:lang="en">
          <qti-response-declaration identifier="RESPONSE" cardinality="single"
              base-type="identifier">
            <qti-correct-response><qti-value>B</qti-value></qti-correct-response>
          </qti-response-declaration>
          <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
          <qti-item-body>
            <qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
              <qti-prompt>%s</qti-prompt>
              <qti-simple-choice identifier="A">first</qti-simple-choice>
              <qti-simple-choice identifier="B">second</qti-simple-choice>
            </qti-choice-interaction>
          </qti-item-body>
          <qti-response-processing
              template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>
        </qti-assessment-item>
        """
                .formatted(id, id, stem);
    }

    /// An item with an upload, which is outside what is supported.
    static String uploadXml(String id) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
            identifier="%s" title="%s" adaptive="false" time-dependent="false">
          <qti-response-declaration identifier="RESPONSE" cardinality="single"
              base-type="file"/>
          <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
          <qti-item-body>
            <qti-upload-interaction response-identifier="RESPONSE"/>
          </qti-item-body>
        </qti-assessment-item>
        """
                .formatted(id, id);
    }

    private void write(String path, String text) {
        try {
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
