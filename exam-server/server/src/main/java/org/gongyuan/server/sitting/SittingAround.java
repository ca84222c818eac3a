package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.Surroundings;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.InstantSource;
import java.util.function.Consumer;

/// What the sessions of one sitting find around them: its plan, its form, its record, where
/// evidence goes, and the node. Holds no state of its own.
final class SittingAround implements Surroundings {

    private final SittingPlan plan;
    private final SittingForm form;
    private final Node node;
    private final SittingLog log;
    private final Evidence evidence;

    SittingAround(
            SittingPlan plan, SittingForm form, Node node, SittingLog log, Evidence evidence) {
        this.plan = requireNonNull(plan, "plan");
        this.form = requireNonNull(form, "form");
        this.node = requireNonNull(node, "node");
        this.log = requireNonNull(log, "log");
        this.evidence = requireNonNull(evidence, "evidence");
    }

    @Override
    public Suite suite() {
        return form.suite();
    }

    @Override
    public Rules rules() {
        return plan.rules();
    }

    @Override
    public PosturePolicy posture() {
        return plan.posture();
    }

    @Override
    public boolean has(PlacementId placement) {
        return form.placements().contains(placement);
    }

    @Override
    public SittingLog log() {
        return log;
    }

    @Override
    public InstantSource clock() {
        return node.clock();
    }

    @Override
    public Timers timers() {
        return node.timers();
    }

    @Override
    public boolean holds(Octets verifyingKey, Digest signed, Octets signature) {
        try {
            var key = VerifyingKey.decode(verifyingKey.toBytes());
            return key.purpose() == SigningPurpose.SEAT
                    && key.holds(Signature.decode(signature.toBytes()), signed.toBytes());
        } catch (KeyRefused _) {
            return false;
        }
    }

    @Override
    public int credit() {
        return node.credit().getAsInt();
    }

    @Override
    public byte[] sealEvidence(SessionId session, SeatId seat, byte[] plain) {
        return evidence.keyOf(Scope.roomOf(seat)).seal(plain, session.toBytes());
    }

    @Override
    public void keepPicture(
            SessionId session, SeatId seat, long seq, byte[] sealed, Consumer<Digest> kept) {
        evidence.keep(Scope.roomOf(seat), session, seq, sealed, kept);
    }
}
