package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.Weight;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.MarkingPartKey;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Seals forms, under the eyes of an assembler and a reviewer (`sealed-form.md`). When it returns,
/// neither the form key nor the marking private key exists whole any more.
public final class FormSealing {

    private final SecureRandom random;
    private final Classification ceiling;

    /// Sealing in a deployment that may hold forms up to `ceiling`.
    public FormSealing(SecureRandom random, Classification ceiling) {
        this.random = requireNonNull(random, "random");
        this.ceiling = requireNonNull(ceiling, "ceiling");
    }

    /// Seals `form` into a new file and returns its manifest. The content must be exactly the items
    /// of the form and what they show.
    public Manifest seal(
            SealingOrder order,
            Form form,
            FormContent content,
            SigningKeyPair assembler,
            SigningKeyPair reviewer,
            Path to)
            throws IOException {
        checkSigners(order, assembler, reviewer);
        if (order.classification().exceeds(ceiling)) {
            throw new IllegalArgumentException(
                    "a form that is %s cannot be sealed here: this deployment may hold up to %s"
                            .formatted(order.classification().word(), ceiling.word()));
        }
        var act = new Act(order, form, content);
        try (var formKey = FormKey.generate(order.suite(), random);
                var markingKey = SealingKeyPair.generate(order.suite(), Purpose.MARKING, random)) {
            var signers =
                    new Manifest.Signers(
                            assembler.verifyingKey().fingerprint(),
                            reviewer.verifyingKey().fingerprint());
            var sealed = act.seal(formKey, markingKey, signers);
            var signatures = FormSignatures.sign(sealed.manifest.digest(), assembler, reviewer);
            write(to, sealed, signatures);
            return sealed.manifest;
        }
    }

    /// Takes the form's items out of the bank, freezes their revisions there and seals the form.
    /// Freezing comes first: a sealed form with items that can still change must not be.
    public Manifest seal(
            SealingOrder order,
            Form form,
            ItemBank bank,
            SigningKeyPair assembler,
            SigningKeyPair reviewer,
            Path to)
            throws IOException {
        var content = SealableContent.of(form, bank);
        SealableContent.freeze(form, bank);
        return seal(order, form, content, assembler, reviewer, to);
    }

    private static void checkSigners(
            SealingOrder order, SigningKeyPair assembler, SigningKeyPair reviewer) {
        if (assembler.purpose() != SigningPurpose.ASSEMBLER
                || reviewer.purpose() != SigningPurpose.REVIEWER) {
            throw new IllegalArgumentException(
                    "a form is signed by keys for ASSEMBLER and REVIEWER, not for %s and %s"
                            .formatted(assembler.purpose(), reviewer.purpose()));
        }
        if (assembler.suite() != order.suite() || reviewer.suite() != order.suite()) {
            throw new IllegalArgumentException(
                    "the signers' keys are not of suite " + order.suite());
        }
        if (java.util.Arrays.equals(
                assembler.verifyingKey().raw(), reviewer.verifyingKey().raw())) {
            throw new IllegalArgumentException(
                    "assembler and reviewer have one key: two persons sign a form");
        }
    }

    /// What one act of sealing made.
    private static final class Sealed {

        private final Manifest manifest;
        private final List<byte[]> blobs;
        private final byte[] custody;
        private final byte[] marking;

        Sealed(Manifest manifest, List<byte[]> blobs, byte[] custody, byte[] marking) {
            this.manifest = manifest;
            this.blobs = blobs;
            this.custody = custody;
            this.marking = marking;
        }
    }

    private static void write(Path to, Sealed sealed, byte[] signatures) throws IOException {
        if (Files.exists(to)) {
            throw new IOException(
                    "%s is there already; a sealed form is never replaced".formatted(to));
        }
        var part = to.resolveSibling(to.getFileName() + ".part");
        try (var out =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            all(out, FormFile.PREAMBLE);
            sized(out, sealed.manifest.toBytes());
            sized(out, signatures);
            for (var blob : sealed.blobs) {
                all(out, blob);
            }
            sized(out, sealed.custody);
            all(out, sealed.marking);
            out.force(true);
        }
        var _ = Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void sized(FileChannel out, byte[] bytes) throws IOException {
        all(out, ByteBuffer.allocate(4).putInt(bytes.length).array());
        all(out, bytes);
    }

    private static void all(FileChannel out, byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            var _ = out.write(left);
        }
    }

