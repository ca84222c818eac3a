package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.session.SittingLog.Taking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// What a session has to say to its seat: the connection that is served just now, whether the
/// seat's form is complete there, and what the seat must hear even if it was away. Owned by one
/// session, in the core's lane.
///
///     nobody --connect--> connected --formComplete--> ready
///     connected or ready --drop | disconnected--> nobody;  connect again: the older is ended
final class SeatLine {

    /// A seat whose entry the record did not take just now tries again so soon.
    private static final Duration SOON = Duration.ofSeconds(1);

    /// A seat whose message does not fit tries again so late: waiting alone mends nothing.
    private static final Duration LATER = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Runnable touched;
    private final Outbox outbox = new Outbox();

    private SeatLink link;
    private boolean isReady;
    private boolean isTouched;
    private Runnable whenLetGo = () -> {};

    /// @param touched is told when there is something to say at the end of the turn
    SeatLine(InstantSource clock, Runnable touched) {
        this.clock = requireNonNull(clock, "clock");
        this.touched = requireNonNull(touched, "touched");
    }

    // --- the connection

    boolean isConnected() {
        return link != null;
    }

    Optional<SeatLink> link() {
        return Optional.ofNullable(link);
    }

    /// Whether this very connection is served.
    boolean serves(SeatLink asking) {
        return asking != null && asking.equals(link);
    }

    /// Whether the connected seat has said that its form is complete.
    boolean isReady() {
        return isReady;
    }

    /// Whether the seat has been connected without a break since that instant, or longer.
    boolean isConnectedSince(Instant instant) {
        return link != null && !link.since().isAfter(instant);
    }

    /// From now on this seat is served; an older connection is ended.
    void connect(SeatLink newer) {
        var older = link;
        link = requireNonNull(newer, "newer");
        whenLetGo = () -> {};
        isReady = false;
        if (older != null) {
            older.close(SeatLink.Ending.REPLACED);
        }
    }

    /// The connection has gone by itself.
    void disconnected(SeatLink gone) {
        if (Objects.equals(link, gone)) {
            link = null;
            isReady = false;
        }
    }

    /// Ends the connection, if there is one.
    void drop(SeatLink.Ending ending) {
        if (link != null) {
            link.close(ending);
            link = null;
            isReady = false;
        }
    }

    /// What ends a connection that is still coming in, should the session be let go meanwhile.
    void whenLetGo(Runnable ending) {
        whenLetGo = ending;
    }

    /// Ends the connection that is served, and the one that is still coming in.
    void letGo() {
        drop(SeatLink.Ending.REPLACED);
        whenLetGo.run();
    }

    // --- what is said at once

    /// Says something to the connected seat; it is lost when there is none.
    void tell(ServerMessage message) {
        if (link != null) {
            link.tell(message);
        }
    }

    /// A response or submission does not fit, and why.
    void refuse(long seq, String reason) {
        tell(new ServerMessage.NotSaved(seq, reason, LATER));
    }

    /// The record did not take what the seat sent; it is to be sent again soon.
    void notTaken(long seq, Taking taking) {
        tell(new ServerMessage.NotSaved(seq, taking.word(), SOON));
    }

    // --- what is said once for a whole turn

    /// There is something to say at the end of this turn.
    void touch() {
        if (!isTouched) {
            isTouched = true;
            touched.run();
        }
    }

    /// The turn ends; what was to be said is being said.
    void turnEnds() {
        isTouched = false;
    }

    // --- what must be heard

    /// The highest number in the outbox.
    long lastNumber() {
        return outbox.last();
    }

    /// The seat has shown everything up to this number.
    void seen(long number) {
        outbox.seen(number);
    }

    /// The seat's form is complete: it hears what it has not shown so far.
    void formComplete(long shown) {
        isReady = true;
        outbox.after(shown, now()).forEach(this::tell);
    }

    /// Says what has no entry, and gives its number.
    long tellFree(long durableOrdinal, Outbox.LongFunctionOfNow words) {
        long number = outbox.addFree(Math.max(0, durableOrdinal), words);
        tellNumber(number);
        return number;
    }

    /// Keeps what had this number before the node restarted, until the seat has shown it.
    void keepAgain(long number, Outbox.LongFunctionOfNow words) {
        outbox.addAgain(number, words);
    }

    /// Says what follows from a durable entry, if the seat must hear of it.
    void tellOf(SessionEntry entry) {
        long number = note(entry);
        if (number > 0) {
            tellNumber(number);
        }
    }

    /// Puts what follows from an entry into the outbox; 0 when nothing does.
    long note(SessionEntry entry) {
        long n = entry.ordinal();
        return switch (entry) {
            case SessionEntry.Held e ->
                    outbox.add(
                            n, (number, _) -> new ServerMessage.Hold(number, e.cause(), e.left()));
            case SessionEntry.Resumed e ->
                    outbox.add(
                            n,
                            (number, now) -> new ServerMessage.Resume(number, e.deadline(), now));
            case SessionEntry.Extended e ->
                    outbox.add(
                            n,
                            (number, now) ->
                                    new ServerMessage.Extend(
                                            number, e.by(), e.deadline(), e.cause(), now));
            case SessionEntry.Voided e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Voided(number, e.cause()));
            case SessionEntry.Transferred e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Voided(number, e.cause()));
            case SessionEntry.Expired e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Collected(number, e.lastSeq()));
            default -> 0;
        };
    }

    private void tellNumber(long number) {
        outbox.after(number - 1, now()).stream().limit(1).forEach(this::tell);
    }

    private Instant now() {
        return clock.instant();
    }
}
