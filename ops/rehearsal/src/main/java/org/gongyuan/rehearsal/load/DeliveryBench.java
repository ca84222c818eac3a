package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// `ops/bench delivery`: the seat file of a form with a photograph at every item, fetched by 50
/// seats at once from the node's seat port, against the same bytes from a plain Vert.x server by
/// `sendFile`. The same clients with the same certificates, the same TLS, one event loop each;
/// rounds alternate, figures are medians. The clients' own work is in both.
public final class DeliveryBench {

    private static final int ROUNDS = 7;
    private static final int PHOTOGRAPHS = 42;
    private static final double MB = 1e6;

    private DeliveryBench() {}

    /// Measures with so many seats.
    public static Figures run(int seats) {
        try (var stage = Stage.set(Stage.Setting.of(seats).showing(PHOTOGRAPHS))) {
            var _ = stage.open(Duration.ofMinutes(20));
            var file = stage.folder().resolve("form.seat");
            long size = seatFile(stage.form(), file);
            try (var plain = PlainServer.process(stage, file);
                    var clients = new BareClients(stage, stage.candidates().tickets())) {
                plain.start();
                return measure(stage, plain, clients, size);
            }
        }
    }

    private static long seatFile(SampleForm form, Path to) {
        try (var sealed = form.open()) {
            sealed.writeSeatFile(to);
            return sealed.seatFileSize();
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat file cannot be written", failed);
        } catch (FormRefused refused) {
            throw new IllegalStateException("our own sealed form is refused", refused);
        }
    }

    private static Figures measure(Stage stage, NodeProcess plain, BareClients clients, long size) {
        var node = stage.node();
        var path = "/forms/" + stage.form().manifest().digest().hex();
        var ours = new double[ROUNDS];
        var ceilings = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            double ceiling = clients.bytesPerSecond(plain.seatPort(), "/", size) / MB;
            double our = clients.bytesPerSecond(node.seatPort(), path, size) / MB;
            if (round >= 0) {
                ceilings[round] = ceiling;
                ours[round] = our;
            }
        }
        double our = Rounds.median(ours);
        double ceiling = Rounds.median(ceilings);
        return Figures.of("delivery")
                .with("mb_per_s", our)
                .with("ceiling_mb_per_s", ceiling)
                .with("ratio", our / ceiling)
                .with("seats", stage.candidates().tickets().size())
                .with("file_mb", size / MB)
                .with("rounds", ROUNDS);
    }
}
