package org.gongyuan.bank.form;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes and reads a form between assembly and sealing (`forms.md` section 5). The bytes tell
/// which items a form has: whoever keeps them seals them under the bank's key.
final class FormFormat {

    private static final int VERSION = 1;

    private FormFormat() {}

    static byte[] write(Form form) {
        var to =
                new CborWriter(4096)
                        .array(8)
                        .uint(VERSION)
                        .text(form.id().id())
                        .uint(form.id().revision())
                        .text(form.title())
                        .text(form.language())
                        .uint(millis(form.timeLimit()))
                        .array(form.sections().size());
        for (var section : form.sections()) {
            to.array(7)
                    .text(section.id().id())
                    .text(section.title())
                    .text(section.instructions())
                    .bool(section.navigation() == Navigation.NONLINEAR)
                    .uint(millis(section.timeLimit()))
                    .bool(section.shuffled())
                    .array(section.blocks().size());
            for (var block : section.blocks()) {
                to.array(3)
                        .bool(block.fixed())
                        .bool(block.shuffled())
                        .array(block.placements().size());
                for (var placement : block.placements()) {
                    to.array(6)
                            .uint(placement.id().number())
                            .text(placement.item().identifier())
                            .uint(placement.item().revision())
                            .text(placement.weight().toString())
                            .uint(millis(placement.timeLimit()))
                            .bool(placement.fixed());
                }
            }
        }
        to.array(form.drawn().size());
        for (var drawn : form.drawn()) {
            to.array(4)
                    .text(drawn.from())
                    .uint(drawn.selected())
                    .uint(drawn.of())
                    .bytes(drawn.seed().toBytes());
        }
        return to.toBytes();
    }

    static Form read(byte[] bytes) {
        var from = new CborReader(bytes);
        try {
            from.array(8);
            var version = from.uint();
            if (version != VERSION) {
                throw new NotCanonical(1, "a form of version %d, known is 1".formatted(version));
            }
            var id = new FormId(from.text(), from.uint(Integer.MAX_VALUE));
            var title = from.text();
            var language = from.text();
            var limit = limit(from);
            var sections = new ArrayList<Section>();
            for (var left = from.array(); left > 0; left--) {
                sections.add(section(from));
            }
            var drawn = new ArrayList<Drawn>();
            for (var left = from.array(); left > 0; left--) {
                from.array(4);
                drawn.add(
                        new Drawn(
                                from.text(),
                                from.uint(Integer.MAX_VALUE),
                                from.uint(Integer.MAX_VALUE),
                                Seed.of(from.bytes(Seed.LENGTH))));
            }
            from.end();
            return new Form(id, title, language, limit, sections, drawn);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new NotCanonical(from.position(), wrong.getMessage());
        }
    }

    private static Section section(CborReader from) {
        from.array(7);
        return new Section(
                new SectionId(from.text()),
                from.text(),
                from.text(),
                from.bool() ? Navigation.NONLINEAR : Navigation.LINEAR,
                limit(from),
                from.bool(),
                blocks(from));
    }

    private static List<Block> blocks(CborReader from) {
        var blocks = new ArrayList<Block>();
        for (var left = from.array(); left > 0; left--) {
            from.array(3);
            var fixed = from.bool();
            var shuffled = from.bool();
            var placements = new ArrayList<Placement>();
            for (var inside = from.array(); inside > 0; inside--) {
                from.array(6);
                placements.add(
                        new Placement(
                                new PlacementId(from.uint(Integer.MAX_VALUE)),
                                new ItemReference(from.text(), from.uint(Integer.MAX_VALUE)),
                                Weight.parse(from.text()),
                                limit(from),
                                from.bool()));
            }
            blocks.add(new Block(fixed, shuffled, placements));
        }
        return blocks;
    }

    private static long millis(Optional<Duration> limit) {
        return limit.map(Duration::toMillis).orElse(0L);
    }

    private static Optional<Duration> limit(CborReader from) {
        var millis = from.uint();
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}
