package org.gongyuan.server.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.conclusion.Documents;
import org.gongyuan.server.conclusion.PartsTaken;
import org.gongyuan.server.conclusion.PublishedSitting;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.node.Hall;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The lists of proposed holders of the sittings that this node holds: how each stands, and what it
/// would be if it were drawn now (`certificate.md`). Waits for disks and the store.
public final class HolderLists {

    private static final String SALTED = "proposed-holders";

    private final Hall hall;
    private final Conflicts conflicts;
    private final StaffKey key;
    private final Function<Digest, Optional<StaffId>> custodians;
    private final Map<SittingId, Read> read = new ConcurrentHashMap<>();

    /// What was read of a sitting's log so far; a closed one hardly grows.
    private static final class Read {

        private long size;
        private Optional<Instant> until = Optional.empty();
        private Optional<SittingEntry.Published> published = Optional.empty();
        private final List<SittingEntry.ProposedHolders> lists = new ArrayList<>();
        private final PartsTaken parts = new PartsTaken();
        private Map<SessionId, Reached> reached = Map.of();
        private Optional<Digest> of = Optional.empty();
    }

    /// A candidate who reached a level.
    ///
    /// @param ticket his number on the roster
    public record Reached(String ticket, String level) {

        public Reached {
            requireNonNull(ticket, "ticket");
            requireNonNull(level, "level");
        }
    }

    /// How far a sitting has come.
    public enum State {
        /// Its results are not published here.
        UNPUBLISHED,
        /// They are, and no list of them was drawn.
        DUE,
        /// A list was drawn, and it would be the same now.
        DRAWN,
        /// A list was drawn, and somebody on it would be held back now.
        LOOK
    }

    /// How the list of a sitting stands, whose results are published.
    ///
    /// @param last the entry of the list that was drawn last, of whatever run
    /// @param drawn that list, when it is of the results published last
    /// @param next the list as it would be drawn now
    public record Standing(
            Suite suite,
            SittingEntry.Published published,
            Optional<SittingEntry.ProposedHolders> last,
            Optional<HoldersList> drawn,
            HoldersList next,
            Map<SessionId, Reached> reached,
            Holds holds) {

        public Standing {
            requireNonNull(suite, "suite");
            requireNonNull(published, "published");
            requireNonNull(last, "last");
            requireNonNull(drawn, "drawn");
            requireNonNull(next, "next");
            reached = Map.copyOf(reached);
            requireNonNull(holds, "holds");
        }

        /// What is due.
        public State state() {
            if (drawn.isEmpty()) {
                return State.DUE;
            }
            return drawn.get().held().equals(next.held()) ? State.DRAWN : State.LOOK;
        }

        /// The digest of the list as it would be drawn now.
        public Digest digest() {
            return next.digest(suite);
        }

        /// Who is on the list that stands, and would be held back now.
        public List<SessionId> late() {
            return drawn.map(HoldersList::proposed).orElse(List.of()).stream()
                    .filter(session -> next.held().contains(session))
                    .toList();
        }
    }

    /// Lists over the sittings of a hall.
    ///
    /// @param key under which the salt of a list is found again
    /// @param custodians whose a custodian's key is
    public HolderLists(
            Hall hall,
            Conflicts conflicts,
            StaffKey key,
            Function<Digest, Optional<StaffId>> custodians) {
        this.hall = requireNonNull(hall, "hall");
        this.conflicts = requireNonNull(conflicts, "conflicts");
        this.key = requireNonNull(key, "key");
        this.custodians = requireNonNull(custodians, "custodians");
    }

    /// The sittings held here that were closed.
    public List<SittingId> closed() {
        return hall.sittings().stream()
                .filter(held -> held.sitting().isClosed())
                .map(held -> held.sitting().id())
                .toList();
    }

    /// When the notice of a sitting's results that are not published ends, if it has begun.
    public Optional<Instant> noticeEnds(SittingId sitting) {
        return hall.sitting(sitting)
                .map(
                        held -> {
                            var facts = facts(held);
                            synchronized (facts) {
                                return facts.until;
                            }
                        })
                .orElse(Optional.empty());
    }

    /// How the list of a sitting stands; nothing when its results are not published here.
    ///
    /// @throws IOException when its documents are missing, or are others than the record names
    public Optional<Standing> standing(SittingId sitting) throws IOException {
        var held = hall.sitting(sitting);
        if (held.isEmpty() || !held.get().sitting().isClosed()) {
            return Optional.empty();
        }
        var facts = facts(held.get());
        synchronized (facts) {
            return facts.published.isEmpty()
                    ? Optional.empty()
                    : Optional.of(standing(held.get(), facts, facts.published.get()));
        }
    }

