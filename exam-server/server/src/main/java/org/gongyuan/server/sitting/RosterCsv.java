package org.gongyuan.server.sitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Reads a roster from a table: UTF-8, first line
/// `ticket,name,secret,seat,extra_minutes`, fields in double quotes where they hold a comma or a
/// quote. An empty seat means free seating, empty minutes mean none. One bad row imports nothing;
/// every
/// bad row is named.
public final class RosterCsv {

    private static final String HEADER = "ticket,name,secret,seat,extra_minutes";
    private static final int SHORTEST_SECRET = 6;
    private static final int LONGEST_SECRET = 100;
    private static final int MOST_ROWS = 200_000;

    private RosterCsv() {}

    /// What became of a table.
    public sealed interface Reading {

        /// Every row is good.
        record Read(Roster roster) implements Reading {}

        /// Nothing is taken, because of these rows.
        record Refused(List<BadRow> rows) implements Reading {

            public Refused {
                rows = List.copyOf(rows);
            }
        }
    }

    /// What is wrong with one row; line 1 is the header.
    public record BadRow(int line, String because) {}

    /// Reads a table.
    public static Reading read(Suite suite, byte[] table, RandomGenerator random) {
        String text;
        try {
            text =
                    UTF_8.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(table))
                            .toString();
        } catch (CharacterCodingException _) {
            return new Reading.Refused(
                    List.of(new BadRow(1, "the file is not UTF-8; save it as CSV UTF-8")));
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        var lines = text.split("\r?\n", -1);
        if (!lines[0].strip().equals(HEADER)) {
            return new Reading.Refused(List.of(new BadRow(1, "the first line must be " + HEADER)));
        }
        if (lines.length > MOST_ROWS + 2) {
            return new Reading.Refused(
                    List.of(new BadRow(MOST_ROWS + 2, "a roster has at most 200000 rows")));
        }
        var candidates = new ArrayList<Candidate>();
        var bad = new ArrayList<BadRow>();
        var tickets = new HashSet<String>();
        var seats = new HashSet<SeatId>();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            try {
                var candidate = candidate(suite, fields(lines[i]), random);
                if (!tickets.add(candidate.ticketNumber())) {
                    throw new IllegalArgumentException("this ticket number is there twice");
                }
                if (candidate.seat().isPresent() && !seats.add(candidate.seat().get())) {
                    throw new IllegalArgumentException(
                            "seat %s is assigned twice".formatted(candidate.seat().get()));
                }
                candidates.add(candidate);
            } catch (IllegalArgumentException refused) {
                bad.add(new BadRow(i + 1, refused.getMessage()));
            }
        }
        if (candidates.isEmpty() && bad.isEmpty()) {
            bad.add(new BadRow(1, "there is no candidate in the table"));
        }
        return bad.isEmpty()
                ? new Reading.Read(new Roster(suite, candidates))
                : new Reading.Refused(bad);
    }

    private static Candidate candidate(Suite suite, List<String> row, RandomGenerator random) {
        if (row.size() != 5) {
            throw new IllegalArgumentException("a row has 5 fields, not " + row.size());
        }
        var secret = row.get(2);
        if (secret.length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException(
                    "a secret has %d to %d characters, not %d"
                            .formatted(SHORTEST_SECRET, LONGEST_SECRET, secret.length()));
        }
        var bytes = new byte[Chains.SALT];
        random.nextBytes(bytes);
        var salt = Octets.of(bytes);
        var ticket = row.get(0).strip();
        return new Candidate(
                ticket,
                row.get(1).strip(),
                salt,
                Candidate.verifier(suite, salt, ticket, secret),
                row.get(3).isBlank()
                        ? Optional.empty()
                        : Optional.of(new SeatId(row.get(3).strip())),
                minutes(row.get(4).strip()));
    }

    private static Duration minutes(String text) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofMinutes(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "extra_minutes is a whole number, not \"" + text + "\"");
        }
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is opened and not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
