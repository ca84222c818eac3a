package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.server.sitting.Roster;

import java.util.List;
import java.util.Optional;

/// What came of reading a roster's table, row by row.
///
/// @param good how many rows are
/// @param bad how many are not
/// @param problems of the first of these, in the order of the table
/// @param roster of the good rows, if there are any
public record RosterReport(int good, int bad, List<Problem> problems, Optional<Roster> roster) {

    /// So many are told.
    public static final int MOST = 200;

    /// One thing that is wrong.
    ///
    /// @param row as the spreadsheet counts it
    /// @param value what stands there; never a secret
    public record Problem(int row, String column, String value, RosterFault fault) {

        public Problem {
            requireNonNull(column, "column");
            requireNonNull(value, "value");
            requireNonNull(fault, "fault");
        }
    }

    public RosterReport {
        problems = List.copyOf(problems);
        requireNonNull(roster, "roster");
    }

    /// The problems as a table to hand on. No cell of it is a formula to whoever opens it.
    public String csv() {
        var text = new StringBuilder("\uFEFF行 row,列 column,内容 value,问题 problem,处理 to do\r\n");
        for (var one : problems) {
            text.append(one.row());
            for (var cell :
                    List.of(
                            one.column(),
                            one.value(),
                            one.fault().zh() + " / " + one.fault().en(),
                            one.fault().todoZh() + " / " + one.fault().todoEn())) {
                text.append(',').append(cell(cell));
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    private static String cell(String text) {
        boolean isFormula = !text.isEmpty() && "=+-@\t\r\n|".indexOf(text.charAt(0)) >= 0;
        return '"' + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
