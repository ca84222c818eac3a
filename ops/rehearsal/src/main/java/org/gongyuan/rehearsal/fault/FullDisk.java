package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.stage.StaffDesk;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// `full-disk`: the node's data lie on a file system of 96 MiB, and somebody else fills it.
/// Pictures are shed first while responses go on; then responses and a submission are refused
/// aloud, and no seat shows *saved* for what is not; when room returns everything goes on. Needs
/// the right to mount a file system in memory.
final class FullDisk implements Drill {

    private static final int SEATS = 6;
    private static final int SEGMENT_MIB = 1;
    private static final int LONG_RESPONSE = 4_000;
    private static final int PICTURE = 20_000;
    private static final long MIB = 1 << 20;
    private static final long LEFT_FOR_RESPONSES = 20 * MIB;
    private static final Duration SHED_FOR = Duration.ofSeconds(4);

    @Override
    public Verdict round(RandomGenerator random) {
        try (var disk = SmallDisk.mount()) {
            var setting =
                    Stage.Setting.of(SEATS)
                            .with(
                                    Map.of(
                                            "warm.rounds",
                                            "20",
                                            "journal.segment-mib",
                                            Integer.toString(SEGMENT_MIB),
                                            "data.folder",
                                            disk.folder().resolve("data").toString()));
            try (var exam = new Examination(setting, SEGMENT_MIB)) {
                return round(exam, disk);
            }
        }
    }

    private static Verdict round(Examination exam, SmallDisk disk) {
        exam.open();
        exam.begin(SEATS);
        var desk = exam.desk();
        takePictures(exam);
        Examination.sleep(SHED_FOR);

        disk.fill(LEFT_FOR_RESPONSES);
        awaitPressure(desk, "pictures-shed");
        takePictures(exam);
        Examination.sleep(Duration.ofSeconds(2));
        var shedFrom = exam.stage().clock().instant();
        exam.awaitProgress();
        Examination.sleep(SHED_FOR);
        exam.awaitProgress();
        var shedTo = exam.stage().clock().instant();

        exam.examinees().forEach(one -> one.writeMore(LONG_RESPONSE));
        disk.fill(0);
        awaitPressure(desk, "full");
        Examination.await(
                "every seat is told that nothing is taken",
                () -> exam.examinees().stream().allMatch(one -> one.notTaken() > 0));
        exam.pause();
        var one = exam.examinees().getFirst();
        one.handIn();
        Examination.sleep(SHED_FOR);
        boolean isTakenWhileFull = one.isClosed();
        long unsaved =
                exam.examinees().stream()
                        .filter(
                                seat -> {
                                    var progress = seat.progress();
                                    return progress.saved() < progress.given();
                                })
                        .count();

        disk.empty();
        awaitPressure(desk, "ample");
        exam.end();
        var record = exam.record();
        return record.judge(exam.ledger())
                .with("pictures", record.count("FrameTaken"))
                .with("pictures_while_short", record.count("FrameTaken", shedFrom, shedTo))
                .with("responses_while_short", record.count("ResponseSaved", shedFrom, shedTo))
                .with("seats_refused", unsaved)
                .violatedIf(
                        record.count("FrameTaken") == 0, "pictures are taken while there is room")
                .violatedIf(
                        record.count("FrameTaken", shedFrom, shedTo) > 0, "pictures are shed first")
                .violatedIf(
                        record.count("ResponseSaved", shedFrom, shedTo) == 0,
                        "responses go on without pictures")
                .violatedIf(isTakenWhileFull, "a submission is refused while nothing fits")
                .violatedIf(unsaved == 0, "seats do not show as saved what was refused");
    }

    private static void takePictures(Examination exam) {
        exam.examinees().forEach(one -> one.picture(PICTURE));
    }

    private static void awaitPressure(StaffDesk desk, String pressure) {
        Examination.await(
                "the disk is " + pressure,
                () -> desk.figure("gongyuan_disk{pressure=\"%s\"}".formatted(pressure)) == 1);
    }

    /// A file system of 96 MiB in memory.
    private record SmallDisk(Path folder) implements AutoCloseable {

        private static final String SIZE = "96m";

        static SmallDisk mount() {
            try {
                var folder = Files.createTempDirectory("gongyuan-small-disk");
                int failed =
                        run(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=" + SIZE,
                                "none",
                                folder.toString());
                if (failed != 0) {
                    Files.delete(folder);
                    throw new IllegalStateException(
                            "this drill needs a small file system, and mount was not allowed: run"
                                    + " it as root");
                }
                return new SmallDisk(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException("no folder for the small disk", failed);
            }
        }

        /// Leaves at most so many bytes.
        void fill(long left) {
            var zeros = ByteBuffer.allocate(64 << 10);
            try (var ballast =
                    FileChannel.open(
                            folder.resolve("ballast"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND)) {
                var store = Files.getFileStore(folder);
                while (store.getUsableSpace() > left) {
                    zeros.clear();
                    zeros.limit((int) Math.min(zeros.capacity(), store.getUsableSpace() - left));
                    if (ballast.write(zeros) == 0) {
                        return;
                    }
                }
            } catch (IOException full) {
                if (left > 0) {
                    throw new UncheckedIOException("the disk cannot be filled", full);
                }
            }
        }

        /// Gives the room back.
        void empty() {
            try {
                Files.delete(folder.resolve("ballast"));
            } catch (IOException failed) {
                throw new UncheckedIOException("the ballast cannot be removed", failed);
            }
        }

        @Override
        public void close() {
            if (run("umount", folder.toString()) != 0) {
                throw new IllegalStateException("cannot unmount " + folder);
            }
            try {
                Files.delete(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot delete " + folder, failed);
            }
        }

        private static int run(String... command) {
            try {
                var process = new ProcessBuilder(List.of(command)).inheritIO().start();
                return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : 1;
            } catch (IOException _) {
                return 1;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopped);
            }
        }
    }
}
