package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.journal.DiskFolder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// What a technician does with a seat at which nobody sits: look at the machine, and give back what
/// an earlier run left (seat-window.md section 8).
final class Upkeep {

    /// Nothing was found, or nothing is held any more.
    static final int NOTHING = 0;

    /// Something was found, or could not be given back.
    static final int SOMETHING = 3;

    /// IBus itself is given 10 s to answer (seat-window.md 11.2).
    private static final Duration IBUS_SAYS_WITHIN = Duration.ofSeconds(15);

    private final ProgramSettings settings;
    private final Optional<String> display;
    private final PrintWriter out;

    Upkeep(ProgramSettings settings, Optional<String> display, PrintWriter out) {
        this.display = requireNonNull(display, "display");
        this.settings = requireNonNull(settings, "settings");
        this.out = requireNonNull(out, "out");
    }

    private MachineHold.Place place() {
        return new MachineHold.Place(settings.hold(), true, settings.folder(), settings.nodes());
    }

    /// Gives back what is held, unless a seat runs here: then it is the seat's.
    int restore() throws IOException {
        Files.createDirectories(settings.folder());
        try (var _ = DiskFolder.take(settings.folder().resolve("journal"));
                var hold = MachineHold.open(place(), display, InstantSource.system())) {
            var left = hold.giveBack();
            for (var one : left) {
                var words = SeatMeasures.words(one.measure(), one.because());
                out.println("未归还 still held  %s %s".formatted(words.zh(), words.en()));
            }
            if (left.isEmpty()) {
                out.println("本机设置均已归还。 Nothing is held any more.");
            }
            out.flush();
            return left.isEmpty() ? NOTHING : SOMETHING;
        }
    }

    /// Looks and tells; a seat may run meanwhile.
    int check() throws IOException {
        Files.createDirectories(settings.folder());
        var hold = MachineHold.open(place(), display, InstantSource.system());
        var found = new ArrayList<>(hold.lookOnce());
        try (var input = WatchedInput.ofSession(settings.inputMethods())) {
            input.lookOnce(IBUS_SAYS_WITHIN).ifPresent(found::add);
        }
        CameraAtDesk.unusable(settings.camera(), settings.folder().resolve("vision"))
                .ifPresent(found::add);
        for (var finding : found) {
            var kind = finding.kind();
            var advice = Advice.about(kind);
            out.println("%s  %s %s".formatted(kind.word(), kind.chinese(), kind.english()));
            out.println("    依据 evidence: " + finding.evidence());
            out.println("    处理 what to do: %s %s".formatted(advice.zh(), advice.en()));
        }
        out.println(
                found.isEmpty()
                        ? "未发现问题。 Nothing was found."
                        : "共 %d 项。 %d findings.".formatted(found.size(), found.size()));
        out.flush();
        hold.letGo();
        return found.isEmpty() ? NOTHING : SOMETHING;
    }
}
