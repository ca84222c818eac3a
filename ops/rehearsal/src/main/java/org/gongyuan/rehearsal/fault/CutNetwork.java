package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// `cut-network`: connections are dropped, cut in the middle of a record, stalled, slowed down and
/// split into small pieces; what a seat gave up is delivered after it has connected again, and what
/// it sent is sent once more from elsewhere.
final class CutNetwork implements Drill {

    private static final int SEATS = 8;
    private static final int SEGMENT_MIB = 128;
    private static final Duration MOMENT = Duration.ofMillis(400);

    private enum Trouble {
        DROP,
        CUT,
        STALL,
        SLOW,
        SHUT,
        LATE,
        REPLAY
    }

    @Override
    public Verdict round(RandomGenerator random) {
        var setting = Stage.Setting.of(SEATS).with(Map.of("warm.rounds", "20"));
        try (var exam = new Examination(setting, SEGMENT_MIB)) {
            exam.open();
            try (var proxy = new Proxy(exam.stage().node().seatPort(), random)) {
                exam.stage().through(List.of(new Node("127.0.0.1", proxy.port())));
                exam.begin(SEATS);
                var troubles = new ArrayList<>(List.of(Trouble.values()));
                Collections.shuffle(troubles, Random.from(random));
                for (var trouble : troubles) {
                    Examination.aWhile(random, MOMENT);
                    make(trouble, proxy, random);
                    exam.awaitProgress();
                }
                exam.end();
                return exam.judge().with("troubles", troubles.size());
            }
        }
    }

    private static void make(Trouble trouble, Proxy proxy, RandomGenerator random) {
        switch (trouble) {
            case DROP -> proxy.drop();
            case CUT -> proxy.cutMidRecord();
            case STALL -> during(Proxy.Weather.STALLED, proxy, random);
            case SLOW -> during(Proxy.Weather.SLOW, proxy, random);
            case SHUT -> during(Proxy.Weather.SHUT, proxy, random);
            case LATE -> proxy.deliverLate();
            case REPLAY -> {
                proxy.drop();
                proxy.replay();
            }
        }
    }

    private static void during(Proxy.Weather weather, Proxy proxy, RandomGenerator random) {
        proxy.weather(weather);
        Examination.aWhile(random, MOMENT.multipliedBy(2));
        if (weather == Proxy.Weather.STALLED) {
            proxy.drop();
        }
        proxy.weather(Proxy.Weather.FINE);
    }
}
