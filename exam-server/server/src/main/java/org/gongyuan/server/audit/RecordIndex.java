package org.gongyuan.server.audit;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SeatId;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Finds entries of a node's logs by who, where, what and when (`staff-access.md` 6.3). It is a
/// projection, made anew from the logs at each start and never written to disk: of every entry a
/// row of numbers in memory, in the order of time. A search walks the rows; the few entries it
/// finds are read from their log.
public final class RecordIndex {

    private static final int FIRST_ROWS = 1 << 12;
    private static final int READ_AT_ONCE = 4_096;
    private static final int SHOWN_EVERY = 1 << 16;

    // The columns, by place.
    private static final int KIND = 0;
    private static final int PERSON = 1;
    private static final int SECOND = 2;
    private static final int WHAT = 3;
    private static final int UPON = 4;
    private static final int OUTCOME = 5;
    private static final int SESSION = 6;
    private static final int SEAT = 7;
    private static final int LOG = 8;
    private static final int COLUMNS = 9;

    private final Supplier<List<IndexedLog>> logs;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<IndexedLog> known = new CopyOnWriteArrayList<>();
    private final Map<Integer, Long> read = new HashMap<>();
    private final Words kinds = new Words();
    private final Words persons = new Words();
    private final Words whats = new Words();
    private final Words upons = new Words();
    private final Words outcomes = new Words();
    private final Words sessions = new Words();
    private final Words seats = new Words();
    private final Map<Integer, Integer> left = new ConcurrentHashMap<>();
    private int[] seatOf = new int[FIRST_ROWS];
    private volatile Rows rows = new Rows(0, new long[0], new int[0], new int[COLUMNS][0]);

    /// All rows there are at one moment. What lies before `size` never changes.
    private static final class Rows {

        private final int size;
        private final long[] at;
        private final int[] index;
        private final int[][] columns;

        private Rows(int size, long[] at, int[] index, int[][] columns) {
            this.size = size;
            this.at = at;
            this.index = index;
            this.columns = columns;
        }

        int size() {
            return size;
        }

        long[] at() {
            return at;
        }

        int[] index() {
            return index;
        }

        int[][] columns() {
            return columns;
        }

        int in(int column, int row) {
            return columns[column][row];
        }

        Rows withRoom() {
            if (size < at.length) {
                return this;
            }
            int room = Math.max(FIRST_ROWS, size * 2);
            var wider = new int[COLUMNS][];
            for (int i = 0; i < COLUMNS; i++) {
                wider[i] = Arrays.copyOf(columns[i], room);
            }
            return new Rows(size, Arrays.copyOf(at, room), Arrays.copyOf(index, room), wider);
        }
    }

    /// One entry that was found.
    ///
    /// @param seat where the session was then, for entries of a session
    public record Found(
            IndexedLog log, long index, Entry entry, EntryFacts facts, Optional<SeatId> seat) {}

    /// What was found, in the order asked for.
    ///
    /// @param next where a further search begins; empty when there is no more
    public record Page(List<Found> found, OptionalLong next) {

        public Page {
            found = List.copyOf(found);
        }
    }

    /// An index over these logs; empty until it has followed them.
    public RecordIndex(Supplier<List<IndexedLog>> logs) {
        this.logs = requireNonNull(logs, "logs");
    }

    /// How many entries are in it.
    public int size() {
        return rows.size();
    }

    /// Takes in what was entered since.
    public synchronized void follow() {
        var behind = new PriorityQueue<>(Comparator.comparing(Behind::at));
        for (var log : logs.get()) {
            int number = numberOf(log);
            var one = new Behind(log, number, read.getOrDefault(number, 0L), log.reader().size());
            if (one.more()) {
                behind.add(one);
            }
        }
        var grown = rows;
        while (!behind.isEmpty()) {
            var one = behind.poll();
            grown = with(grown, one.take(), one.number);
            read.put(one.number, one.taken);
            if (grown.size() % SHOWN_EVERY == 0) {
                rows = grown;
            }
            if (one.more()) {
                behind.add(one);
            }
        }
        rows = grown;
    }

    private int numberOf(IndexedLog log) {
        return numbers.computeIfAbsent(
                log.origin(),
                _ -> {
                    known.add(log);
                    return known.size() - 1;
                });
    }

    private Rows with(Rows before, Row row, int log) {
        var to = before.withRoom();
        int at = to.size();
        var facts = row.facts();
        to.at()[at] = row.entry().at().toEpochMilli();
        to.index()[at] = Math.toIntExact(row.index());
        put(to, LOG, at, log);
        put(to, KIND, at, kinds.number(facts.kind()));
        put(to, WHAT, at, whats.number(facts.what()));
        put(to, UPON, at, upons.number(facts.upon()));
        put(to, OUTCOME, at, outcomes.number(facts.outcome()));
        var people = facts.persons();
        put(to, PERSON, at, people.isEmpty() ? Words.NONE : persons.number(people.get(0)));
        put(to, SECOND, at, people.size() < 2 ? Words.NONE : persons.number(people.get(1)));
        int session = facts.session().map(sessions::number).orElse(Words.NONE);
        put(to, SESSION, at, session);
        put(to, SEAT, at, seat(at, session, facts.seats()));
        return new Rows(at + 1, to.at(), to.index(), to.columns());
    }

    private static void put(Rows to, int column, int row, int number) {
        to.columns()[column][row] = number;
    }

    /// Where it happened: the seat it names, or where its session was last. Of a move both seats
    /// are kept.
    private int seat(int row, int session, List<SeatId> named) {
        if (session >= seatOf.length) {
            seatOf = Arrays.copyOf(seatOf, Math.max(session + 1, seatOf.length * 2));
        }
        if (named.isEmpty()) {
            return seatOf[session];
        }
        int now = seats.number(named.getLast());
        if (named.size() > 1) {
            left.put(row, seats.number(named.getFirst()));
        }
        if (session != Words.NONE) {
            seatOf[session] = now;
        }
        return now;
    }

