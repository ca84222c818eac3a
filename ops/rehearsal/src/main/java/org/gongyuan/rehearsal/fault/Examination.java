package org.gongyuan.rehearsal.fault;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// An examination under way in which something is about to be broken: a node of its own process,
/// candidates at the real seat core who answer without a pause, and the ledger of what they were
/// shown.
final class Examination implements AutoCloseable {

    /// How long anything may take that must happen.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PACE_MILLIS = 8;
    private static final List<Integer> CUSTODIANS = List.of(0, 2, 4);

    private final Stage stage;
    private final Path journals;
    private final Ledger ledger = new Ledger();
    private final List<Examinee> examinees = new ArrayList<>();
    private final int segmentMib;
    private Thread answering;
    private volatile boolean isAnswering;

    /// Sets the stage; nobody has come yet and the node does not run.
    ///
    /// @param segmentMib size of the node's journal segments
    Examination(Stage.Setting setting, int segmentMib) {
        this(Stage.set(setting), segmentMib);
    }

    /// The same on a stage that is set already.
    Examination(Stage stage, int segmentMib) {
        this.segmentMib = segmentMib;
        this.stage = stage;
        try {
            journals = Files.createTempDirectory("gongyuan-seats");
        } catch (IOException failed) {
            stage.close();
            throw new UncheckedIOException("no folder for the seats' journals", failed);
        }
    }

    /// Starts the node, opens the sitting and releases the form; seats may come.
    void open() {
        stage.open(Duration.ofMillis(1500)).release(stage.form(), CUSTODIANS);
    }

    /// The candidates sit down, and answer from now on.
    ///
    /// @param count so many of the roster, in its order
    void begin(int count) {
        for (var ticket : stage.candidates().tickets().subList(0, count)) {
            examinees.add(new Examinee(stage, ticket, journals, ledger));
        }
        examinees.forEach(one -> one.awaitOpened(PATIENCE));
        answer();
    }

    /// Everybody answers from now on.
    void answer() {
        isAnswering = true;
        answering =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (isAnswering) {
                                        examinees.forEach(Examinee::answer);
                                        sleep(Duration.ofMillis(PACE_MILLIS));
                                    }
                                });
    }

    /// Nobody answers any more.
    void pause() {
        isAnswering = false;
        if (answering != null) {
            try {
                answering.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopped);
            }
        }
    }

    /// Lets some time pass: at least `least`, at most three times that.
    static void aWhile(RandomGenerator random, Duration least) {
        sleep(Duration.ofMillis(random.nextLong(least.toMillis(), 3 * least.toMillis())));
    }

    static void sleep(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /// Waits for something that must happen.
    static void await(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("did not happen within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// Waits until everybody has had more saved than now.
    void awaitProgress() {
        var before = examinees.stream().map(one -> one.progress().saved()).toList();
        await(
                "every seat saves again",
                () -> {
                    for (int i = 0; i < before.size(); i++) {
                        if (examinees.get(i).progress().saved() <= before.get(i)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /// Custodians release the form again, for a node that has forgotten its key.
    void releaseAgain() {
        desk().release(stage.form(), CUSTODIANS);
    }

    /// Everybody hands in and gets his receipt, and two persons close the sitting.
    void end() {
        pause();
        handIn();
        await(
                "the sitting closes",
                () -> desk().tryOrder(new StaffOrder.What.Close()).status() == 200);
    }

    /// Everybody hands in and gets his receipt.
    void handIn() {
        try {
            await(
                    "every seat hands in",
                    () -> {
                        examinees.forEach(Examinee::handIn);
                        sleep(Duration.ofMillis(100));
                        return examinees.stream().allMatch(Examinee::isClosed);
                    });
        } catch (IllegalStateException late) {
            throw new IllegalStateException(late.getMessage() + "\n" + situation(), late);
        }
    }

    /// Where every seat stands, and what the node said.
    private String situation() {
        var text = new StringBuilder();
        for (var one : examinees) {
            text.append("%s %s %s%n".formatted(one.session(), one.stands(), one.progress()));
        }
        try {
            return text.append(Files.readString(stage.node().said())).toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("what the node said", unreadable);
        }
    }

    /// Ends the node and reads its journal.
    Recorded record() {
        stage.node().close();
        return Recorded.read(journalFolder(), journalSettings(), Suite.INTL_1);
    }

    /// Ends the node and holds the ledger against its journal.
    Verdict judge() {
        return record().judge(ledger);
    }

    /// How the node keeps its journal.
    JournalSettings journalSettings() {
        var standard =
                JournalSettings.standard(SampleForm.BODY + "/" + stage.sitting().text() + "/n1");
        int bytes = segmentMib << 20;
        return bytes == standard.segmentBytes() ? standard : standard.withSegmentBytes(bytes);
    }

    /// Where the node keeps the journal of the sitting.
    Path journalFolder() {
        return stage.node().data().resolve("sittings", stage.sitting().text(), "journal");
    }

    StaffDesk desk() {
        return stage.desk();
    }

    Stage stage() {
        return stage;
    }

    Ledger ledger() {
        return ledger;
    }

    List<Examinee> examinees() {
        return examinees;
    }

    Path journals() {
        return journals;
    }

    /// The session of the first candidate, for orders.
    SessionId someSession() {
        return examinees.getFirst().session();
    }

    @Override
    public void close() {
        pause();
        for (var one : examinees) {
            one.kill();
        }
        stage.close();
        delete(journals);
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + folder, failed);
        }
    }
}
