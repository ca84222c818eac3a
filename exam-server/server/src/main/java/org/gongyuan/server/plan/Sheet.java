package org.gongyuan.server.plan;

import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A table as somebody brought it, row by row (`staff-access.md` 7.5). Rows are counted from 1, as
/// whoever looks at it in a spreadsheet sees them.
public record Sheet(List<Row> rows) {

    /// The most rows.
    public static final int MOST_ROWS = 50_000;

    static final int MOST_COLUMNS = 40;
    static final int LONGEST_CELL = 1_000;

    private static final long LARGEST = 20L << 20;
    private static final Charset GB18030 = Charset.forName("GB18030");

    /// One cell.
    ///
    /// @param isFormula whether a program would compute it
    public record Cell(String text, boolean isFormula) {}

    /// One row that is not empty.
    public record Row(int number, List<Cell> cells) {

        public Row {
            cells = List.copyOf(cells);
        }

        /// The text of a cell; empty where the row has none.
        String text(int column) {
            return column < cells.size() ? cells.get(column).text().strip() : "";
        }
    }

    public Sheet {
        rows = List.copyOf(rows);
    }

    /// Reads a file: a workbook by its first bytes, else text in UTF-8 or GB18030.
    ///
    /// @throws SheetRefused when it is neither, or beyond the bounds
    public static Sheet read(Path file) throws IOException, SheetRefused {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new SheetRefused(Sentence.TABLE_TOO_LARGE.of(size, LARGEST));
        }
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        if (head.length == 4 && head[0] == 'P' && head[1] == 'K') {
            return Workbook.read(file);
        }
        if (head.length == 4 && (head[0] & 0xff) == 0xd0 && (head[1] & 0xff) == 0xcf) {
            throw new SheetRefused(Sentence.TABLE_OLD_KIND.of());
        }
        return new Sheet(rows(text(Files.readAllBytes(file))));
    }

    private static String text(byte[] bytes) throws SheetRefused {
        for (var charset : List.of(StandardCharsets.UTF_8, GB18030)) {
            try {
                var text =
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)
                                .decode(ByteBuffer.wrap(bytes))
                                .toString();
                if (text.indexOf('\0') >= 0) {
                    throw new SheetRefused(Sentence.TABLE_NO_TEXT.of());
                }
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            } catch (CharacterCodingException _) {
                // The other one, then.
            }
        }
        throw new SheetRefused(Sentence.TABLE_CHARACTERS.of());
    }

    /// RFC 4180, with a line's end of either kind.
    private static List<Row> rows(String text) throws SheetRefused {
        var rows = new ArrayList<Row>();
        var row = new ArrayList<Cell>();
        var field = new StringBuilder();
        boolean quoted = false;
        int number = 1;
        for (int i = 0; i <= text.length(); i++) {
            boolean isEnd = i == text.length();
            char c = isEnd ? '\n' : text.charAt(i);
            if (quoted && isEnd) {
                throw new SheetRefused(Sentence.TABLE_QUOTE.of(number));
            }
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                field.append(c);
            } else if (c != '\r') {
                row.add(cell(field));
                field.setLength(0);
                if (c == '\n') {
                    add(rows, new Row(number++, row));
                    row.clear();
                }
            }
            if (field.length() > LONGEST_CELL || row.size() > MOST_COLUMNS) {
                throw new SheetRefused(Sentence.TABLE_CELL.of(number, LONGEST_CELL, MOST_COLUMNS));
            }
        }
        return rows;
    }

    private static Cell cell(StringBuilder field) {
        return new Cell(field.toString(), false);
    }

    static void add(List<Row> rows, Row row) throws SheetRefused {
        if (row.cells().stream().allMatch(cell -> cell.text().isBlank())) {
            return;
        }
        if (rows.size() > MOST_ROWS) {
            throw new SheetRefused(Sentence.TABLE_ROWS.of(MOST_ROWS));
        }
        rows.add(row);
    }
}
