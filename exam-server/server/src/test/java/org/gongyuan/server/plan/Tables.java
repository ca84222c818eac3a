package org.gongyuan.server.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Tables and archives as people bring them.
public final class Tables {

    public static final String HEADER = "准考证号,姓名,口令,座位,加时分钟";

    private Tables() {}

    /// A zip archive of these files.
    public static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /// A workbook of one sheet; a cell that begins with `<` is written as it is.
    public static byte[] workbook(List<List<String>> rows) throws IOException {
        var sheet = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            sheet.append("<row r=\"%d\">".formatted(i + 1));
            for (int j = 0; j < rows.get(i).size(); j++) {
                var cell = rows.get(i).get(j);
                var at = (char) ('A' + j) + Integer.toString(i + 1);
                sheet.append(
                        cell.startsWith("<")
                                ? "<c r=\"%s\">%s</c>".formatted(at, cell)
                                : "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                                        .formatted(at, cell));
            }
            sheet.append("</row>");
        }
        return workbook("", sheet.toString());
    }

    static byte[] workbook(String before, String rows) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(
                "[Content_Types].xml",
                xml(
                        "<Types"
                            + " xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override"
                            + " PartName=\"/xl/workbook.xml\" ContentType=\"application/"
                            + "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + "</Types>"));
        files.put(
                "_rels/.rels",
                xml(
                        "<Relationships"
                            + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
                            + " Id=\"r1\" Type=\"http://schemas."
                            + "openxmlformats.org/officeDocument/2006/relationships/officeDocument\""
                            + " Target=\"xl/workbook.xml\"/></Relationships>"));
        files.put(
                "xl/workbook.xml",
                xml(
                        "<workbook"
                            + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet"
                            + " name=\"a\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"));
        files.put(
                "xl/_rels/workbook.xml.rels",
                xml(
                        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                                + "relationships\"><Relationship Id=\"s1\" Type=\"http://schemas."
                                + "openxmlformats.org/officeDocument/2006/relationships/worksheet\""
                                + " Target=\"worksheets/sheet1.xml\"/></Relationships>"));
        files.put(
                "xl/worksheets/sheet1.xml",
                xml(
                        before
                                + "<worksheet"
                                + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
                                + "2006/main\"><sheetData>"
                                + rows
                                + "</sheetData></worksheet>"));
        return zip(files);
    }

    private static byte[] xml(String text) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(UTF_8);
    }
}
