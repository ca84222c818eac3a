package org.gongyuan.seat.session;

import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSealKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// Opens the candidate's photo that came with his admission (seat-protocol.md section 4.5).
final class Photo {

    private static final Logger LOG = LoggerFactory.getLogger(Photo.class);

    private Photo() {}

    /// The photo, or nothing: one that does not open or is no photo keeps nobody out, because the
    /// proctor can look at the candidate's document.
    static Optional<Portrait> of(ServerMessage.Admitted admitted, SessionSealKey key) {
        var sealed = admitted.candidate().photo();
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        try {
            var associated = Portrait.associated(admitted.session());
            return Optional.of(
                    new Portrait(Octets.of(key.open(sealed.get().toBytes(), associated))));
        } catch (SealBroken | IllegalArgumentException refused) {
            LOG.warn("the photo of the candidate is refused: {}", refused.getMessage());
            return Optional.empty();
        }
    }
}
