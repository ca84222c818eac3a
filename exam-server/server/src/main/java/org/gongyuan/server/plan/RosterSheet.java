package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.server.plan.RosterReport.Problem;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.RosterCsv;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Reads a roster from a table (`staff-access.md` 7.5). Every row is looked at, every cell that is
/// wrong is named.
public final class RosterSheet {

    private static final String TICKET = "ticket";
    private static final String NAME = "name";
    private static final String SECRET = "secret";
    private static final String SEAT = "seat";
    private static final String MINUTES = "extra_minutes";
    private static final String PHOTO = "photo";
    private static final String FACT = "fact:";
    private static final String HIDDEN = "••••••";
    private static final int SHORTEST_SECRET = 6;
    private static final int LONGEST_SECRET = 100;
    private static final int LONGEST = 60;
    private static final int MOST_MINUTES = 1_440;

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("准考证号", TICKET),
                    Map.entry("姓名", NAME),
                    Map.entry("口令", SECRET),
                    Map.entry("座位", SEAT),
                    Map.entry("加时分钟", MINUTES),
                    Map.entry("照片", PHOTO));

    private final Suite suite;
    private final Predicate<SeatId> isPlanned;
    private final Set<String> ofStaff;
    private final RosterCsv.PhotoFiles photos;
    private final RandomGenerator random;

    /// A reader.
    ///
    /// @param suite of the sitting's form
    /// @param isPlanned whether the examination has such a seat
    /// @param ofStaff ticket numbers of staff that declared to sit there
    public RosterSheet(
            Suite suite,
            Predicate<SeatId> isPlanned,
            Set<String> ofStaff,
            RosterCsv.PhotoFiles photos,
            RandomGenerator random) {
        this.suite = requireNonNull(suite, "suite");
        this.isPlanned = requireNonNull(isPlanned, "isPlanned");
        this.ofStaff = Set.copyOf(ofStaff);
        this.photos = requireNonNull(photos, "photos");
        this.random = requireNonNull(random, "random");
    }

    /// The ticket numbers of a table, as far as it has any.
    public static List<String> tickets(Sheet sheet) {
        if (sheet.rows().isEmpty()) {
            return List.of();
        }
        var columns = columns(sheet.rows().getFirst(), new ArrayList<>());
        var at = columns.get(TICKET);
        return at == null
                ? List.of()
                : sheet.rows().stream().skip(1).map(row -> row.text(at)).distinct().toList();
    }

    /// Reads a table.
    public RosterReport read(Sheet sheet) {
        if (sheet.rows().isEmpty()) {
            return new RosterReport(
                    0,
                    1,
                    List.of(new Problem(1, TICKET, "", RosterFault.HEADER)),
                    Optional.empty());
        }
        var header = sheet.rows().getFirst();
        var problems = new ArrayList<Problem>();
        var columns = columns(header, problems);
        for (var due : List.of(TICKET, NAME, SECRET)) {
            if (!columns.containsKey(due)) {
                problems.add(new Problem(header.number(), due, "", RosterFault.HEADER));
            }
        }
        if (!problems.isEmpty()) {
            return new RosterReport(0, sheet.rows().size() - 1, problems, Optional.empty());
        }
        return rows(sheet.rows().subList(1, sheet.rows().size()), columns);
    }

    private static Map<String, Integer> columns(Sheet.Row header, List<Problem> problems) {
        var columns = new HashMap<String, Integer>();
        int facts = 0;
        for (int i = 0; i < header.cells().size(); i++) {
            var given = header.text(i);
            var name = NAMES.getOrDefault(given, given.toLowerCase(Locale.ROOT));
            boolean isFact = given.startsWith(FACT) && given.split("/", -1).length == 2;
            boolean isKnown = NAMES.containsValue(name) || (isFact && ++facts <= Fact.MOST);
            if (given.isEmpty()) {
                continue;
            }
            if (!isKnown || columns.put(isFact ? given : name, i) != null) {
                problems.add(new Problem(header.number(), given, given, RosterFault.COLUMN));
            }
        }
        return columns;
    }

    private RosterReport rows(List<Sheet.Row> rows, Map<String, Integer> columns) {
        var candidates = new ArrayList<Candidate>();
        var told = new ArrayList<Problem>();
        var tickets = new HashSet<String>();
        var seats = new HashSet<SeatId>();
        int bad = 0;
        for (var row : rows) {
            var problems = new ArrayList<Problem>();
            var candidate = new Line(row, columns, problems).candidate(tickets, seats);
            if (problems.isEmpty() && candidate.isPresent()) {
                candidates.add(candidate.get());
            } else {
                bad++;
                problems.stream().limit(RosterReport.MOST - told.size()).forEach(told::add);
            }
        }
        return new RosterReport(
                candidates.size(),
                bad,
                told,
                candidates.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Roster(suite, candidates)));
    }

    /// One row that is being read.
    private final class Line {

        private final Sheet.Row row;
        private final Map<String, Integer> columns;
        private final List<Problem> problems;

        private Line(Sheet.Row row, Map<String, Integer> columns, List<Problem> problems) {
            this.row = row;
            this.columns = columns;
            this.problems = problems;
        }

        private Optional<Candidate> candidate(Set<String> tickets, Set<SeatId> seats) {
            columns.keySet().forEach(this::plain);
            var ticket = due(TICKET);
            var name = due(NAME);
            var secret = secret();
            var seat = seat(seats);
            var minutes = minutes();
            if (!ticket.isEmpty() && !tickets.add(ticket)) {
                problem(TICKET, RosterFault.TICKET_TWICE);
            }
            if (ofStaff.contains(ticket)) {
                problem(TICKET, RosterFault.STAFF);
            }
            var photo = photo();
            if (!problems.isEmpty()) {
                return Optional.empty();
            }
            try {
                var bytes = new byte[Chains.SALT];
                random.nextBytes(bytes);
                var salt = Octets.of(bytes);
                return Optional.of(
                        new Candidate(
                                ticket,
                                name,
                                salt,
                                Candidate.verifier(suite, salt, ticket, secret),
                                seat,
                                minutes,
                                facts(),
                                photo));
            } catch (IllegalArgumentException _) {
                problem(TICKET, RosterFault.OTHER);
                return Optional.empty();
            }
        }

        private String text(String column) {
            var at = columns.get(column);
            return at == null ? "" : row.text(at);
        }

        private void problem(String column, RosterFault fault) {
            var value = column.equals(SECRET) ? HIDDEN : text(column);
            problems.add(
                    new Problem(
                            row.number(),
                            column,
                            value.length() > LONGEST ? value.substring(0, LONGEST) : value,
                            fault));
        }

        private void plain(String column) {
            int at = columns.get(column);
            boolean isFormula = at < row.cells().size() && row.cells().get(at).isFormula();
            var text = text(column);
            boolean begins = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
            if (isFormula || (begins && !column.equals(SECRET))) {
                problem(column, RosterFault.FORMULA);
            } else if (text.startsWith("≈")) {
                problem(column, RosterFault.ROUNDED);
            }
        }

        private String due(String column) {
            var text = text(column);
            if (text.isEmpty()) {
                problem(column, RosterFault.EMPTY);
            } else if (text.length() > LONGEST) {
                problem(column, RosterFault.TOO_LONG);
            }
            return text;
        }

        private String secret() {
            var text = text(SECRET);
            if (text.length() < SHORTEST_SECRET || text.length() > LONGEST_SECRET) {
                problem(SECRET, RosterFault.SECRET);
            }
            return text;
        }

        private Optional<SeatId> seat(Set<SeatId> seats) {
            var text = text(SEAT);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                var seat = new SeatId(text);
                if (!isPlanned.test(seat)) {
                    problem(SEAT, RosterFault.SEAT_UNPLANNED);
                } else if (!seats.add(seat)) {
                    problem(SEAT, RosterFault.SEAT_TWICE);
                }
                return Optional.of(seat);
            } catch (IllegalArgumentException _) {
                problem(SEAT, RosterFault.SEAT);
                return Optional.empty();
            }
        }

        private Duration minutes() {
            var text = text(MINUTES);
            if (text.isEmpty()) {
                return Duration.ZERO;
            }
            if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MOST_MINUTES) {
                problem(MINUTES, RosterFault.MINUTES);
                return Duration.ZERO;
            }
            return Duration.ofMinutes(Integer.parseInt(text));
        }

        private Optional<Portrait> photo() {
            var name = text(PHOTO);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Portrait(Octets.of(photos.read(name))));
            } catch (IOException | IllegalArgumentException _) {
                problem(PHOTO, RosterFault.PHOTO);
                return Optional.empty();
            }
        }

        private List<Fact> facts() {
            return columns.entrySet().stream()
                    .filter(one -> one.getKey().startsWith(FACT))
                    .filter(one -> !row.text(one.getValue()).isEmpty())
                    .sorted(Map.Entry.comparingByValue())
                    .map(
                            one -> {
                                var labels = one.getKey().substring(FACT.length()).split("/", -1);
                                return new Fact(labels[0], labels[1], row.text(one.getValue()));
                            })
                    .toList();
        }
    }
}
