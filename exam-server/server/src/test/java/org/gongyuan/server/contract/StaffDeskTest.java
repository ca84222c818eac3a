package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.audit.StaffEntries;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How often one account may ask (`staff-contract.md` 5), by a clock that stands still: through
/// sockets a slow machine would let more through.
@DisplayName("The desk that judges what staff ask")
class StaffDeskTest {

    private static final int OF_ONE_OPERATION = 60;
    private static final int OF_ONE_ACCOUNT = 240;

    private final List<SittingEntry> entered = new ArrayList<>();
    private Instant now = Instant.parse("2026-05-04T04:00:00Z");

    private final StaffDesk desk =
            new StaffDesk(
                    Map.of(
                            "a",
                            this::done,
                            "b",
                            this::done,
                            "c",
                            this::done,
                            "d",
                            this::done,
                            "e",
                            this::done),
                    DutyTable.standard(),
                    new Audit(new Entries()),
                    () -> now);

    private final class Entries implements StaffEntries {

        @Override
        public long enter(Function<Instant, SittingEntry> fact) {
            entered.add(fact.apply(now));
            return entered.size();
        }

        @Override
        public JournalReader reader() {
            throw new IllegalStateException("nobody reads here");
        }
    }

    private StaffAnswer done(StaffCall call) {
        return StaffAnswer.done();
    }

    private int ask(String who, String operation) {
        var account =
                new Account(
                        new StaffId(who),
                        Octets.of(new byte[] {1}),
                        Account.State.ACTIVE,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        var call =
                new StaffCall(
                        operation,
                        Map.of(),
                        new JsonObject(),
                        Optional.of(new SignedIn(Digest.of(new byte[Digest.LENGTH]), account)),
                        Optional.empty());
        return desk.answer(call, StaffContract.SIGNED_IN, "act").status();
    }

    @Test
    void v4_oneAccountAsksOneOperationSixtyTimesAMinute() {
        for (int i = 0; i < OF_ONE_OPERATION; i++) {
            assertEquals(204, ask("wang", "a"));
        }

        assertEquals(429, ask("wang", "a"));
        assertEquals(204, ask("wang", "b"), "another operation");
        assertEquals(204, ask("li", "a"), "another account");
        assertEquals(OF_ONE_OPERATION + 2, entered.size(), "a flood is not entered");
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(204, ask("wang", "a"), "a minute later");
    }

    @Test
    void v4_oneAccountAsksTwoHundredAndFortyTimesAMinuteWhateverItAsks() {
        for (var operation : List.of("a", "b", "c", "d")) {
            for (int i = 0; i < OF_ONE_ACCOUNT / 4; i++) {
                assertEquals(204, ask("wang", operation));
            }
        }

        assertEquals(429, ask("wang", "e"), "although he never asked it");
        now = now.plus(Duration.ofSeconds(1));
        for (int i = 0; i < OF_ONE_ACCOUNT / 60; i++) {
            assertEquals(204, ask("wang", "e"), "what a second gives back");
        }
        assertEquals(429, ask("wang", "e"));
        assertEquals(204, ask("li", "e"), "another account");
    }
}
