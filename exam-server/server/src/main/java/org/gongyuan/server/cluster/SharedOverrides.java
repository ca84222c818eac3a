package org.gongyuan.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.sitting.DoorOverride;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.KeptDocument;
import org.gongyuan.server.store.KeptDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What staff let pass at seats, in the store that the nodes of a cluster share, signed by the node
/// at which it was ordered. What no trusted node signed does not stand.
public final class SharedOverrides {

    private static final byte[] LABEL = "gongyuan/let-pass/1\0".getBytes(UTF_8);
    private static final int WITHIN_SECONDS = 10;

    private final KeptDocuments store;
    private final SigningKeyPair nodeKey;
    private final List<VerifyingKey> trusted;
    private final Lane lane;

    /// Signs with the node's key; believes the nodes in `trusted` and this one.
    public SharedOverrides(
            KeptDocuments store, SigningKeyPair nodeKey, List<VerifyingKey> trusted, Lane lane) {
        this.store = requireNonNull(store, "store");
        this.nodeKey = requireNonNull(nodeKey, "nodeKey");
        this.lane = requireNonNull(lane, "lane");
        var believed = new ArrayList<>(trusted);
        believed.add(nodeKey.verifyingKey());
        this.trusted = List.copyOf(believed);
    }

    /// Keeps one, and waits until that is durable.
    void keep(SittingId sitting, DoorOverride override) {
        var bytes = override.toBytes();
        var body =
                new CborWriter(256)
                        .array(2)
                        .bytes(bytes)
                        .bytes(nodeKey.sign(signed(sitting, bytes)).toBytes())
                        .toBytes();
        var name = "%s/%s".formatted(group(sitting, override.seat()), override.finding().word());
        var _ =
                store.keep(
                                new KeptDocument(
                                        new DocumentId(name),
                                        group(sitting, override.seat()),
                                        Octets.of(body)))
                        .toCompletableFuture()
                        .orTimeout(WITHIN_SECONDS, TimeUnit.SECONDS)
                        .join();
    }

    /// Looks for those of a seat and tells them in the lane. When the store does not answer nothing
    /// is told; whoever is kept out asks again by himself.
    void find(SittingId sitting, SeatId seat, Consumer<DoorOverride> then) {
        var _ =
                store.ofGroup(group(sitting, seat))
                        .thenAccept(
                                found ->
                                        found.stream()
                                                .flatMap(one -> read(sitting, one).stream())
                                                .filter(one -> one.seat().equals(seat))
                                                .forEach(
                                                        one ->
                                                                lane.execute(
                                                                        () -> then.accept(one))));
    }

    private Optional<DoorOverride> read(SittingId sitting, KeptDocument document) {
        try {
            var from = new CborReader(document.body().toBytes());
            from.array(2);
            var bytes = from.bytes();
            var signature = Signature.decode(from.bytes());
            from.end();
            var what = signed(sitting, bytes);
            return trusted.stream().anyMatch(one -> one.holds(signature, what))
                    ? Optional.of(DoorOverride.read(bytes))
                    : Optional.empty();
        } catch (NotCanonical | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static DocumentId group(SittingId sitting, SeatId seat) {
        return new DocumentId("%s/%s".formatted(sitting.text(), seat.text()));
    }

    /// An override of one sitting says nothing about another.
    private static byte[] signed(SittingId sitting, byte[] override) {
        return new CborWriter(LABEL.length + override.length + 80)
                .array(3)
                .bytes(LABEL)
                .text(sitting.text())
                .bytes(override)
                .toBytes();
    }
}
