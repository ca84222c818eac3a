package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.act.ShareEnding;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry.ResponsesHeld;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordIndex.Found;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.audit.RecordQuery.Where;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.privacy.ShareEndClaims;
import org.gongyuan.server.privacy.ShareEndClaims.Claim;
import org.gongyuan.server.privacy.SharedDeletions;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How the responses of closed sittings end (`staff-access.md` 9.8): what they are sealed under
/// never was on a node, so the custodians who hold shares of it destroy their keys when they are
/// told to, and say so.
///
///     kept --its time is over, no objection possible--> announced (entry 73)
///     announced --seven days later--> due --each custodian says so (entry 76)--> ended (entry 74)
///     any of the first three --a legal hold (entry 77)--> held, and back when it is lifted (77)
///
/// It has ended once fewer shares can be left than open anything.
public final class MarkingShares {

    /// How long custodians have for it before it is an alarm.
    public static final Duration WITHIN = Duration.ofDays(14);

    private static final Duration SEEN_FOR = Duration.ofSeconds(2);
    private static final int AT_ONCE = 200;

    private final RetentionTable.Kept period;
    private final Hall hall;
    private final Lane lane;
    private final String node;
    private final LegalHolds holds;
    private final SharedDeletions shared;
    private final ShareEndClaims claims;
    private final RecordIndex index;
    private final Function<Digest, Optional<StaffId>> keepers;
    private final InstantSource clock;
    private final Map<SittingId, Facts> known = new ConcurrentHashMap<>();
    private final Set<SittingId> alarmed = ConcurrentHashMap.newKeySet();
    private volatile Seen seen = Seen.NOTHING;

    /// How it stands with the responses of a sitting.
    public enum State {
        /// Their time is not over.
        KEPT,
        /// It is over, and results may still be objected to.
        WAITING,
        /// A legal hold lies on the sitting or on something of it.
        HELD,
        /// It was announced, or will be with the next round.
        ANNOUNCED,
        /// Custodians are to destroy their keys.
        DUE,
        /// Too few shares can be left.
        ENDED
    }

    /// One share of a marking key.
    ///
    /// @param key the fingerprint of the key it was sealed to
    /// @param person whose key that is, if he registered it
    /// @param end what he said became of it
    public record Share(
            int number, Digest key, Optional<StaffId> person, Optional<ShareEnded> end) {

        public Share {
            requireNonNull(key, "key");
            requireNonNull(person, "person");
            requireNonNull(end, "end");
        }
    }

    /// How it stands with one sitting.
    ///
    /// @param needed how many shares open its responses
    /// @param isHeld whether a legal hold keeps what is left of it, too
    /// @param until when the time of the table is over
    /// @param from from when on custodians destroy their keys, once that is known
    /// @param waits why it does not go on although its time is over
    /// @param ended since when responses are no longer readable
    public record Standing(
            SittingId sitting,
            String form,
            Digest manifest,
            int needed,
            List<Share> shares,
            State state,
            boolean isHeld,
            Instant until,
            Optional<Instant> from,
            Optional<String> waits,
            Optional<Instant> ended) {

        public Standing {
            requireNonNull(sitting, "sitting");
            requireNonNull(form, "form");
            requireNonNull(manifest, "manifest");
            shares = List.copyOf(shares);
            requireNonNull(state, "state");
            requireNonNull(until, "until");
            requireNonNull(from, "from");
            requireNonNull(waits, "waits");
            requireNonNull(ended, "ended");
        }

        /// By when custodians are to have said so.
        public Optional<Instant> by() {
            return from.map(at -> at.plus(WITHIN));
        }

        /// Whether too few said so in time.
        public boolean isOverdue(Instant now) {
            return state == State.DUE && by().filter(now::isAfter).isPresent();
        }
    }

    /// One person's share.
    ///
    /// @param others sittings for which the same key is needed still
    public record Own(Standing standing, Share share, List<SittingId> others) {

        public Own {
            requireNonNull(standing, "standing");
            requireNonNull(share, "share");
            others = List.copyOf(others);
        }
    }

    /// What comes of saying that a share is no more.
    public sealed interface Outcome {

        /// It may be said, or was.
        record Taken(Own own) implements Outcome {}

        /// There is no such share, or it is not this person's.
        record Absent() implements Outcome {}

