package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.Damage;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.JournalLock;
import org.gongyuan.seat.journal.JournalOpening;
import org.gongyuan.seat.journal.Memory;
import org.gongyuan.seat.journal.PageMemory;
import org.gongyuan.seat.journal.PictureCache;
import org.gongyuan.seat.journal.SeatJournal;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSealKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/// What this machine keeps of one session: its journal, the response key in it, and what is built
/// upon them – responses, evidence, the page's memory. On the seat's thread; the journal's disk
/// works elsewhere and calls back there.
///
///     nothing --find or begin--> found --takeUp--> at work
///     found --leave--> nothing
final class KeptSession {

    private final SeatSettings settings;
    private final Surroundings around;
    private final ServerTime time;
    private final Consumer<SeatMessage> send;
    private final Runnable changed;

    private SeatJournal journal;
    private List<Damage> damage = List.of();
    private ResponseKey responseKey;
    private Responses responses;
    private Evidence evidence;
    private PageMemory pageMemory;

    /// @param changed is told when responses have come further
    KeptSession(
            SeatSettings settings,
            Surroundings around,
            ServerTime time,
            Consumer<SeatMessage> send,
            Runnable changed) {
        this.settings = requireNonNull(settings, "settings");
        this.around = requireNonNull(around, "around");
        this.time = requireNonNull(time, "time");
        this.send = requireNonNull(send, "send");
        this.changed = requireNonNull(changed, "changed");
    }

    /// Whether there is a journal.
    boolean isFound() {
        return journal != null;
    }

    /// Whether the seat was let in and works with it.
    boolean isAtWork() {
        return responses != null;
    }

    SeatJournal journal() {
        return journal;
    }

    Memory memory() {
        return journal.memory();
    }

    ResponseKey responseKey() {
        return responseKey;
    }

    Responses responses() {
        return responses;
    }

    Evidence evidence() {
        return evidence;
    }

    PageMemory pageMemory() {
        return pageMemory;
    }

    /// The bytes that what is sealed for this session is bound to.
    byte[] sessionBytes() {
        return memory().begun().session().toBytes();
    }

    /// Looks for a session of this candidate.
    ///
    /// @throws IOException when the journal folder cannot be read
    void find(SignIn candidate) throws IOException {
        switch (JournalOpening.open(around.folder(), candidate, around.disk(), around.seat())) {
            case JournalOpening.Opened(var opened, var found) -> {
                journal = opened;
                damage = found;
            }
            case JournalOpening.NotOpened(var found) -> damage = found;
            case JournalOpening.Nothing() -> damage = List.of();
        }
    }

    /// What was found is of another session, or nobody goes on with it now; it stays on the disk.
    void leave() {
        if (journal != null) {
            journal.leave();
            journal = null;
        }
    }

    /// Whether what was found is about the session the seat is let into.
    boolean isAbout(ServerMessage.Admitted admitted, SittingId sitting, Suite suite) {
        return memory().begun().session().equals(admitted.session())
                && memory().begun().sitting().equals(sitting)
                && journal.suite() == suite;
    }

    /// Begins the journal of a session that is new here. A response key that the server gives is
    /// gone on with.
    ///
    /// @throws SealBroken when the key that the server gives does not open
    /// @throws IOException when the journal folder cannot be written
    void begin(
            ServerMessage.Admitted admitted,
            SittingId sitting,
            SignIn candidate,
            Suite suite,
            SessionSealKey sealToSeat)
            throws SealBroken, IOException {
        var session = admitted.session().toBytes();
        var given = admitted.standing().responseKey();
        responseKey =
                given.isPresent()
                        ? sealToSeat.unwrap(ResponseKey.KIND, given.get().toBytes(), session)
                        : ResponseKey.generate(suite, around.random());
        var lock = JournalLock.fresh(suite, candidate, settings.stretching(), around.random());
        journal =
                SeatJournal.begin(
                        around.folder(),
                        lock,
                        new JournalEntry.Begun(
                                sitting,
                                admitted.session(),
                                settings.seat(),
                                admitted.manifest(),
                                Octets.of(lock.key().wrap(responseKey, session))),
                        around.disk(),
                        around.seat());
    }

    /// Opens the response key in the journal that was found, unless it is open.
    ///
    /// @throws SealBroken when the journal holds another
    void unlock() throws SealBroken {
        if (responseKey == null) {
            responseKey =
                    journal.lock()
                            .key()
                            .unwrap(
                                    ResponseKey.KIND,
                                    memory().begun().responseKey().toBytes(),
                                    sessionBytes());
        }
    }

    /// Begins to work with it, under this signing key.
    void takeUp(SigningKeyPair signing) {
        responses =
                new Responses(
                        journal,
                        responseKey,
                        signing,
                        around.random(),
                        around.ticker(),
                        send,
                        changed);
        var session = memory().begun().session();
        var key = journal.lock().key();
        PictureCache pictures;
        try {
            pictures =
                    new PictureCache(
                            around.folder(),
                            key,
                            session,
                            settings.pictureBudget(),
                            around.disk(),
                            around.seat());
            pageMemory =
                    new PageMemory(around.folder(), key, session, around.disk(), around.seat());
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal folder cannot be read", failed);
        }
        evidence = new Evidence(journal, pictures, time, around.ticker(), around.random(), send);
    }

    /// Observes, once, what of the journal could not be read.
    void observeDamage() {
        for (var place : damage) {
            evidence.observe(
                    "journal-damaged",
                    new CborWriter()
                            .array(4)
                            .text(place.file())
                            .uint(place.offset())
                            .text(place.kind().name())
                            .uint(place.bytesNotRead())
                            .toBytes());
        }
        damage = List.of();
    }

    /// How the candidate's work stands: *saved* only when the server said so, *kept here* only when
    /// this machine's journal is synced.
    SaveState work(boolean isConnected) {
        if (memory().lastSeq() == 0) {
            return new SaveState.Untouched();
        }
        if (responses.isAllSaved()) {
            return new SaveState.Saved(memory().savedAt());
        }
        if (!isConnected && responses.isAllSynced() && !journal.isBroken()) {
            return new SaveState.KeptHere();
        }
        return new SaveState.Saving();
    }

    /// Looks at the receipt, and closes the journal with it.
    Receipts.Finding close(String receipt) {
        var finding =
                Receipts.check(receipt, memory(), responses.sheet(), settings.checkpointKeys());
        journal.add(new JournalEntry.Closed(receipt));
        journal.commit(() -> {});
        return finding;
    }

    /// Nothing is sent or signed any more.
    void end() {
        if (responses != null) {
            responses.end();
            evidence.stop();
        }
        if (responseKey != null) {
            responseKey.close();
        }
    }

    /// The candidate has seen the receipt: no picture stays on this machine, and nothing that was
    /// kept for the page.
    void forgetEvidence() {
        if (isAtWork()) {
            evidence.end();
            pageMemory.wipe();
        }
    }

    /// The program ends; what is here is found again.
    void leaveForLater() {
        if (isAtWork()) {
            pageMemory.leave();
        }
        if (journal != null) {
            journal.leave();
        }
    }

    /// Nothing of the journal stays either; `wiped` is called when it is gone.
    void wipe(Runnable wiped) {
        if (journal == null) {
            wiped.run();
        } else {
            journal.end(wiped);
        }
    }
}
