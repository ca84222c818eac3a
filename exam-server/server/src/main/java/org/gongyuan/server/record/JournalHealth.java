package org.gongyuan.server.record;

import java.util.Optional;

/// How a journal fares, for health pages and metrics.
///
/// @param stopped why it acknowledges nothing any more, if so
/// @param entries durable entries
/// @param groups syncs since opening
/// @param bytesWritten bytes written since opening
public record JournalHealth(
        Optional<String> stopped,
        DiskPressure pressure,
        long entries,
        long groups,
        long bytesWritten) {

    /// Whether responses are still taken.
    public boolean isAcknowledging() {
        return stopped.isEmpty() && pressure.admits(Urgency.RESPONSE);
    }
}
