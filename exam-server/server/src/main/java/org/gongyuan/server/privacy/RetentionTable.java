package org.gongyuan.server.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// For what each kind of personal data is kept, on which ground, how long, and what ends it
/// (`staff-access.md` 9.1). Read from `retention.txt` at start; nothing else says so.
public final class RetentionTable {

    /// Names, facts and photos of candidates.
    public static final String CANDIDATE = "candidate";

    /// Consents to face data.
    public static final String FACE = "face";

    /// Pictures and observations.
    public static final String EVIDENCE = "evidence";

    /// Responses, sealed under the marking key.
    public static final String RESPONSES = "responses";

    /// Results and the human scores they were made of.
    public static final String RESULTS = "results";

    /// Names of staff.
    public static final String STAFF_NAME = "staff-name";

    /// Requests of persons about their data.
    public static final String REQUEST = "request";

    private static final int FIELDS = 10;
    private static final Set<String> EVENTS =
            Set.of("sitting-end", "account-end", "settled", "entered", "expired");
    private static final Set<String> ENDS = Set.of("key", "pruned", "stays");

    private final Map<String, Kept> kinds;

    /// One kind of personal data.
    ///
    /// @param place where it lies: `node` or `store`
    /// @param from the event from which the period runs
    /// @param ends how it ends: `key`, `pruned` or `stays`
    public record Kept(
            String kind,
            String place,
            String zh,
            String en,
            String purposeZh,
            String purposeEn,
            String groundZh,
            String groundEn,
            Period period,
            String from,
            String ends) {

        /// Until when it is kept when its event was at that instant.
        public Instant until(Instant event) {
            return event.atZone(ZoneOffset.UTC).plus(period).toInstant();
        }
    }

    private RetentionTable(Map<String, Kept> kinds) {
        this.kinds = kinds;
    }

    /// The table that comes with the server.
    public static RetentionTable standard() {
        try (var in = RetentionTable.class.getResourceAsStream("retention.txt")) {
            return read(new String(requireNonNull(in, "retention.txt").readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Reads a table.
    ///
    /// @throws IllegalArgumentException when it is none, with the line
    public static RetentionTable read(String text) {
        var kinds = new LinkedHashMap<String, Kept>();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                var kept = line(line);
                if (kinds.put(kept.kind(), kept) != null) {
                    throw new IllegalArgumentException(kept.kind() + " stands there twice");
                }
            } catch (IllegalArgumentException | DateTimeParseException wrong) {
                throw new IllegalArgumentException(
                        "line %d of the retention table: %s".formatted(number, wrong.getMessage()),
                        wrong);
            }
        }
        for (var needed : List.of(CANDIDATE, FACE, EVIDENCE, STAFF_NAME, REQUEST)) {
            if (!kinds.containsKey(needed)) {
                throw new IllegalArgumentException("the retention table says nothing of " + needed);
            }
        }
        return new RetentionTable(kinds);
    }

    private static Kept line(String line) {
        var parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (parts.size() != FIELDS || !parts.getFirst().startsWith("data ")) {
            throw new IllegalArgumentException(
                    "begins with data and has %d fields, not %d".formatted(FIELDS, parts.size()));
        }
        if (parts.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("has an empty field");
        }
        var kept = parts.get(8).split(" ", -1);
        var ends = parts.get(9).split(" ", -1);
        if (kept.length != 4
                || !kept[0].equals("kept")
                || !kept[2].equals("from")
                || !EVENTS.contains(kept[3])) {
            throw new IllegalArgumentException(
                    "\"%s\" is not \"kept PERIOD from EVENT\"".formatted(parts.get(8)));
        }
        if (ends.length != 3 || !ENDS.contains(ends[2])) {
            throw new IllegalArgumentException(
                    "\"%s\" is not \"ends by key\", \"pruned\" or \"stays\""
                            .formatted(parts.get(9)));
        }
        var period = Period.parse(kept[1]);
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a period is longer than nothing: " + kept[1]);
        }
        return new Kept(
                parts.getFirst().substring("data ".length()).strip(),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4),
                parts.get(5),
                parts.get(6),
                parts.get(7),
                period,
                kept[3],
                ends[2]);
    }

    /// All kinds, in the order of the table.
    public List<Kept> kinds() {
        return new ArrayList<>(kinds.values());
    }

    /// What the table says of a kind.
    public Kept of(String kind) {
        var found = kinds.get(kind);
        if (found == null) {
            throw new IllegalArgumentException("the retention table says nothing of " + kind);
        }
        return found;
    }
}
