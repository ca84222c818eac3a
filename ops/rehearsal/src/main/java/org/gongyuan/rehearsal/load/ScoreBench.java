package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.scoring.AnswerSheet;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.PlacedItem;
import org.gongyuan.bank.scoring.SheetScorer;
import org.gongyuan.rehearsal.candidate.AnswerBook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// `ops/bench score`: whole answer sheets of 100 items, from encoded responses to points, on all
/// cores. The items are those of the sample package; the responses are those of many candidates, so
/// that few sheets are alike.
public final class ScoreBench {

    private static final int ITEMS = 100;
    private static final int SHEETS = 20_000;
    private static final int ROUNDS = 7;

    private ScoreBench() {}

    /// Measures.
    public static Figures run() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_121L);
        var items = SampleItems.read().stream().filter(ScoreBench::isScoredByRules).toList();
        var placed = new ArrayList<PlacedItem>();
        var books = new ArrayList<AnswerBook>();
        for (int i = 0; i < ITEMS; i++) {
            var item = items.get(i % items.size());
            placed.add(new PlacedItem(i + 1, scoring(item), BigDecimal.ONE));
            books.add(AnswerBook.of(item));
        }
        var scorer = new SheetScorer(placed);
        var sheets = sheets(books, random);
        double all = rate(scorer, sheets, Runtime.getRuntime().availableProcessors());
        double one = rate(scorer, sheets, 1);
        return Figures.of("score")
                .with("sheets_per_s", all)
                .with("sheets_per_s_one_core", one)
                .with("items", ITEMS)
                .with("sheets", SHEETS);
    }

    private static double rate(SheetScorer scorer, List<AnswerSheet> sheets, int threads) {
        var rates = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            var next = new AtomicInteger();
            var points = new AtomicLong();
            long begun = System.nanoTime();
            var workers =
                    IntStream.range(0, threads)
                            .mapToObj(
                                    _ ->
                                            Thread.ofPlatform()
                                                    .start(
                                                            () ->
                                                                    work(
                                                                            scorer, sheets, next,
                                                                            points)))
                            .toList();
            workers.forEach(ScoreBench::join);
            double rate = sheets.size() * 1e9 / (System.nanoTime() - begun);
            if (points.get() <= 0) {
                throw new IllegalStateException("nobody has any points");
            }
            if (round >= 0) {
                rates[round] = rate;
            }
        }
        return Rounds.median(rates);
    }

    private static void work(
            SheetScorer scorer, List<AnswerSheet> sheets, AtomicInteger next, AtomicLong points) {
        long sum = 0;
        for (int i = next.getAndIncrement(); i < sheets.size(); i = next.getAndIncrement()) {
            sum += scorer.score(sheets.get(i)).rawScore().billionths() / 1_000_000;
        }
        points.addAndGet(sum);
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static List<AnswerSheet> sheets(List<AnswerBook> books, RandomGenerator random) {
        var sheets = new ArrayList<AnswerSheet>(SHEETS);
        for (int i = 0; i < SHEETS; i++) {
            double ability = random.nextDouble();
            var bodies = new HashMap<Integer, byte[]>();
            for (int placement = 1; placement <= books.size(); placement++) {
                if (random.nextDouble() < 0.97) {
                    bodies.put(
                            placement, books.get(placement - 1).answer(ability, random).encode());
                }
            }
            sheets.add(AnswerSheet.of(bodies));
        }
        return sheets;
    }

    private static boolean isScoredByRules(Item item) {
        return !scoring(item).isScoredByHand();
    }

    private static ItemScoring scoring(Item item) {
        return new ItemScoring(item.responses(), item.outcomes(), item.processing());
    }
}
