package org.gongyuan.server.audit;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry.Audited;
import org.gongyuan.protocol.record.StaffId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Enters what staff do and are refused, and finds it again (`staff-access.md` section 6).
public final class Audit {

    /// Whom entries name when nobody was signed in.
    public static final StaffId NOBODY = new StaffId("nobody");

    /// One search looks at so many entries at most and then says where to go on.
    public static final int MOST_LOOKED_AT = 20_000;

    private static final int LONGEST = 200;

    private final StaffEntries entries;

    /// What is looked for; everything that is empty is not looked at.
    public record Query(
            Optional<StaffId> person,
            Optional<String> what,
            Optional<String> upon,
            Optional<String> outcome,
            Optional<Instant> from,
            Optional<Instant> until) {

        public Query {
            requireNonNull(person, "person");
            requireNonNull(what, "what");
            requireNonNull(upon, "upon");
            requireNonNull(outcome, "outcome");
            requireNonNull(from, "from");
            requireNonNull(until, "until");
        }

        boolean fits(Audited entry) {
            return person.map(entry.person()::equals).orElse(true)
                    && what.map(entry.what()::equals).orElse(true)
                    && upon.map(entry.upon()::contains).orElse(true)
                    && outcome.map(entry.outcome()::equals).orElse(true)
                    && from.map(at -> !entry.at().isBefore(at)).orElse(true)
                    && until.map(at -> entry.at().isBefore(at)).orElse(true);
        }
    }

    /// One entry that was found.
    public record Found(long index, Audited entry) {}

    /// What was found, the newest first.
    ///
    /// @param next where a further search begins; empty when everything was looked at
    public record Page(List<Found> found, OptionalLong next) {

        public Page {
            found = List.copyOf(found);
        }
    }

    /// The audit over a node's staff log.
    public Audit(StaffEntries entries) {
        this.entries = requireNonNull(entries, "entries");
    }

    /// Enters what somebody did or was refused.
    public void enter(StaffId person, String what, String upon, String outcome, String reason) {
        var _ =
                entries.enter(
                        at -> new Audited(at, person, what, cut(upon), cut(outcome), cut(reason)));
    }

    /// Looks for entries, backwards from before `cursor` or from the newest.
    public Page search(Query query, OptionalLong cursor, int most) {
        long size = entries.reader().size();
        long at = Math.min(cursor.orElse(size), size);
        long last = Math.max(0, at - MOST_LOOKED_AT);
        var found = new ArrayList<Found>();
        while (at > last && found.size() < most) {
            at--;
            if (Leaf.read(entries.reader().entry(at).leaf()) instanceof Audited entry
                    && query.fits(entry)) {
                found.add(new Found(at, entry));
            }
        }
        return new Page(found, at == 0 ? OptionalLong.empty() : OptionalLong.of(at));
    }

    /// How many entries there are, of every kind.
    public long size() {
        return entries.reader().size();
    }

    private static String cut(String text) {
        if (text.isBlank()) {
            return "-";
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
