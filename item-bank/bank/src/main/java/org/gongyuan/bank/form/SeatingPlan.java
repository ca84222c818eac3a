package org.gongyuan.bank.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What differs from seat to seat: the order in which one session sees the form, and its
/// accommodations (`forms.md` section 3). It holds a seed, not the order, so it is small and can be
/// made before anybody can open the form.
public final class SeatingPlan {

    private static final int VERSION = 1;
    private static final byte[] LABEL = "gongyuan/seating/1\0".getBytes(UTF_8);
    private static final Duration MOST_EXTRA = Duration.ofHours(24);

    private final FormId form;
    private final Seed seed;
    private final Duration extraTime;
    private final Set<Accommodation> accommodations;

    /// A plan with a seed chosen by the caller; see [#seedOf] for the seed of a session.
    public SeatingPlan(
            FormId form, Seed seed, Duration extraTime, Collection<Accommodation> accommodations) {
        this.form = requireNonNull(form, "form");
        this.seed = requireNonNull(seed, "seed");
        if (extraTime.isNegative() || extraTime.compareTo(MOST_EXTRA) > 0) {
            throw new IllegalArgumentException(
                    "extra time %s is outside 0..%s".formatted(extraTime, MOST_EXTRA));
        }
        this.extraTime = Duration.ofMillis(extraTime.toMillis());
        var chosen = EnumSet.noneOf(Accommodation.class);
        chosen.addAll(accommodations);
        this.accommodations = Set.copyOf(chosen);
    }

    /// The seed of a session (section 3.2). Anyone who knows the manifest's digest and the
    /// session's 16 bytes finds the same.
    public static Seed seedOf(Suite suite, Digest manifest, byte[] session) {
        return Seed.of(suite.digest(LABEL, manifest.toBytes(), session).toBytes());
    }

    /// The form it is for.
    public FormId form() {
        return form;
    }

    /// Where its draws begin.
    public Seed seed() {
        return seed;
    }

    /// Time granted beyond the form's, before the session starts.
    public Duration extraTime() {
        return extraTime;
    }

    /// The approved changes of conditions.
    public Set<Accommodation> accommodations() {
        return accommodations;
    }

    /// One section as this seat shows it: its placements, in order.
    public record Shown(SectionId section, List<PlacementId> placements) {

        public Shown {
            requireNonNull(section, "section");
            placements = List.copyOf(placements);
        }
    }

    /// The order of this seat: sections as in the form, blocks and placements as drawn.
    public List<Shown> order(Suite suite, Outline outline) {
        var order = new ArrayList<Shown>();
        for (var section : outline.sections()) {
            var placements = new ArrayList<PlacementId>();
            for (var block : blocks(suite, section)) {
                var places =
                        block.shuffled() && shuffles()
                                ? new Draws(suite, seed, "block/" + block.number())
                                        .shuffled(block.placements(), Outline.Place::fixed)
                                : block.placements();
                places.forEach(place -> placements.add(place.id()));
            }
            order.add(new Shown(section.id(), placements));
        }
        return List.copyOf(order);
    }

    private List<Outline.Run> blocks(Suite suite, Outline.Part section) {
        return section.shuffled() && shuffles()
                ? new Draws(suite, seed, "section/" + section.id())
                        .shuffled(section.blocks(), Outline.Run::fixed)
                : section.blocks();
    }

    /// The order in which this seat shows the options of an interaction that says
    /// `shuffle="true"`. `set` is 1 or 2 for the two sets of a match interaction, otherwise 0.
    public <T> List<T> options(
            Suite suite,
            PlacementId placement,
            String responseIdentifier,
            int set,
            List<T> options,
            Predicate<? super T> fixed) {
        if (!shuffles()) {
            return List.copyOf(options);
        }
        var label = "options/" + placement + "/" + responseIdentifier + (set == 0 ? "" : "/" + set);
        return new Draws(suite, seed, label).shuffled(options, fixed);
    }

    private boolean shuffles() {
        return !accommodations.contains(Accommodation.FIXED_ORDER);
    }

    /// The plan as section 3.1 writes it.
    public byte[] toBytes() {
        var words = accommodations.stream().map(Accommodation::word).sorted().toList();
        var plan =
                new CborWriter()
                        .array(6)
                        .uint(VERSION)
                        .text(form.id())
                        .uint(form.revision())
                        .bytes(seed.toBytes())
                        .uint(extraTime.toMillis())
                        .array(words.size());
        words.forEach(plan::text);
        return plan.toBytes();
    }

    /// Reads a plan; what section 3.4 refuses is [NotCanonical].
    public static SeatingPlan parse(byte[] bytes) {
        var from = new CborReader(bytes);
        from.array(6);
        var version = from.uint();
        if (version != VERSION) {
            throw new NotCanonical(1, "seating plan of version %d, 1 is known".formatted(version));
        }
        try {
            var form = new FormId(from.text(), from.uint(Integer.MAX_VALUE));
            var seed = Seed.of(from.bytes(Seed.LENGTH));
            var extra = Duration.ofMillis(from.uint());
            var count = from.array();
            var accommodations = EnumSet.noneOf(Accommodation.class);
            var last = "";
            for (var i = 0; i < count; i++) {
                var at = from.position();
                var word = from.text();
                if (word.compareTo(last) <= 0) {
                    throw new NotCanonical(at, "accommodations are not in order");
                }
                accommodations.add(Accommodation.named(word));
                last = word;
            }
            from.end();
            return new SeatingPlan(form, seed, extra, accommodations);
        } catch (IllegalArgumentException outOfBounds) {
            throw new NotCanonical(from.position(), outOfBounds.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeatingPlan plan
                && form.equals(plan.form)
                && seed.equals(plan.seed)
                && extraTime.equals(plan.extraTime)
                && accommodations.equals(plan.accommodations);
    }

    @Override
    public int hashCode() {
        return seed.hashCode();
    }

    @Override
    public String toString() {
        return "SeatingPlan[%s, extra time %s, %s]".formatted(form, extraTime, accommodations);
    }
}
