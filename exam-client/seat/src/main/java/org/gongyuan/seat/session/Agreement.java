package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSealKey;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/// How seat and server come to agree, each time the seat is let in, on which responses there are
/// (seat-protocol.md section 6). On the seat's thread.
final class Agreement {

    private final KeptSession kept;
    private final Page page;

    Agreement(KeptSession kept, Page page) {
        this.kept = requireNonNull(kept, "kept");
        this.page = requireNonNull(page, "page");
    }

    /// Agrees, or tells that the server has another chain than this seat gave it.
    ///
    /// @param wasLetIn whether this seat has spoken for the session before
    boolean isReached(
            ServerMessage.Admitted admitted, boolean wasLetIn, SessionSealKey sealToSeat) {
        var there = admitted.standing();
        if (kept.responses().agreesWith(there.lastSeq(), there.head(), admitted.now())) {
            return true;
        }
        boolean isBehind = there.lastSeq() < kept.memory().savedSeq();
        if (wasLetIn && !isBehind) {
            return false;
        }
        if (there.responses().isEmpty()) {
            // What the server does not show may be newer than what is here: only what cannot be
            // there is given again.
            kept.responses().giveAgainAfter(there.lastSeq(), there.head(), admitted.now());
            if (!isBehind && there.lastSeq() > 0) {
                page.trouble(Words.NOT_SHOWN);
            }
        } else {
            takeOver(there, admitted.now(), sealToSeat);
        }
        return true;
    }

    /// Goes on from the server's responses. Those this seat cannot open stay in force; the
    /// candidate hears that they are there and cannot be shown.
    private void takeOver(Standing there, Instant now, SessionSealKey sealToSeat) {
        var theirs = new TreeMap<PlacementId, Responses.Theirs>();
        var came = keyOf(there, sealToSeat);
        for (var given : there.responses()) {
            theirs.put(given.placement(), kept.responses().opened(came, given));
        }
        came.ifPresent(ResponseKey::close);
        kept.responses().rebase(there.lastSeq(), there.head(), now, theirs);
        if (theirs.values().stream().anyMatch(one -> one.saltAndBody().isEmpty())) {
            page.trouble(Words.NOT_SHOWN);
        }
    }

    private Optional<ResponseKey> keyOf(Standing there, SessionSealKey sealToSeat) {
        if (there.responseKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    sealToSeat.unwrap(
                            ResponseKey.KIND,
                            there.responseKey().get().toBytes(),
                            kept.sessionBytes()));
        } catch (SealBroken _) {
            return Optional.empty();
        }
    }
}