    /// The entries that fit, from the cursor on or from the first there is.
    public Page find(RecordQuery query, OptionalLong cursor, int most) {
        follow();
        var all = rows;
        var looking = new Looking(query, all);
        var found = new ArrayList<Found>();
        boolean isNewest = query.order() == RecordQuery.Order.NEWEST;
        int step = isNewest ? -1 : 1;
        int row = (int) Math.min(cursor.orElse(isNewest ? all.size() : 0), all.size());
        row = isNewest ? row - 1 : row;
        while (looking.isPossible() && row >= 0 && row < all.size()) {
            if (looking.fits(row)) {
                if (found.size() == most) {
                    return new Page(found, OptionalLong.of(isNewest ? row + 1L : row));
                }
                found.add(entry(all, row));
            }
            row += step;
        }
        return new Page(found, OptionalLong.empty());
    }

    private Found entry(Rows all, int row) {
        var log = known.get(all.in(LOG, row));
        long index = all.index()[row];
        var entry = Leaf.read(log.reader().entry(index).leaf());
        int seat = all.in(SEAT, row);
        return new Found(
                log,
                index,
                entry,
                EntryFacts.of(entry),
                seat == Words.NONE ? Optional.empty() : Optional.of((SeatId) seats.word(seat)));
    }

    private record Row(long index, Entry entry, EntryFacts facts) {}

    /// A log whose newer entries are not in the index yet; read in pieces, so that a million of
    /// them is never held at once.
    private static final class Behind {

        private final IndexedLog log;
        private final int number;
        private final long end;
        private final ArrayDeque<Row> some = new ArrayDeque<>();
        private long next;
        private long taken;

        private Behind(IndexedLog log, int number, long from, long end) {
            this.log = log;
            this.number = number;
            this.next = from;
            this.taken = from;
            this.end = end;
        }

        private boolean more() {
            if (some.isEmpty() && next < end) {
                long to = Math.min(end, next + READ_AT_ONCE);
                log.reader()
                        .read(
                                next,
                                to,
                                found -> {
                                    var entry = Leaf.read(found.leaf());
                                    some.add(new Row(found.index(), entry, EntryFacts.of(entry)));
                                });
                next = to;
            }
            return !some.isEmpty();
        }

        private java.time.Instant at() {
            return some.getFirst().entry().at();
        }

        private Row take() {
            taken++;
            return some.removeFirst();
        }
    }

    /// A query as numbers, over the rows of one moment.
    private final class Looking {

        private final Rows all;
        private final int[] wanted = new int[COLUMNS];
        private final int[] asked;
        private final int person;
        private final Optional<BitSet> places;
        private final Optional<BitSet> things;
        private final Optional<BitSet> where;
        private final long from;
        private final long until;

        private Looking(RecordQuery query, Rows all) {
            this.all = all;
            want(KIND, query.kind().map(kinds::known));
            want(WHAT, query.what().map(whats::known));
            want(OUTCOME, query.outcome().map(outcomes::known));
            want(SESSION, query.session().map(sessions::known));
            asked = IntStream.range(0, COLUMNS).filter(column -> wanted[column] != 0).toArray();
            person = query.person().map(persons::known).orElse(0);
            places = query.seat().map(place -> seats.fitting(seat -> isIn(seat, place)));
            things = query.upon().map(upons::having);
            where = logs(query);
            from = query.from().map(java.time.Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            until = query.until().map(java.time.Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        }

        private void want(int column, Optional<Integer> number) {
            wanted[column] = number.orElse(0);
        }

        private static boolean isIn(String seat, String place) {
            return seat.startsWith(place)
                    && (seat.length() == place.length() || seat.charAt(place.length()) == '/');
        }

        private Optional<BitSet> logs(RecordQuery query) {
            if (query.where() == RecordQuery.Where.ALL && query.sitting().isEmpty()) {
                return Optional.empty();
            }
            var numbers = new BitSet();
            for (int i = 0; i < known.size(); i++) {
                var of = known.get(i).sitting();
                boolean isHere =
                        switch (query.where()) {
                            case STAFF -> of.isEmpty();
                            case SITTINGS -> of.isPresent();
                            case ALL -> true;
                        };
                numbers.set(i, isHere && (query.sitting().isEmpty() || query.sitting().equals(of)));
            }
            return Optional.of(numbers);
        }

        /// Whether any entry can fit: no entry has a word that is not known.
        private boolean isPossible() {
            return person >= 0
                    && Arrays.stream(wanted).noneMatch(number -> number < 0)
                    && !places.map(BitSet::isEmpty).orElse(false)
                    && !things.map(BitSet::isEmpty).orElse(false)
                    && !where.map(BitSet::isEmpty).orElse(false);
        }

        private boolean fits(int row) {
            for (int column : asked) {
                if (all.columns()[column][row] != wanted[column]) {
                    return false;
                }
            }
            long at = all.at()[row];
            return at >= from
                    && at < until
                    && (person == 0
                            || all.in(PERSON, row) == person
                            || all.in(SECOND, row) == person)
                    && (where.isEmpty() || where.get().get(all.in(LOG, row)))
                    && (places.isEmpty() || isPlace(row))
                    && (things.isEmpty() || things.get().get(all.in(UPON, row)));
        }

        private boolean isPlace(int row) {
            var set = places.orElseThrow();
            return set.get(all.in(SEAT, row)) || set.get(left.getOrDefault(row, 0));
        }
    }
}
