package org.gongyuan.server.sitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Reads a roster from a table: UTF-8, first line
/// `ticket,name,secret,seat,extra_minutes`, fields in double quotes where they hold a comma or a
/// quote. An empty seat means free seating, empty minutes mean none. After these columns there may
/// be `photo`, a file's name, and up to ten columns `fact:LABEL/LABEL` (Chinese and English), whose
/// fields the candidate sees beside his name. One bad row imports nothing; every bad row is named.
public final class RosterCsv {

    private static final String HEADER = "ticket,name,secret,seat,extra_minutes";
    private static final int SHORTEST_SECRET = 6;
    private static final int LONGEST_SECRET = 100;
    private static final int MOST_ROWS = 200_000;

    private static final String PHOTO = "photo";
    private static final String FACT = "fact:";
    private static final int FIXED = 5;
    private static final Pattern FILE_NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");

    private RosterCsv() {}

    /// Where photos are read from by the name in the table.
    public interface PhotoFiles {

        /// The file's content.
        ///
        /// @throws IOException when it is not there or cannot be read
        byte[] read(String name) throws IOException;
    }

    /// What the columns after the fixed ones are.
    private record Columns(boolean hasPhoto, List<String[]> labels) {

        static Columns of(String header) {
            if (!header.equals(HEADER) && !header.startsWith(HEADER + ",")) {
                throw new IllegalArgumentException(
                        "the first line must be %s, perhaps followed by photo and fact:…"
                                .formatted(HEADER));
            }
            var names = fields(header);
            var further = names.subList(FIXED, names.size());
            boolean hasPhoto = !further.isEmpty() && further.getFirst().strip().equals(PHOTO);
            var labels = new ArrayList<String[]>();
            for (var name : hasPhoto ? further.subList(1, further.size()) : further) {
                var both = name.strip().replaceFirst("^" + FACT, "").split("/", -1);
                if (!name.strip().startsWith(FACT) || both.length != 2) {
                    throw new IllegalArgumentException(
                            "column \"%s\" is not known; after %s come photo and up to %d of"
                                            .formatted(name.strip(), HEADER, Fact.MOST)
                                    + " fact:CHINESE/ENGLISH");
                }
                labels.add(both);
            }
            if (labels.size() > Fact.MOST) {
                throw new IllegalArgumentException(
                        "%d columns fact:…; at most %d".formatted(labels.size(), Fact.MOST));
            }
            return new Columns(hasPhoto, labels);
        }

        int count() {
            return FIXED + (hasPhoto ? 1 : 0) + labels.size();
        }
    }

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

    /// Reads a table whose photos, if it names any, are nowhere.
    public static Reading read(Suite suite, byte[] table, RandomGenerator random) {
        return read(
                suite,
                table,
                random,
                name -> {
                    throw new IOException("no folder of photos was named");
                });
    }

    /// Reads a table.
    ///
    /// @param photos where the files of its column `photo` are
    public static Reading read(
            Suite suite, byte[] table, RandomGenerator random, PhotoFiles photos) {
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
        Columns columns;
        try {
            columns = Columns.of(lines[0].strip());
        } catch (IllegalArgumentException refused) {
            return new Reading.Refused(List.of(new BadRow(1, refused.getMessage())));
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
                var candidate = candidate(suite, columns, fields(lines[i]), random, photos);
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

    private static Candidate candidate(
            Suite suite,
            Columns columns,
            List<String> row,
            RandomGenerator random,
            PhotoFiles photos) {
        if (row.size() != columns.count()) {
            throw new IllegalArgumentException(
                    "a row has %d fields, not %d".formatted(columns.count(), row.size()));
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
                minutes(row.get(4).strip()),
                facts(columns, row),
                columns.hasPhoto() ? photo(row.get(FIXED).strip(), photos) : Optional.empty());
    }

    private static List<Fact> facts(Columns columns, List<String> row) {
        var facts = new ArrayList<Fact>();
        int first = columns.count() - columns.labels().size();
        for (int i = 0; i < columns.labels().size(); i++) {
            var value = row.get(first + i).strip();
            var label = columns.labels().get(i);
            if (!value.isEmpty()) {
                facts.add(new Fact(label[0], label[1], value));
            }
        }
        return facts;
    }

    private static Optional<Portrait> photo(String name, PhotoFiles photos) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!FILE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no plain name of a photo's file".formatted(name));
        }
        try {
            return Optional.of(new Portrait(Octets.of(photos.read(name))));
        } catch (IOException failed) {
            throw new IllegalArgumentException(
                    "photo %s cannot be read: %s".formatted(name, failed.getMessage()), failed);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "photo %s: %s".formatted(name, wrong.getMessage()), wrong);
        }
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
