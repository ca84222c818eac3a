package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.gongyuan.protocol.message.NotAMessage;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.node.Lane;

import java.util.Optional;

/// `POST /seat/posture`: a seat at which nobody has signed in tells what was found about its
/// machine, and hears how that is judged (`seat-protocol.md` section 12.2).
final class DoorReports {

    private static final int LARGEST_BODY = 32 * 1024;
    private static final String SEAT = "Gongyuan-Seat";

    private final Lane lane;
    private final Doors doors;

    DoorReports(Lane lane, Doors doors) {
        this.lane = requireNonNull(lane, "lane");
        this.doors = requireNonNull(doors, "doors");
    }

    /// Takes one report. The seat it names must be the one its certificate names.
    void request(HttpServerRequest request, Optional<SeatId> certified, Optional<SittingId> asked) {
        var seat = named(request.getHeader(SEAT));
        if (seat.isEmpty() || !isWithin(request.getHeader("Content-Length"))) {
            request.response().setStatusCode(400).end();
        } else if (!certified.map(seat.get()::equals).orElse(true)) {
            request.response().setStatusCode(403).end();
        } else {
            request.body()
                    .onSuccess(body -> lane.enter(() -> taken(request, body, seat.get(), asked)));
        }
    }

    private void taken(
            HttpServerRequest request, Buffer body, SeatId seat, Optional<SittingId> asked) {
        var sitting = doors.sitting(asked);
        if (!doors.isOpen() || sitting.isEmpty()) {
            request.response().setStatusCode(doors.isOpen() ? 404 : 503).end();
            return;
        }
        try {
            if (!(SeatMessage.read(body.getBytes()) instanceof SeatMessage.Posture(var report))) {
                request.response().setStatusCode(400).end();
                return;
            }
            var judged = sitting.get().reportAtDoor(seat, PostureReport.read(report.toBytes()));
            request.response()
                    .putHeader("content-type", "application/octet-stream")
                    .putHeader("cache-control", "no-store")
                    .end(Buffer.buffer(judged.toBody()));
        } catch (NotAMessage _) {
            request.response().setStatusCode(400).end();
        }
    }

    private static Optional<SeatId> named(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(new SeatId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isWithin(String length) {
        return length != null
                && length.matches("[0-9]{1,6}")
                && Integer.parseInt(length) <= LARGEST_BODY;
    }
}
