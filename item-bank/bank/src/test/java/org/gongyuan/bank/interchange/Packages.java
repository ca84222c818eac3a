package org.gongyuan.bank.interchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Content packages for tests, put together here.
final class Packages {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final StringBuilder resources = new StringBuilder();

    static Packages with(String path, String content) {
        return new Packages().and(path, content);
    }

    Packages and(String path, String content) {
        return and(path, content.getBytes(UTF_8));
    }

    Packages and(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    Packages item(String path, String xml) {
        return listed("imsqti_item_xmlv3p0", path).and(path, xml);
    }

    Packages listed(String type, String path) {
        resources.append(
                "<resource identifier=\"r%d\" type=\"%s\" href=\"%s\"><file href=\"%s\"/></resource>\n"
                        .formatted(resources.length(), type, path, path));
        return this;
    }

    String manifest() {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m">
        <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
        <organizations/>
        <resources>
        %s</resources>
        </manifest>
        """
                .formatted(resources);
    }

    byte[] zip() {
        var all = new LinkedHashMap<String, byte[]>();
        all.put("imsmanifest.xml", manifest().getBytes(UTF_8));
        all.putAll(files);
        return zipOf(all);
    }

    byte[] zipWithoutManifest() {
        return zipOf(files);
    }

    PackageReading.Outcome read() {
        return read(zip());
    }

    static PackageReading.Outcome read(byte[] zip) {
        return PackageReading.readZip("test.zip", zip, PackageLimits.DEFAULT);
    }

    static byte[] zipOf(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// A PNG with only a header: enough for whoever does not decode it.
    static byte[] png(int width, int height) {
        var header = ByteBuffer.allocate(17);
        header.put("IHDR".getBytes(UTF_8)).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        var crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
