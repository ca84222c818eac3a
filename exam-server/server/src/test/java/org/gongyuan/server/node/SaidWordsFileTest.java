package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.sitting.Sittings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@DisplayName("Words said to candidates")
class SaidWordsFileTest {

    @TempDir Path folder;

    private final Sittings sittings = new Sittings();

    @Test
    void areHeardAfterARestartByWhoeverHasNotSeenThem() throws Exception {
        var away = sittings.running(1);
        var there = sittings.running(2);
        sittings.loses(away);
        try (var said = new SaidWordsFile(folder.resolve("said"), this::fails)) {
            sittings.sitting.orders().keepWordsIn(said);
            sittings.sitting.orders().message(new Scope.All(), "请安静");
            sittings.sitting.orders().message(new Scope.All(), "还有十分钟");
            said.awaitWritten();
        }
        long shown = there.last(ServerMessage.Message.class).orElseThrow().outbox();
        sittings.crashAndRestart();
        try (var said = new SaidWordsFile(folder.resolve("said"), this::fails)) {
            said.sayAgain(sittings.sitting);
        }

        sittings.connect(away, Sittings.seat(1)).helloAgain();
        away.ready();
        assertEquals(2, away.count(ServerMessage.Message.class));
        assertEquals("还有十分钟", away.last(ServerMessage.Message.class).orElseThrow().words());
        sittings.connect(there, Sittings.seat(2)).helloAgain();
        there.readyHavingSeen(shown);
        assertEquals(0, there.count(ServerMessage.Message.class));
    }

    @Test
    void haveTheirPlaceBeforeEntriesThatCameLater() throws Exception {
        var seat = sittings.running(1);
        sittings.loses(seat);
        try (var said = new SaidWordsFile(folder.resolve("said"), this::fails)) {
            sittings.sitting.orders().keepWordsIn(said);
            sittings.sitting.orders().message(new Scope.All(), "请安静");
        }
        sittings.sitting
                .orders()
                .hold(new Scope.All(), Cause.POWER_CUT, Sittings.WANG, Sittings.WANG);
        sittings.turn();
        sittings.crashAndRestart();
        try (var said = new SaidWordsFile(folder.resolve("said"), this::fails)) {
            said.sayAgain(sittings.sitting);
        }
        sittings.connect(seat, Sittings.seat(1)).helloAgain();
        seat.ready();

        long message = seat.last(ServerMessage.Message.class).orElseThrow().outbox();
        assertTrue(message < seat.last(ServerMessage.Hold.class).orElseThrow().outbox());
    }

    private void fails(String because) {
        throw new AssertionError(because);
    }
}
