package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One session as the closed record has it: how it ended, and the last response of every placement,
/// sealed.
///
/// @param sheet the sheet digest of the closing entry; zeros when the session is not scored
/// @param keys the response keys, by the ordinal from which on they were used
/// @param last the last response of each placement
public record ClosedSession(
        SessionId session,
        Standing standing,
        Digest sheet,
        List<WrappedKey> keys,
        SortedMap<PlacementId, SealedResponse> last) {

    /// A response key as the seat handed it in: its commitment, and its envelope to the marking
    /// key.
    public record WrappedKey(long ordinal, Digest commitment, Octets envelope) {

        public WrappedKey {
            requireNonNull(commitment, "commitment");
            requireNonNull(envelope, "envelope");
        }
    }

    /// A response as it was saved.
    public record SealedResponse(long ordinal, long seq, Digest commitment, Octets sealed) {

        public SealedResponse {
            requireNonNull(commitment, "commitment");
            requireNonNull(sealed, "sealed");
        }
    }

    public ClosedSession {
        requireNonNull(session, "session");
        requireNonNull(standing, "standing");
        requireNonNull(sheet, "sheet");
        keys = List.copyOf(keys);
        last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
    }
}
