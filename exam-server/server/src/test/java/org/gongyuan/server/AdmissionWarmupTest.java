package org.gongyuan.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;

import org.gongyuan.server.admission.Workbench;
import org.gongyuan.server.edge.ThreadWorkbench;
import org.gongyuan.server.edge.VertxLane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.InstantSource;

@DisplayName("The warm-up of admissions")
class AdmissionWarmupTest {

    private final Vertx vertx = Vertx.vertx();
    private final VertxLane lane = new VertxLane(vertx, vertx.getOrCreateContext());

    @AfterEach
    void everythingIsClosed() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsSeatsInBySecretAndBySignature(boolean isNative) {
        try (var workbench = new ThreadWorkbench(lane)) {
            assertEquals(20, run(workbench, isNative));
        }
    }

    private int run(Workbench workbench, boolean isNative) {
        return AdmissionWarmup.run(vertx, lane, workbench, InstantSource.system(), isNative, 20);
    }
}
