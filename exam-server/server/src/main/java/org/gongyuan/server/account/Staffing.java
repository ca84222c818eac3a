package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account.State;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// Grants duties, takes them back and ends accounts (`staff-access.md` 4.4). Nobody changes his own
/// duties, and no grant brings together what stays apart.
public final class Staffing {

    /// No duty is granted for longer.
    public static final Duration LONGEST = Duration.ofDays(366);

    private final AccountBook book;
    private final DutyTable table;
    private final InstantSource clock;

    /// What came of it.
    public sealed interface Outcome {

        /// It was done.
        record Done() implements Outcome {}

        /// There is no such account, or it has ended.
        record Unknown() implements Outcome {}

        /// It was refused, for this reason.
        record Refused(String because) implements Outcome {}
    }

    /// Changes the accounts in a book by this table.
    public Staffing(AccountBook book, DutyTable table, InstantSource clock) {
        this.book = requireNonNull(book, "book");
        this.table = requireNonNull(table, "table");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Why this duty cannot be given to that person, if so; two persons are asked to stand for no
    /// grant that would be refused.
    public Optional<String> refusal(
            StaffId by,
            StaffId to,
            Digest ways,
            Duty duty,
            Area area,
            Instant from,
            Instant until) {
        return switch (judged(by, to, ways, duty, area, from, until)) {
            case Judged.Fit _ -> Optional.empty();
            case Judged.Unfit(var because) -> Optional.of(because);
        };
    }

    /// The ways in of an account that may be given duties.
    public Optional<Digest> ways(StaffId of) {
        return book.find(of)
                .map(AccountBook.Kept::account)
                .filter(account -> account.state() == State.ACTIVE)
                .map(Account::ways);
    }

    private sealed interface Judged {

        record Fit(AccountBook.Kept kept, Grant grant) implements Judged {}

        record Unfit(String because) implements Judged {}
    }

    private Judged judged(
            StaffId by,
            StaffId to,
            Digest ways,
            Duty duty,
            Area area,
            Instant from,
            Instant until) {
        if (!from.isBefore(until)) {
            return new Judged.Unfit(Sentence.DUTY_TIMES.of(from, until));
        }
        var grant = new Grant(duty, area, from, until, by);
        var refusal = refusal(by, to, grant);
        if (refusal.isPresent()) {
            return new Judged.Unfit(refusal.get());
        }
        var kept = book.find(to);
        if (kept.isEmpty() || kept.get().account().state() != State.ACTIVE) {
            return new Judged.Unfit(Sentence.ACCOUNT_NOT_IN_USE.of(to));
        }
        var account = kept.get().account();
        if (!account.ways().equals(ways)) {
            return new Judged.Unfit(
                    Sentence.WAYS_CHANGED.of(to, Account.mark(account.ways()), Account.mark(ways)));
        }
        var apart = table.refusal(account.grants(), duty, clock.instant());
        return apart.<Judged>map(
                        one ->
                                new Judged.Unfit(
                                        Sentence.DUTIES_APART.of(
                                                one.one(), one.other(), one.zh(), one.en())))
                .orElseGet(() -> new Judged.Fit(kept.get(), grant));
    }

    private Optional<String> refusal(StaffId by, StaffId to, Grant grant) {
        if (by.equals(to)) {
            return Optional.of(Sentence.NOT_OWN_DUTIES.of());
        }
        try {
            var _ = table.known(grant.duty());
        } catch (IllegalArgumentException unknown) {
            return Optional.of(unknown.getMessage());
        }
        var now = clock.instant();
        if (!now.isBefore(grant.until()) || grant.until().isAfter(now.plus(LONGEST))) {
            return Optional.of(Sentence.DUTY_TOO_LONG.of(LONGEST.toDays(), grant.until()));
        }
        return Optional.empty();
    }

    /// Gives the person with these ways in a duty that two have decided.
    ///
    /// @param by who approved it
    public Outcome grant(
            StaffId by,
            StaffId to,
            Digest ways,
            Duty duty,
            Area area,
            Instant from,
            Instant until) {
        return switch (judged(by, to, ways, duty, area, from, until)) {
            case Judged.Unfit(var because) -> new Outcome.Refused(because);
            case Judged.Fit(var kept, var grant) -> {
                var more = new ArrayList<>(kept.account().grants());
                more.removeIf(one -> one.duty().equals(duty) && one.area().equals(area));
                more.add(grant);
                yield book.keep(kept, kept.account().holding(more))
                        ? new Outcome.Done()
                        : new Outcome.Refused(Sentence.ACCOUNT_CHANGED.of());
            }
        };
    }

    /// Takes a duty back.
    public Outcome takeBack(StaffId by, StaffId from, Duty duty, Area area) {
        if (by.equals(from)) {
            return new Outcome.Refused(Sentence.NOT_OWN_DUTIES.of());
        }
        var kept = book.find(from);
        if (kept.isEmpty()) {
            return new Outcome.Unknown();
        }
        var account = kept.get().account();
        var fewer =
                account.grants().stream()
                        .filter(one -> !(one.duty().equals(duty) && one.area().equals(area)))
                        .toList();
        if (fewer.size() == account.grants().size()) {
            return new Outcome.Unknown();
        }
        return book.keep(kept.get(), account.holding(fewer))
                ? new Outcome.Done()
                : new Outcome.Refused(Sentence.ACCOUNT_CHANGED.of());
    }

    /// Ends an account. Only two can bring it back, without its duties (staff-access.md 1.4).
    public Outcome end(StaffId by, StaffId whose) {
        if (by.equals(whose)) {
            return new Outcome.Refused(Sentence.NOT_OWN_ACCOUNT.of());
        }
        var kept = book.find(whose);
        if (kept.isEmpty() || kept.get().account().state() == State.ENDED) {
            return new Outcome.Unknown();
        }
        return book.keep(kept.get(), kept.get().account().ended())
                ? new Outcome.Done()
                : new Outcome.Refused(Sentence.ACCOUNT_CHANGED.of());
    }
}