    /// One act of sealing: gathers what goes in, blob by blob.
    private final class Act {

        private final SealingOrder order;
        private final Form form;
        private final Bindings bindings;
        private final Map<ItemReference, FormContent.Item> items;
        private final Map<String, FormContent.Stimulus> stimuli;
        private final Map<String, FormContent.Asset> assets;
        private final Map<String, Integer> blobOf = new HashMap<>();
        private final List<Blob.Kind> kinds = new ArrayList<>();
        private final List<byte[]> plain = new ArrayList<>();

        Act(SealingOrder order, Form form, FormContent content) {
            this.order = order;
            this.form = form;
            this.bindings = new Bindings(order.suite(), SealingId.random(random), form.id());
            this.items = byName(content.items(), FormContent.Item::item);
            this.stimuli = byName(content.stimuli(), FormContent.Stimulus::identifier);
            this.assets = byName(content.assets(), FormContent.Asset::path);
            kinds.add(Blob.Kind.LAYOUT);
            plain.add(new byte[0]);
            form.placements()
                    .forEach(
                            placement ->
                                    add(
                                            Blob.Kind.ITEM,
                                            placement.item().toString(),
                                            item(placement.item()).keyless().getBytes(UTF_8)));
            stimuli.values()
                    .forEach(
                            stimulus ->
                                    add(
                                            Blob.Kind.STIMULUS,
                                            stimulus.identifier(),
                                            stimulus.xml().getBytes(UTF_8)));
            assets.values().forEach(asset -> add(Blob.Kind.ASSET, asset.path(), asset.bytes()));
            if (items.size() != form.placements().count()) {
                throw new IllegalArgumentException(
                        "%d items given for a form of %d"
                                .formatted(items.size(), form.placements().count()));
            }
            plain.set(0, layout().toBytes());
        }

        private static <K, V> Map<K, V> byName(Collection<V> values, Function<V, K> name) {
            return values.stream()
                    .collect(
                            toMap(
                                    name,
                                    Function.identity(),
                                    (first, _) -> {
                                        throw new IllegalArgumentException(
                                                "given twice: " + name.apply(first));
                                    },
                                    LinkedHashMap::new));
        }

        private FormContent.Item item(ItemReference reference) {
            var item = items.get(reference);
            if (item == null) {
                throw new IllegalArgumentException(
                        "item %s of form %s is not given".formatted(reference, form.id()));
            }
            return item;
        }

        private void add(Blob.Kind kind, String name, byte[] content) {
            blobOf.put(kind + " " + name, plain.size());
            kinds.add(kind);
            plain.add(content);
        }

        private int blob(Blob.Kind kind, String name) {
            var blob = blobOf.get(kind + " " + name);
            if (blob == null) {
                throw new IllegalArgumentException(
                        "%s \"%s\" is shown and not given".formatted(kind, name));
            }
            return blob;
        }

        private Map<String, Integer> blobs(Blob.Kind kind, Collection<String> names) {
            return names.stream()
                    .distinct()
                    .collect(toMap(Function.identity(), name -> blob(kind, name)));
        }

