package org.gongyuan.server.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.record.DiskPressure;
import org.gongyuan.server.sitting.Tally;
import org.gongyuan.server.time.ServerClock;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/// The node's figures. What lives in the lane is looked at there once a second; asking for metrics
/// reads the last look and disturbs nobody.
public final class NodeFigures implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Lane lane;
    private final Doors doors;
    private final Hall hall;
    private final Timer saving;
    private volatile Look look = Look.EMPTY;
    private volatile boolean ended;

    private record Look(
            Tally tally,
            int connections,
            int waiting,
            long admissions,
            Map<Refusal, Long> refusals,
            long entries,
            long groups,
            int recordWaiting) {

        private static final Look EMPTY =
                new Look(
                        new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        0,
                        0,
                        0,
                        Map.of(),
                        0,
                        0,
                        0);
    }

    /// Figures of a node.
    public NodeFigures(
            Lane lane, Doors doors, Hall hall, ServerClock clock, BooleanSupplier ready) {
        this.lane = requireNonNull(lane, "lane");
        this.doors = requireNonNull(doors, "doors");
        this.hall = requireNonNull(hall, "hall");
        sessions("seated", Tally::seated);
        sessions("running", Tally::running);
        sessions("on-hold", Tally::onHold);
        sessions("submitted", Tally::submitted);
        sessions("expired", Tally::expired);
        sessions("voided", Tally::voided);
        sessions("transferred", Tally::transferred);
        gauge("gongyuan.candidates.expected", look -> look.tally.expected());
        gauge("gongyuan.candidates.absent", look -> look.tally.absent());
        gauge("gongyuan.seats.connected", look -> look.tally.connected());
        gauge("gongyuan.seats.ready", look -> look.tally.ready());
        gauge("gongyuan.hands.raised", look -> look.tally.handsRaised());
        gauge("gongyuan.connections", Look::connections);
        gauge("gongyuan.admission.waiting", Look::waiting);
        gauge("gongyuan.record.waiting", Look::recordWaiting);
        counter("gongyuan.admissions", Look::admissions);
        counter("gongyuan.responses.saved", look -> look.tally.responses());
        counter("gongyuan.record.entries", Look::entries);
        counter("gongyuan.record.groups", Look::groups);
        for (var refusal : Refusal.values()) {
            FunctionCounter.builder(
                            "gongyuan.refusals",
                            this,
                            figures -> figures.look.refusals.getOrDefault(refusal, 0L))
                    .tag("reason", refusal.text())
                    .register(registry);
        }
        FunctionCounter.builder("gongyuan.alarms", hall, Hall::alarms).register(registry);
        Gauge.builder("gongyuan.credit", hall, Hall::credit).register(registry);
        for (var pressure : DiskPressure.values()) {
            Gauge.builder("gongyuan.disk", hall, h -> h.pressure() == pressure ? 1 : 0)
                    .tag("pressure", pressure.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        Gauge.builder("gongyuan.recording", hall, h -> h.isRecording() ? 1 : 0).register(registry);
        Gauge.builder("gongyuan.ready", ready, r -> r.getAsBoolean() ? 1 : 0).register(registry);
        Gauge.builder("gongyuan.clock.drift.seconds", clock, c -> c.drift().toMillis() / 1_000.0)
                .register(registry);
        saving =
                Timer.builder("gongyuan.save")
                        .publishPercentileHistogram()
                        .minimumExpectedValue(Duration.ofNanos(100_000))
                        .maximumExpectedValue(Duration.ofSeconds(5))
                        .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbage.bindTo(registry);
        lookLater();
    }

    /// Counts what the public asks: what was answered, what was looked up for it, and who was told
    /// that he asks too often.
    public void countPublic(LongSupplier asked, LongSupplier lookups, LongSupplier limited) {
        publicly("gongyuan.public.asked", asked);
        publicly("gongyuan.public.lookups", lookups);
        publicly("gongyuan.public.limited", limited);
    }

    private void publicly(String name, LongSupplier figure) {
        FunctionCounter.builder(name, figure, LongSupplier::getAsLong).register(registry);
    }

    /// All figures in Prometheus' text form.
    public String text() {
        return registry.scrape();
    }

    /// Notes how long the oldest entry of a group took from being taken to being durable.
    public void saved(long nanos) {
        saving.record(Duration.ofNanos(nanos));
    }

    @Override
    public void close() {
        ended = true;
        garbage.close();
        registry.close();
    }

    private void lookLater() {
        lane.after(
                LOOK_EVERY,
                () -> {
                    if (!ended) {
                        look = look();
                        lookLater();
                    }
                });
    }

    private Look look() {
        Tally tally = null;
        long entries = 0;
        long groups = 0;
        int waiting = 0;
        for (var one : hall.sittings()) {
            tally = sum(one.sitting().tally(), tally);
            var health = one.log().health();
            entries += health.entries();
            groups += health.groups();
            waiting += one.log().waiting();
        }
        return new Look(
                tally == null ? Look.EMPTY.tally : tally,
                doors.connections(),
                doors.waiting(),
                doors.admissions(),
                doors.refusals(),
                entries,
                groups,
                waiting);
    }

    private static Tally sum(Tally one, Tally other) {
        return other == null
                ? one
                : new Tally(
                        one.expected() + other.expected(),
                        one.absent() + other.absent(),
                        one.admitted() + other.admitted(),
                        one.seated() + other.seated(),
                        one.running() + other.running(),
                        one.onHold() + other.onHold(),
                        one.submitted() + other.submitted(),
                        one.expired() + other.expired(),
                        one.voided() + other.voided(),
                        one.transferred() + other.transferred(),
                        one.connected() + other.connected(),
                        one.ready() + other.ready(),
                        one.handsRaised() + other.handsRaised(),
                        one.responses() + other.responses());
    }

    private void sessions(String state, ToDoubleFunction<Tally> count) {
        Gauge.builder("gongyuan.sessions", this, figures -> count.applyAsDouble(figures.look.tally))
                .tag("state", state)
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<Look> figure) {
        Gauge.builder(name, this, figures -> figure.applyAsDouble(figures.look)).register(registry);
    }

    private void counter(String name, ToDoubleFunction<Look> figure) {
        FunctionCounter.builder(name, this, figures -> figure.applyAsDouble(figures.look))
                .register(registry);
    }
}