        /// Not now, or not again.
        record Refused(String because) implements Outcome {}
    }

    /// What the node's own log says of a sitting.
    private record Facts(
            Optional<Instant> announced,
            Optional<Instant> ended,
            boolean isHeld,
            Set<Digest> entered) {}

    /// What was computed of the store and the logs, and when: pages ask for it every second.
    private record Seen(Instant at, List<Standing> all) {

        private static final Seen NOTHING = new Seen(Instant.EPOCH, List.of());
    }

    /// What the store says.
    private record Stored(Set<String> held, List<Claim> claims) {}

    /// The shares of the sittings of a hall.
    ///
    /// @param node whose claims are entered here
    /// @param keepers whose the key of a fingerprint is
    public MarkingShares(
            RetentionTable table,
            Hall hall,
            Lane lane,
            String node,
            LegalHolds holds,
            SharedDeletions shared,
            ShareEndClaims claims,
            RecordIndex index,
            Function<Digest, Optional<StaffId>> keepers,
            InstantSource clock) {
        this.period = table.of(RetentionTable.RESPONSES);
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.node = requireNonNull(node, "node");
        this.holds = requireNonNull(holds, "holds");
        this.shared = requireNonNull(shared, "shared");
        this.claims = requireNonNull(claims, "claims");
        this.index = requireNonNull(index, "index");
        this.keepers = requireNonNull(keepers, "keepers");
        this.clock = requireNonNull(clock, "clock");
    }

    /// How it stands with every closed sitting, as of a moment ago.
    public synchronized List<Standing> all() {
        var now = clock.instant();
        var last = seen;
        if (last.at().plus(SEEN_FOR).isBefore(now) || last.at().isAfter(now)) {
            last = new Seen(now, look(now));
            seen = last;
        }
        return last.all();
    }

    private List<Standing> look(Instant now) {
        var held =
                holds.all().stream()
                        .filter(hold -> hold.lifted().isEmpty())
                        .map(LegalHolds.Hold::sitting)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        var stored = new Stored(held, claims.all());
        return hall.sittings().stream()
                .filter(one -> one.sitting().isClosed())
                .map(one -> standing(one, stored, now))
                .toList();
    }

    private Optional<Standing> standing(SittingId id) {
        return all().stream().filter(one -> one.sitting().equals(id)).findFirst();
    }

    /// The shares of closed sittings that were sealed to keys of this person.
    public List<Own> of(StaffId person) {
        var own = new ArrayList<Own>();
        var all = all();
        for (var standing : all) {
            for (var share : standing.shares()) {
                if (share.person().filter(person::equals).isPresent()) {
                    own.add(own(standing, share, all));
                }
            }
        }
        return own;
    }

