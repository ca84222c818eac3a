package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is right and how it is scored, placement by placement: the part of a sealed form that never
/// reaches a seat, opened (`sealed-form.md` section 6). After publication a body may give it out;
/// [#parse] then holds it against the manifest without any key.
public final class MarkingPart {

    static final int SALT = 16;

    private static final int VERSION = 1;
    private static final byte[] ANSWER_KEY = "gongyuan/answer-key/1\0".getBytes(UTF_8);
    private static final byte[] ITEM_SET = "gongyuan/item-set/1\0".getBytes(UTF_8);

    private final FormId form;
    private final byte[] salt;
    private final List<Marked> placements;

    /// How one placement is scored. `scoring` is a QTI item without body, `guide` what helps a
    /// human marker, or empty.
    public record Marked(
            PlacementId placement,
            ItemReference item,
            Digest itemDigest,
            Weight weight,
            boolean byHuman,
            String scoring,
            String guide) {

        public Marked {
            requireNonNull(placement, "placement");
            requireNonNull(item, "item");
            requireNonNull(itemDigest, "itemDigest");
            requireNonNull(weight, "weight");
            requireNonNull(scoring, "scoring");
            requireNonNull(guide, "guide");
        }

        @Override
        public String toString() {
            return "Marked[%s, %s]".formatted(placement, item);
        }
    }

    MarkingPart(FormId form, byte[] salt, List<Marked> placements) {
        this.form = requireNonNull(form, "form");
        this.salt = salt.clone();
        this.placements = List.copyOf(placements);
        for (var i = 0; i < placements.size(); i++) {
            if (placements.get(i).placement().number() != i + 1) {
                throw new IllegalArgumentException(
                        "placement %s of the marking part stands where %d is due"
                                .formatted(placements.get(i).placement(), i + 1));
            }
        }
    }

    /// The form it marks.
    public FormId form() {
        return form;
    }

    /// How each placement is scored, 1, 2, 3 …
    public List<Marked> placements() {
        return placements;
    }

    /// The bytes of section 6.2. They hold the answers: they leave the server only when a body
    /// gives its key out.
    public byte[] toBytes() {
        var to =
                new CborWriter(4096)
                        .array(5)
                        .uint(VERSION)
                        .text(form.id())
                        .uint(form.revision())
                        .bytes(salt)
                        .array(placements.size());
        for (var marked : placements) {
            to.array(8)
                    .uint(marked.placement().number())
                    .text(marked.item().identifier())
                    .uint(marked.item().revision())
                    .bytes(marked.itemDigest().toBytes())
                    .text(marked.weight().toString())
                    .bool(marked.byHuman())
                    .bytes(marked.scoring().getBytes(UTF_8))
                    .bytes(marked.guide().getBytes(UTF_8));
        }
        return to.toBytes();
    }

    Digest itemSet(Suite suite) {
        var hashing = suite.hashing().update(ITEM_SET).update(salt);
        for (var marked : placements) {
            hashing.update(
                    new CborWriter()
                            .array(3)
                            .text(marked.item().identifier())
                            .uint(marked.item().revision())
                            .bytes(marked.itemDigest().toBytes())
                            .toBytes());
        }
        return hashing.digest();
    }

    static Digest commitment(Suite suite, byte[] opened) {
        return suite.digest(ANSWER_KEY, opened);
    }

    /// Reads an opened marking part and holds it against the manifest of its form.
    public static MarkingPart parse(byte[] opened, Manifest manifest) throws FormRefused {
        if (!commitment(manifest.suite(), opened).equals(manifest.vault().answerKey())) {
            throw new FormRefused(
                    Reason.DIGEST, "the marking part is not the one the manifest commits to");
        }
        var part = read(opened);
        if (!part.form.equals(manifest.form())
                || part.placements.size() != manifest.outline().size()) {
            throw new FormRefused(
                    Reason.OTHER_FORM,
                    "the marking part is of form %s with %d placements, the manifest of %s with %d"
                            .formatted(
                                    part.form,
                                    part.placements.size(),
                                    manifest.form(),
                                    manifest.outline().size()));
        }
        if (!part.itemSet(manifest.suite()).equals(manifest.contents().itemSet())) {
            throw new FormRefused(
                    Reason.ITEM_SET, "the item revisions are not those the manifest commits to");
        }
        return part;
    }

    private static MarkingPart read(byte[] opened) throws FormRefused {
        var from = new CborReader(opened);
        try {
            var fields = from.array();
            var version = from.uint();
            if (version != VERSION) {
                throw new FormRefused(
                        Reason.VERSION,
                        "marking part of version %d, known is 1".formatted(version));
            }
            if (fields != 5) {
                throw new FormRefused(
                        Reason.NOT_CANONICAL,
                        "a marking part has 5 fields, this %d".formatted(fields));
            }
            var form = new FormId(from.text(), from.uint(Integer.MAX_VALUE));
            var salt = from.bytes(SALT);
            var placements = new ArrayList<Marked>();
            for (var left = from.array(); left > 0; left--) {
                from.array(8);
                placements.add(
                        new Marked(
                                new PlacementId(from.uint(Integer.MAX_VALUE)),
                                new ItemReference(from.text(), from.uint(Integer.MAX_VALUE)),
                                Digest.of(from.bytes(Digest.LENGTH)),
                                weight(from.text()),
                                from.bool(),
                                new String(from.bytes(), UTF_8),
                                new String(from.bytes(), UTF_8)));
            }
            from.end();
            var part = new MarkingPart(form, salt, placements);
            if (!Arrays.equals(part.toBytes(), opened)) {
                throw new FormRefused(Reason.NOT_CANONICAL, "a text is not UTF-8");
            }
            return part;
        } catch (NotCanonical | IllegalArgumentException wrong) {
            throw new FormRefused(
                    Reason.NOT_CANONICAL, "the marking part: " + wrong.getMessage(), wrong);
        }
    }

    private static Weight weight(String written) {
        var weight = Weight.parse(written);
        if (!weight.toString().equals(written)) {
            throw new IllegalArgumentException("weight \"%s\" is not plain".formatted(written));
        }
        return weight;
    }

    /// Holds the answers; nothing is printed.
    @Override
    public String toString() {
        return "MarkingPart[%s, %d placements]".formatted(form, placements.size());
    }
}
