package org.gongyuan.server.plan;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.gongyuan.server.sentence.Sentence;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The first sheet of a workbook (.xlsx). The archive is inflated once and counted before anything
/// reads it, so that no bomb goes off in the reader; formulas are told apart and never computed.
final class Workbook {

    private static final long LARGEST = 200L << 20;
    private static final int MOST_PARTS = 500;
    private static final int EXACT_DIGITS = 15;

    private Workbook() {}

    static Sheet read(Path file) throws IOException, SheetRefused {
        measure(file);
        var rows = new ArrayList<Sheet.Row>();
        try (var workbook = new ReadableWorkbook(file.toFile());
                var found = workbook.getFirstSheet().openStream()) {
            for (var row : (Iterable<org.dhatim.fastexcel.reader.Row>) found::iterator) {
                if (row.getCellCount() > Sheet.MOST_COLUMNS) {
                    throw new SheetRefused(
                            Sentence.TABLE_COLUMNS.of(row.getRowNum(), Sheet.MOST_COLUMNS));
                }
                var cells = new ArrayList<Sheet.Cell>();
                for (int i = 0; i < row.getCellCount(); i++) {
                    cells.add(cell(row.getCell(i)));
                }
                Sheet.add(rows, new Sheet.Row(row.getRowNum(), List.copyOf(cells)));
            }
        } catch (IOException | RuntimeException broken) {
            // What the library throws at parts that are not what or where a workbook has them; that
            // the file itself can be read, it was measured for.
            throw new SheetRefused(Sentence.WORKBOOK_UNREADABLE.of(), broken);
        }
        return new Sheet(rows);
    }

    private static void measure(Path file) throws IOException, SheetRefused {
        long whole = 0;
        var buffer = new byte[1 << 16];
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_PARTS) {
                throw new SheetRefused(Sentence.WORKBOOK_PARTS.of(zip.size(), MOST_PARTS));
            }
            for (var part : Collections.list(zip.entries())) {
                try (var in = zip.getInputStream(part)) {
                    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                        whole += n;
                        if (whole > LARGEST) {
                            throw new SheetRefused(Sentence.WORKBOOK_TOO_LARGE.of(LARGEST));
                        }
                    }
                }
            }
        } catch (ZipException | EOFException broken) {
            throw new SheetRefused(Sentence.WORKBOOK_DAMAGED.of(), broken);
        }
    }

    private static Sheet.Cell cell(Cell cell) throws SheetRefused {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return new Sheet.Cell("", false);
        }
        var text =
                cell.getType() == CellType.NUMBER ? number(cell.asNumber()) : text(cell.getText());
        return new Sheet.Cell(text, cell.getType() == CellType.FORMULA);
    }

    /// A number that a spreadsheet has rounded is not the one that was typed.
    private static String number(BigDecimal number) {
        var plain = number.toPlainString();
        return number.precision() > EXACT_DIGITS ? "≈" + plain : plain;
    }

    private static String text(String text) throws SheetRefused {
        if (text != null && text.length() > Sheet.LONGEST_CELL) {
            throw new SheetRefused(Sentence.WORKBOOK_CELL.of(Sheet.LONGEST_CELL));
        }
        return text == null ? "" : text;
    }
}