    /// Whether a person may say that his share is no more.
    public Outcome mayEnd(StaffId person, SittingId sitting, Digest key) {
        seen = Seen.NOTHING;
        var found =
                of(person).stream()
                        .filter(one -> one.standing().sitting().equals(sitting))
                        .filter(one -> one.share().key().equals(key))
                        .findFirst();
        if (found.isEmpty()) {
            return new Outcome.Absent();
        }
        return refusal(found.get())
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Taken(found.get()));
    }

    private Optional<String> refusal(Own own) {
        if (own.share().end().isPresent()) {
            return Optional.of(Sentence.SHARE_SAID.of());
        }
        var standing = own.standing();
        if (standing.isHeld()) {
            return Optional.of(Sentence.SHARE_HELD.of());
        }
        return switch (standing.state()) {
            case HELD -> Optional.of(Sentence.SHARE_HELD.of());
            case KEPT, ANNOUNCED ->
                    Optional.of(
                            standing.from()
                                    .map(Sentence.SHARE_DUE_FROM::of)
                                    .orElseGet(Sentence.SHARE_NOT_DUE::of));
            case WAITING -> Optional.of(Sentence.SHARE_NOT_DUE.of());
            case DUE, ENDED -> own.others().stream().findFirst().map(Sentence.SHARE_KEY_NEEDED::of);
        };
    }

    /// Enters what a person proved to have said.
    public synchronized Outcome end(ShareEnding said, ActProof proof) {
        var may = mayEnd(said.person(), said.sitting(), said.custodian());
        if (!(may instanceof Outcome.Taken)) {
            return may;
        }
        var entry =
                new ShareEnded(
                        clock.instant(),
                        said.manifest(),
                        said.share(),
                        said.custodian(),
                        said.how(),
                        said.person(),
                        said.asked(),
                        Octets.of(proof.toBytes()));
        var held = hall.sitting(said.sitting()).orElseThrow();
        follow(held);
        if (facts(said.sitting()).isHeld()) {
            return new Outcome.Refused(Sentence.SHARE_HELD.of());
        }
        if (!claims.take(new Claim(node, said.sitting(), entry))) {
            return new Outcome.Refused(Sentence.SHARE_SAID.of());
        }
        enter(held, entry);
        seen = Seen.NOTHING;
        return of(said.person()).stream()
                .filter(one -> one.standing().sitting().equals(said.sitting()))
                .filter(one -> one.share().key().equals(said.custodian()))
                .findFirst()
                .<Outcome>map(Outcome.Taken::new)
                .orElseGet(Outcome.Absent::new);
    }

    private void enter(Hall.Held held, ShareEnded of) {
        StaffKeyFile.keep(hall, held, of.person(), of.proof());
        var _ =
                StaffLog.enter(
                        held.log(),
                        lane,
                        clock,
                        at ->
                                new ShareEnded(
                                        at,
                                        of.manifest(),
                                        of.share(),
                                        of.custodian(),
                                        of.how(),
                                        of.person(),
                                        of.asked(),
                                        of.proof()));
        known.remove(held.sitting().id());
    }

    /// Brings a sitting's record to what is so: whether a legal hold keeps its responses, and what
    /// this node took and went down before it entered it. What is overdue is an alarm, once.
    public synchronized void follow(Hall.Held held) {
        var id = held.sitting().id();
        if (!held.sitting().isClosed()) {
            return;
        }
        for (var claim : claims.all()) {
            if (claim.node().equals(node)
                    && claim.sitting().equals(id)
                    && !facts(id).entered().contains(claim.entry().custodian())) {
                enter(held, claim.entry());
            }
        }
        boolean isHeld = !holds.within(id).isEmpty();
        if (isHeld != facts(id).isHeld() && facts(id).ended().isEmpty()) {
            var _ = StaffLog.enter(held.log(), lane, clock, at -> new ResponsesHeld(at, isHeld));
            known.remove(id);
        }
        seen = Seen.NOTHING;
        standing(id)
                .filter(standing -> standing.isOverdue(clock.instant()))
                .filter(_ -> alarmed.add(id))
                .ifPresent(this::alarm);
    }

    private void alarm(Standing standing) {
        var outstanding =
                standing.shares().stream()
                        .filter(share -> share.end().isEmpty())
                        .map(share -> Integer.toString(share.number()))
                        .collect(Collectors.joining(", "));
        hall.alarm(
                ("responses of sitting %s are readable still: shares %s of its marking key"
                                + " were to be destroyed from %s on")
                        .formatted(standing.sitting(), outstanding, standing.from().orElseThrow()));
    }

    /// Looks anew at logs and store, into which others wrote.
    void forget() {
        known.clear();
        seen = Seen.NOTHING;
    }

    /// Whether the record of a sitting says here that its responses ended.
    boolean hasEnded(SittingId id) {
        return facts(id).ended().isPresent();
    }

    /// Whether too few shares of a sitting's marking key can be left.
    boolean areGone(SittingId id) {
        return standing(id).filter(one -> one.state() == State.ENDED).isPresent();
    }

    /// Why the end of what is kept of a sitting waits although its time is over: results may still
    /// be objected to.
    Optional<String> objections(SittingId sitting, Instant now) {
        var notice = shared.notice(sitting);
        if (notice.isEmpty()) {
            return Optional.of(Sentence.NO_NOTICE.of());
        }
        return now.isBefore(notice.get())
                ? Optional.of(Sentence.OBJECTIONS_UNTIL.of(notice.get()))
                : Optional.empty();
    }

    private Own own(Standing standing, Share share, List<Standing> all) {
        var others = new ArrayList<SittingId>();
        for (var held : hall.sittings()) {
            var id = held.sitting().id();
            var manifest = held.manifest();
            boolean isHis =
                    manifest.markingKey().quorum().custodians().contains(share.key())
                            || manifest.formKey().custodians().contains(share.key());
            if (isHis && !id.equals(standing.sitting()) && !isThrough(id, all)) {
                others.add(id);
            }
        }
        return new Own(standing, share, others);
    }

    private static boolean isThrough(SittingId id, List<Standing> all) {
        return all.stream()
                .filter(one -> one.sitting().equals(id))
                .anyMatch(one -> one.state() == State.DUE || one.state() == State.ENDED);
    }

    private Standing standing(Hall.Held held, Stored what, Instant now) {
        var id = held.sitting().id();
        var facts = facts(id);
        var manifest = held.manifest();
        var quorum = manifest.markingKey().quorum();
        var ends =
                what.claims().stream()
                        .filter(claim -> claim.sitting().equals(id))
                        .map(Claim::entry)
                        .toList();
        var shares = new ArrayList<Share>();
        for (int i = 0; i < quorum.n(); i++) {
            var key = quorum.custodians().get(i);
            shares.add(
                    new Share(
                            i + 1,
                            key,
                            keepers.apply(key),
                            ends.stream().filter(end -> end.custodian().equals(key)).findFirst()));
        }
        var until = period.until(held.sitting().rules().ends());
        var ended =
                ends.stream()
                        .map(ShareEnded::at)
                        .sorted()
                        .skip(quorum.n() - quorum.k())
                        .findFirst()
                        .or(facts::ended);
        var waits = objections(id, now);
        boolean isHeld = what.held().contains(id.text());
        var state = state(until, ended, isHeld, waits, facts, now);
        return new Standing(
                id,
                manifest.form().id(),
                manifest.digest(),
                quorum.k(),
                shares,
                state,
                isHeld,
                until,
                from(state, until, facts),
                state == State.WAITING ? waits : Optional.empty(),
                ended);
    }

    private static State state(
            Instant until,
            Optional<Instant> ended,
            boolean isHeld,
            Optional<String> waits,
            Facts facts,
            Instant now) {
        if (ended.isPresent()) {
            return State.ENDED;
        }
        if (isHeld) {
            return State.HELD;
        }
        if (!now.isAfter(until)) {
            return State.KEPT;
        }
        if (waits.isPresent()) {
            return State.WAITING;
        }
        return facts.announced()
                        .map(at -> at.plus(RetentionRounds.ANNOUNCED_BEFORE))
                        .filter(from -> !now.isBefore(from))
                        .isPresent()
                ? State.DUE
                : State.ANNOUNCED;
    }

    private static Optional<Instant> from(State state, Instant until, Facts facts) {
        return switch (state) {
            case KEPT -> Optional.of(until.plus(RetentionRounds.ANNOUNCED_BEFORE));
            case HELD, WAITING -> Optional.empty();
            case ANNOUNCED, DUE, ENDED ->
                    facts.announced().map(at -> at.plus(RetentionRounds.ANNOUNCED_BEFORE));
        };
    }

    private Facts facts(SittingId id) {
        return known.computeIfAbsent(id, this::read);
    }

    private Facts read(SittingId id) {
        index.follow();
        var entered = new HashSet<Digest>();
        var _ =
                newest(
                        "share-ended",
                        id,
                        found -> {
                            entered.add(((ShareEnded) found.entry()).custodian());
                            return false;
                        });
        return new Facts(
                newest("deletion-announced", id, MarkingShares::isOfResponses)
                        .map(found -> found.entry().at()),
                newest("retention-ended", id, MarkingShares::isOfResponses)
                        .map(found -> found.entry().at()),
                newest("responses-held", id, _ -> true)
                        .filter(found -> ((ResponsesHeld) found.entry()).isHeld())
                        .isPresent(),
                Set.copyOf(entered));
    }

    private static boolean isOfResponses(Found found) {
        return found.facts().what().equals(RetentionTable.RESPONSES);
    }

    private Optional<Found> newest(String kind, SittingId id, Predicate<Found> fits) {
        var cursor = OptionalLong.empty();
        do {
            var page = index.find(RecordQuery.all(Where.SITTINGS).of(kind, ""), cursor, AT_ONCE);
            var found =
                    page.found().stream()
                            .filter(one -> one.log().sitting().filter(id::equals).isPresent())
                            .filter(fits)
                            .findFirst();
            if (found.isPresent()) {
                return found;
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return Optional.empty();
    }
}