        private Layout layout() {
            var shown = new ArrayList<Layout.ItemShown>();
            form.placements()
                    .forEach(
                            placement -> {
                                var item = item(placement.item());
                                shown.add(
                                        new Layout.ItemShown(
                                                blob(Blob.Kind.ITEM, placement.item().toString()),
                                                placement.item().identifier(),
                                                Map.<PlacementId, Weight>of(
                                                        placement.id(), placement.weight()),
                                                blobs(Blob.Kind.STIMULUS, item.stimuli()),
                                                blobs(Blob.Kind.ASSET, item.assets())));
                            });
            return new Layout(
                    form.title(),
                    form.language(),
                    form.sections().stream()
                            .map(
                                    section ->
                                            new Layout.SectionTexts(
                                                    section.id(),
                                                    section.title(),
                                                    section.instructions()))
                            .toList(),
                    shown,
                    stimuli.values().stream()
                            .map(
                                    stimulus ->
                                            new Layout.StimulusShown(
                                                    blob(Blob.Kind.STIMULUS, stimulus.identifier()),
                                                    stimulus.identifier(),
                                                    blobs(Blob.Kind.ASSET, stimulus.assets())))
                            .toList(),
                    assets.values().stream()
                            .map(
                                    asset ->
                                            new Layout.AssetShown(
                                                    blob(Blob.Kind.ASSET, asset.path()),
                                                    asset.path(),
                                                    asset.mediaType()))
                            .toList());
        }

        private MarkingPart marking() {
            var salt = new byte[MarkingPart.SALT];
            random.nextBytes(salt);
            return new MarkingPart(
                    form.id(),
                    salt,
                    form.placements()
                            .map(
                                    placement -> {
                                        var item = item(placement.item());
                                        return new MarkingPart.Marked(
                                                placement.id(),
                                                placement.item(),
                                                item.digest(),
                                                placement.weight(),
                                                item.markedByHuman(),
                                                item.scoring(),
                                                item.guide());
                                    })
                            .toList());
        }

        Sealed seal(FormKey formKey, SealingKeyPair markingKey, Manifest.Signers signers) {
            var suite = order.suite();
            var blobs = new ArrayList<Blob>();
            var sealedBlobs = new ArrayList<byte[]>();
            for (var i = 0; i < plain.size(); i++) {
                var id = BlobId.random(random);
                try (var key = formKey.blobKey(id.toBytes())) {
                    var sealed = key.sealChunked(plain.get(i), bindings.blob(id));
                    sealedBlobs.add(sealed);
                    blobs.add(
                            new Blob(
                                    id,
                                    kinds.get(i),
                                    bindings.blobDigest(sealed),
                                    plain.get(i).length,
                                    sealed.length));
                }
            }
            var part = marking();
            var opened = part.toBytes();
            byte[] sealedPart;
            byte[] partKey;
            try (var key = MarkingPartKey.generate(suite, random)) {
                sealedPart = key.sealChunked(opened, bindings.markingPart());
                partKey = markingKey.publicKey().wrap(key, bindings.markingPartKey());
            }
            var formShares =
                    KeySplit.of(formKey, SharePurpose.FORM, order.form(), bindings, random);
            var markingShares =
                    KeySplit.of(
                            markingKey, SharePurpose.MARKING, order.marking(), bindings, random);
            var custody =
                    new Custody(formShares.envelopes(), markingShares.envelopes(), partKey)
                            .toBytes(formShares.quorum(), markingShares.quorum());
            var manifest =
                    new Manifest(
                            new Manifest.Identity(
                                    suite,
                                    bindings.sealing(),
                                    order.body(),
                                    order.exam(),
                                    form.id(),
                                    order.classification(),
                                    order.sealedAt(),
                                    order.notBefore()),
                            order.rules(),
                            new Manifest.Contents(
                                    form.outline(),
                                    form.placements()
                                            .map(
                                                    placement ->
                                                            blob(
                                                                    Blob.Kind.ITEM,
                                                                    placement.item().toString()))
                                            .toList(),
                                    blobs,
                                    part.itemSet(suite)),
                            signers,
                            formShares.quorum(),
                            new Manifest.MarkingTerms(
                                    markingKey.publicKey(), markingShares.quorum()),
                            new Manifest.Vault(
                                    bindings.custodyDigest(custody),
                                    custody.length,
                                    bindings.markingDigest(sealedPart),
                                    sealedPart.length,
                                    MarkingPart.commitment(suite, opened)));
            return new Sealed(manifest, sealedBlobs, custody, sealedPart);
        }
    }
}
