package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.function.Consumer;

/// Tells the server what was found about this machine: announced in the hello of every connection,
/// said once it is up, and again when the machine changes (seat-protocol.md section 12). On the
/// seat's thread.
final class PostureTelling {

    private static final Digest NOTHING = Digest.of(new byte[Digest.LENGTH]);

    private final Consumer<SeatMessage> send;
    private Octets found;
    private Octets announced;

    PostureTelling(Consumer<SeatMessage> send) {
        this.send = requireNonNull(send, "send");
    }

    /// Something was found. It is said at once, unless what was announced is still to be said.
    ///
    /// @param isLetIn whether the seat has been let in before
    void found(PostureReport report, boolean isLetIn) {
        found = Octets.of(report.toBytes());
        if (announced == null && isLetIn) {
            send.accept(new SeatMessage.Posture(found));
        }
    }

    /// What the hello of a new connection says of it.
    Digest announce(Suite suite) {
        announced = found;
        return found == null ? NOTHING : suite.digest(found.toBytes());
    }

    /// The connection is up: what was announced comes first, then what was found meanwhile.
    void tell() {
        if (announced != null) {
            send.accept(new SeatMessage.Posture(announced));
        }
        if (found != null && !found.equals(announced)) {
            send.accept(new SeatMessage.Posture(found));
        }
        announced = null;
    }
}
