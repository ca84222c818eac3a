package org.gongyuan.lockdown.measure;

import static java.util.Objects.requireNonNull;

import org.gongyuan.lockdown.measure.KeptFile.Kept;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The machine in hand for one session: measures in force, in the order in which they were applied
/// (lockdown.md section 1).
///
///     free --apply--> held --giveBack--> free
///       ^               |
///       |            (crash)
///       |               v
///       +--restore-- kept on disk
///
/// One measure that is refused undoes those before it. One undo that fails does not keep the others
/// from being undone, and stays on disk for the next try.
public final class Lockdown {

    private static final Logger LOG = LoggerFactory.getLogger(Lockdown.class);

    private final List<Measure> inForce;
    private final KeptFile file;

    private Lockdown(List<Measure> inForce, KeptFile file) {
        this.inForce = inForce;
        this.file = file;
    }

    /// What came of taking hold.
    public sealed interface Application {}

    /// Every measure is in force.
    public record Held(Lockdown lockdown) implements Application {}

    /// A measure was refused; those before it are undone but for what `left` names.
    ///
    /// @param measure the measure's name
    /// @param because why, in words a proctor can act on
    /// @param left what could not be given back
    public record NotHeld(String measure, String because, List<Left> left) implements Application {

        public NotHeld {
            left = List.copyOf(left);
        }
    }

    /// Something that could not be given back.
    public record Left(String measure, String because) {}

    /// Takes hold of the machine. What an earlier run left is given back first.
    ///
    /// @param measures in the order in which they take hold, each name once
    public static Application apply(List<Measure> measures, KeptFile file) throws IOException {
        requireNonNull(file, "file");
        var named = named(measures);
        var left = restore(List.copyOf(named.values()), file);
        if (!left.isEmpty()) {
            var first = left.getFirst();
            return new NotHeld(
                    first.measure(), "an earlier run was not undone: " + first.because(), left);
        }
        var inForce = new ArrayList<Measure>();
        var kept = new ArrayList<Kept>();
        for (var measure : measures) {
            try {
                kept.add(new Kept(measure.name(), measure.keep()));
                file.write(kept);
                inForce.add(measure);
                measure.perform();
            } catch (CannotLock refused) {
                var notBack = undo(inForce, file);
                return new NotHeld(measure.name(), refused.getMessage(), notBack);
            } catch (IOException unwritable) {
                undoWithoutFile(inForce, kept);
                throw new IOException(
                        "what the machine is like cannot be written down, so it is not held",
                        unwritable);
            }
        }
        return new Held(new Lockdown(List.copyOf(inForce), file));
    }

    /// Gives back what an earlier run held when it ended without doing so.
    ///
    /// @param known the measures this program knows
    /// @return what could not be given back; it stays in the file
    public static List<Left> restore(List<Measure> known, KeptFile file) throws IOException {
        return undo(known, file);
    }

    /// The names of the measures in force.
    public List<String> measures() {
        return inForce.stream().map(Measure::name).toList();
    }

    /// Gives the machine back.
    ///
    /// @return what could not be given back; `restore` tries it again
    public List<Left> giveBack() throws IOException {
        return undo(inForce, file);
    }

    private static List<Left> undo(List<Measure> known, KeptFile file) throws IOException {
        var byName = named(known);
        var kept = new ArrayList<>(file.read());
        var left = new ArrayList<Left>();
        for (int i = kept.size() - 1; i >= 0; i--) {
            var one = kept.get(i);
            var measure = byName.get(one.measure());
            if (measure == null) {
                left.add(new Left(one.measure(), "this program does not know it"));
                continue;
            }
            try {
                measure.revert(one.state());
                kept.remove(i);
                file.write(kept);
            } catch (CannotLock refused) {
                left.add(new Left(one.measure(), refused.getMessage()));
            }
        }
        return left;
    }

    private static void undoWithoutFile(List<Measure> inForce, List<Kept> kept) {
        for (int i = inForce.size() - 1; i >= 0; i--) {
            try {
                inForce.get(i).revert(kept.get(i).state());
            } catch (CannotLock refused) {
                LOG.warn("{} not undone: {}", inForce.get(i).name(), refused.getMessage());
            }
        }
    }

    private static Map<String, Measure> named(List<Measure> measures) {
        var named = new LinkedHashMap<String, Measure>();
        for (var measure : measures) {
            if (named.put(measure.name(), measure) != null) {
                throw new IllegalArgumentException("measure %s twice".formatted(measure.name()));
            }
        }
        return named;
    }
}
