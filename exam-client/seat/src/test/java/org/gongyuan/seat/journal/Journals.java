package org.gongyuan.seat.journal;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/// Journals of one candidate, Lin Yue, at seat B-14.
final class Journals {

    static final SignIn LIN_YUE = new SignIn("2026110114", "K7RM-2QXD");
    static final SessionId SESSION = SessionId.parse("00112233445566778899aabbccddeeff");
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private Journals() {}

    static SeatJournal begun(JournalFolder folder) {
        return begun(folder, Suite.INTL_1);
    }

    static SeatJournal begun(JournalFolder folder, Suite suite) {
        var random = new SecureRandom();
        var lock = JournalLock.fresh(suite, LIN_YUE, Argon2.SIMULATED, random);
        try (var key = ResponseKey.generate(suite, random)) {
            return SeatJournal.begin(
                    folder,
                    lock,
                    new JournalEntry.Begun(
                            new SittingId("2026-a1"),
                            SESSION,
                            new SeatId("C1/B/14"),
                            suite.digest(new byte[] {1}),
                            Octets.of(lock.key().wrap(key, SESSION.toBytes()))),
                    Runnable::run,
                    Runnable::run);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static JournalOpening opened(JournalFolder folder) {
        return opened(folder, LIN_YUE);
    }

    static JournalOpening opened(JournalFolder folder, SignIn signIn) {
        try {
            return JournalOpening.open(folder, signIn, Runnable::run, Runnable::run);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The `seq`th change of this candidate, as it would be sent.
    static JournalEntry.Given change(Suite suite, long seq) {
        var body = ("change " + seq).repeat(8).getBytes(StandardCharsets.UTF_8);
        return new JournalEntry.Given(
                seq,
                new PlacementId((int) (seq % 5) + 1),
                Octets.of(body),
                Chains.response(suite, body));
    }

    static void give(SeatJournal journal, long changes, Runnable durable) {
        for (long i = 0; i < changes; i++) {
            journal.add(change(journal.suite(), journal.memory().lastSeq() + 1));
            journal.commit(durable);
        }
    }
}
