package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;

/// The measurements that start processes, with a handful of seats: whether they can be made at all.
/// What comes out of them at that size is not a figure.
@DisplayName("A measurement")
class BenchesTest {

    private record Run(int status, String out, String err) {}

    private static Run bench(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Bench.command();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return new Run(line.execute(arguments), out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "crowd, p99_at_500_ms p99_while_coming_ms p99_while_back_ms floor_p99_ms ratio lost",
        "delivery, mb_per_s ceiling_mb_per_s ratio",
        "idle, sessions heap_kib_per_session rss_kib_per_session",
        "start, seats last_seat_ms p50_ms reconnect_last_seat_ms floor_reconnect_ms"
    })
    void endsWithItsFigures(String what, String keys) {
        var run = bench(what, "--json", "--seats", "4");

        assertEquals(0, run.status, run.err);
        var lines = run.out.strip().lines().toList();
        var figures = new JsonObject(lines.getLast());
        assertEquals(what, figures.getString("what"));
        for (var key : keys.split(" ", -1)) {
            assertTrue(figures.getValue(key) instanceof Number, key + " in " + figures);
        }
    }

    @Test
    void thatDoesNotExistIsWrongUse() {
        var run = bench("speed", "--json");

        assertEquals(2, run.status);
        assertTrue(run.err.contains("no such WHAT \"speed\""), run.err);
    }

    /// The window drags a browser along that this module must not know.
    @Test
    void ofTheRealWindowIsListedHereAndMadeElsewhere() {
        assertTrue(bench().out.contains("  seat "), "ops/bench alone lists it");
        var run = bench("seat", "--json");

        assertEquals(2, run.status);
        assertTrue(run.err.contains("type ops/bench seat"), run.err);
    }

    @Test
    void ofNoSeatsIsWrongUse() {
        assertEquals(2, bench("start", "--seats", "0").status);
        assertEquals(2, bench("score", "--seats", "4").status);
        assertEquals(2, bench("start", "--entries", "4").status);
        assertEquals(2, bench("recover", "--entries", "0").status);
    }
}
