package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/// The lowest scores that reach each level of one form, how they were set and who approved them
/// (`cut-score.md` section 1). A later change is another cut score with its own adoption.
public record CutScore(
        String body,
        String exam,
        FormId form,
        Digest manifest,
        String method,
        Points maximum,
        List<Level> levels,
        Panel panel,
        List<Approval> approvals,
        Instant adoptedAt) {

    private static final int VERSION = 1;
    private static final int MOST_LEVELS = 20;
    private static final int LONGEST = 200;

    /// A level and the lowest points that reach it.
    public record Level(String name, Points lowest) {

        public Level {
            requireNonNull(lowest, "lowest");
            bounded("level", name);
        }
    }

    /// The panel that recommended the cut score: its study, size, rounds, when it closed, and the
    /// digest of its record (zeros: none is kept).
    public record Panel(String study, int panelists, int rounds, Instant closedAt, Digest record) {

        public Panel {
            bounded("study", study);
            requireNonNull(record, "record");
            closedAt = Instant.ofEpochMilli(closedAt.toEpochMilli());
            if (panelists < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "a panel of %d panelists in %d rounds".formatted(panelists, rounds));
            }
        }
    }

    /// One step on the way to adoption.
    public record Approval(Step step, String who, Instant at) {

        public Approval {
            requireNonNull(step, "step");
            bounded("who", who);
            at = Instant.ofEpochMilli(at.toEpochMilli());
        }
    }

    /// What an approver did.
    public enum Step {
        /// The committee proposed it.
        PROPOSAL("proposal"),
        /// An authority gave guidance.
        GUIDANCE("guidance"),
        /// The body determined it.
        DETERMINATION("determination");

        private final String word;

        Step(String word) {
            this.word = word;
        }

        /// The word for it in a document.
        public String word() {
            return word;
        }

        static Step named(String word) {
            for (var step : values()) {
                if (step.word.equals(word)) {
                    return step;
                }
            }
            throw new IllegalArgumentException(
                    "a step is proposal, guidance or determination, not \"%s\"".formatted(word));
        }
    }

    public CutScore {
        bounded("body", body);
        bounded("exam", exam);
        requireNonNull(form, "form");
        requireNonNull(manifest, "manifest");
        bounded("method", method);
        requireNonNull(maximum, "maximum");
        levels = List.copyOf(levels);
        requireNonNull(panel, "panel");
        approvals = List.copyOf(approvals);
        adoptedAt = Instant.ofEpochMilli(adoptedAt.toEpochMilli());
        checkLevels(levels, maximum);
        checkApprovals(panel, approvals, adoptedAt);
    }

    private static void bounded(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters: \"%s\"".formatted(what, LONGEST, text));
        }
    }

    private static void checkLevels(List<Level> levels, Points maximum) {
        if (levels.isEmpty() || levels.size() > MOST_LEVELS) {
            throw new Wrong(
                    Reason.LEVELS,
                    "a cut score has 1 to %d levels, this %d"
                            .formatted(MOST_LEVELS, levels.size()));
        }
        var names = new HashSet<String>();
        Level below = null;
        for (var level : levels) {
            if (level.lowest().compareTo(Points.NONE) < 0
                    || level.lowest().compareTo(maximum) > 0) {
                throw new Wrong(
                        Reason.BOUNDS,
                        "cut score %s of level %s is outside 0..%s"
                                .formatted(level.lowest(), level.name(), maximum));
            }
            if (!names.add(level.name())) {
                throw new Wrong(Reason.LEVELS, "two levels are called " + level.name());
            }
            if (below != null && level.lowest().compareTo(below.lowest()) <= 0) {
                throw new Wrong(
                        Reason.LEVELS,
                        "level %s at %s is not above level %s at %s"
                                .formatted(
                                        level.name(),
                                        level.lowest(),
                                        below.name(),
                                        below.lowest()));
            }
            below = level;
        }
    }

    private static void checkApprovals(Panel panel, List<Approval> approvals, Instant adoptedAt) {
        if (approvals.size() < 2
                || approvals.getFirst().step() != Step.PROPOSAL
                || approvals.getLast().step() != Step.DETERMINATION) {
            throw new Wrong(
                    Reason.APPROVALS,
                    "approvals begin with a proposal and end with a determination");
        }
        for (var between : approvals.subList(1, approvals.size() - 1)) {
            if (between.step() != Step.GUIDANCE) {
                throw new Wrong(Reason.APPROVALS, "between them there is only guidance");
            }
        }
        var persons = new HashSet<String>();
        var before = panel.closedAt();
        for (var approval : approvals) {
            if (!persons.add(approval.who())) {
                throw new Wrong(Reason.APPROVALS, approval.who() + " approves twice");
            }
            if (!approval.at().isAfter(before)) {
                throw new Wrong(
                        before.equals(panel.closedAt()) ? Reason.PANEL : Reason.APPROVALS,
                        "the %s at %s is not after %s"
                                .formatted(approval.step().word(), approval.at(), before));
            }
            before = approval.at();
        }
        if (adoptedAt.isBefore(before)) {
            throw new Wrong(
                    Reason.APPROVALS,
                    "adopted at %s, before the determination at %s".formatted(adoptedAt, before));
        }
    }

    /// The level a raw score reaches, by its index; empty when it reaches none: failed.
    public OptionalInt levelOf(Points raw) {
        for (var index = levels.size() - 1; index >= 0; index--) {
            if (raw.compareTo(levels.get(index).lowest()) >= 0) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /// The body of the document (section 1.1).
    public byte[] toBytes() {
        var to =
                new CborWriter(1024)
                        .array(12)
                        .uint(VERSION)
                        .text(body)
                        .text(exam)
                        .text(form.id())
                        .uint(form.revision())
                        .bytes(manifest.toBytes())
                        .text(method)
                        .text(maximum.toString())
                        .array(levels.size());
        levels.forEach(level -> to.array(2).text(level.name()).text(level.lowest().toString()));
        to.array(5)
                .text(panel.study())
                .uint(panel.panelists())
                .uint(panel.rounds())
                .uint(panel.closedAt().toEpochMilli())
                .bytes(panel.record().toBytes());
        to.array(approvals.size());
        approvals.forEach(
                approval ->
                        to.array(3)
                                .text(approval.step().word())
                                .text(approval.who())
                                .uint(approval.at().toEpochMilli()));
        return to.uint(adoptedAt.toEpochMilli()).toBytes();
    }

    static CutScore parse(byte[] bytes) throws DocumentRefused {
        var from = new CborReader(bytes);
        try {
            var fields = from.array();
            var version = from.uint();
            if (version != VERSION) {
                throw new DocumentRefused(
                        Reason.VERSION, "cut score of version %d, known is 1".formatted(version));
            }
            if (fields != 12) {
                throw new DocumentRefused(
                        Reason.NOT_CANONICAL,
                        "a cut score has 12 fields, this %d".formatted(fields));
            }
            var cutScore =
                    new CutScore(
                            from.text(),
                            from.text(),
                            new FormId(from.text(), from.uint(Integer.MAX_VALUE)),
                            Digest.of(from.bytes(Digest.LENGTH)),
                            from.text(),
                            PointsText.parse(from.text()),
                            levels(from),
                            panel(from),
                            approvals(from),
                            Instant.ofEpochMilli(from.uint()));
            from.end();
            return cutScore;
        } catch (Wrong wrong) {
            throw new DocumentRefused(wrong.reason, wrong.getMessage(), wrong);
        } catch (NotCanonical wrong) {
            throw new DocumentRefused(Reason.NOT_CANONICAL, wrong.getMessage(), wrong);
        } catch (IllegalArgumentException wrong) {
            throw new DocumentRefused(Reason.BOUNDS, wrong.getMessage(), wrong);
        }
    }

    private static List<Level> levels(CborReader from) {
        var levels = new ArrayList<Level>();
        for (var left = from.array(); left > 0; left--) {
            from.array(2);
            levels.add(new Level(from.text(), PointsText.parse(from.text())));
        }
        return levels;
    }

    private static Panel panel(CborReader from) {
        from.array(5);
        return new Panel(
                from.text(),
                from.uint(Integer.MAX_VALUE),
                from.uint(Integer.MAX_VALUE),
                Instant.ofEpochMilli(from.uint()),
                Digest.of(from.bytes(Digest.LENGTH)));
    }

    private static List<Approval> approvals(CborReader from) {
        var approvals = new ArrayList<Approval>();
        for (var left = from.array(); left > 0; left--) {
            from.array(3);
            approvals.add(
                    new Approval(
                            Step.named(from.text()),
                            from.text(),
                            Instant.ofEpochMilli(from.uint())));
        }
        return approvals;
    }

    /// A nonsense value, with the name the specification gives it.
    private static final class Wrong extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Wrong(Reason reason, String because) {
            super(because);
            this.reason = reason;
        }
    }
}