    private Standing standing(Hall.Held held, Read facts, SittingEntry.Published published)
            throws IOException {
        var documents = Documents.in(held.folder().conclusion());
        if (!facts.of.equals(Optional.of(published.results()))) {
            facts.reached = reached(held, documents, published);
            if (documents.has(published.run() + ".parts")) {
                facts.parts.add(new String(documents.read(published.run() + ".parts"), UTF_8));
            }
            facts.of = Optional.of(published.results());
        }
        var last = facts.lists.stream().reduce((_, later) -> later);
        Optional<HoldersList> drawn = Optional.empty();
        if (last.isPresent() && last.get().results().equals(published.results())) {
            drawn = Optional.of(drawn(held, documents, last.get()));
        }
        var tickets = new HashMap<SessionId, String>();
        facts.reached.forEach((session, one) -> tickets.put(session, one.ticket()));
        var holds =
                Holds.over(
                        held.sitting().id(),
                        tickets,
                        conflicts,
                        person -> hadPart(facts.parts, person));
        return new Standing(
                held.manifest().suite(),
                published,
                last,
                drawn,
                next(held.sitting().id(), published, last, facts.reached, holds),
                facts.reached,
                holds);
    }

    private HoldersList next(
            SittingId sitting,
            SittingEntry.Published published,
            Optional<SittingEntry.ProposedHolders> last,
            Map<SessionId, Reached> reached,
            Holds holds) {
        var held = holds.sessions();
        return new HoldersList(
                sitting,
                published.run(),
                published.results(),
                last.map(SittingEntry.ProposedHolders::list).orElse(HoldersList.NONE),
                salt(sitting, published.results()),
                reached.keySet().stream().filter(one -> !held.contains(one)).sorted().toList(),
                List.copyOf(held));
    }

    /// The same whenever it is asked for, so that both persons stand for the same bytes, and
    /// nobody's guess who has not the node's key.
    private Octets salt(SittingId sitting, Digest results) {
        var hash = key.lookUp(SALTED, sitting + "/" + results.hex());
        return Octets.of(Arrays.copyOf(hash.toBytes(), HoldersList.SALT));
    }

    private static HoldersList drawn(
            Hall.Held held, Documents documents, SittingEntry.ProposedHolders entry)
            throws IOException {
        try {
            var list = HoldersList.read(documents.read(name(entry.list())));
            if (list.digest(held.manifest().suite()).equals(entry.list())) {
                return list;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("list %s cannot be read".formatted(entry.list()), unreadable);
        }
        throw new IOException("list %s is not the one of the record".formatted(entry.list()));
    }

    /// What the document of a list is called beside the results.
    static String name(Digest list) {
        return "holders-" + list.hex();
    }

    private boolean hadPart(PartsTaken parts, StaffId person) {
        return parts.staff().contains(person)
                || parts.custodians().stream()
                        .anyMatch(one -> custodians.apply(one).equals(Optional.of(person)));
    }

    private static Map<SessionId, Reached> reached(
            Hall.Held held, Documents documents, SittingEntry.Published published)
            throws IOException {
        var results = PublishedSitting.results(documents, published);
        var roster = held.sitting().roster();
        var tickets = new HashMap<SessionId, String>();
        for (var candidate : roster.candidates()) {
            tickets.put(
                    candidate.session(roster.suite(), held.sitting().id()),
                    candidate.ticketNumber());
        }
        var reached = new TreeMap<SessionId, Reached>();
        for (var result : results.scored()) {
            if (result.level().isPresent()) {
                var ticket = tickets.get(result.session());
                if (ticket == null) {
                    throw new IOException(
                            "session %s is of nobody on the roster".formatted(result.session()));
                }
                reached.put(
                        result.session(),
                        new Reached(ticket, results.levels().get(result.level().getAsInt())));
            }
        }
        return reached;
    }

    /// Reads on where it was read to before.
    private Read facts(Hall.Held held) {
        var facts = read.computeIfAbsent(held.sitting().id(), _ -> new Read());
        synchronized (facts) {
            var reader = held.log().reader();
            long size = reader.size();
            reader.read(facts.size, size, found -> take(facts, found.leaf()));
            facts.size = size;
        }
        return facts;
    }

    private static void take(Read facts, byte[] leaf) {
        var entry = Leaf.read(leaf);
        facts.parts.add(entry);
        switch (entry) {
            case SittingEntry.NoticeBegun notice -> facts.until = Optional.of(notice.until());
            case SittingEntry.Published one -> {
                facts.published = Optional.of(one);
                facts.until = Optional.empty();
            }
            case SittingEntry.ProposedHolders one -> facts.lists.add(one);
            default -> {
                // It says nothing of results or lists.
            }
        }
    }
}
