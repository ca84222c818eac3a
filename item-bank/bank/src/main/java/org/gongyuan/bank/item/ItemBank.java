package org.gongyuan.bank.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.seal.ItemKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The items of one body, each in all its revisions (`item-bank/spec/interchange.md`, section 12).
///
/// Every revision, with its stimuli and assets, is sealed under an `ItemKey` of its own, wrapped
/// by the `BankKey`; the store sees ciphertext only. A revision never changes: new content is a
/// new revision, and one that a sealed form holds can neither be removed nor lose its mark.
///
///     absent --record--> revision 1 --record other content--> revision 2 …
///     revision --freeze(form)--> frozen revision      (no way back)
///     last revision, not frozen --remove--> absent
///
/// Items recorded together appear together: their heads are first kept in one entry, then written
/// one by one. Whoever uses the bank after a crash finds that entry and writes the rest.
///
/// One process at a time may use a bank; calls of several threads take turns.
public final class ItemBank {

    private static final int VERSION = 1;

    /// The heads of items recorded together, while they are being written.
    private static final String PENDING = "pending/heads";

    private final ItemStore store;
    private final BankKey key;
    private final Clock clock;
    private final SecureRandom random;
    private boolean settled;

    /// A bank over a store, opened by its key.
    public ItemBank(ItemStore store, BankKey key, Clock clock, SecureRandom random) {
        this.store = requireNonNull(store, "store");
        this.key = requireNonNull(key, "key");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// What became of an item handed in.
    public sealed interface Recorded {

        /// The revision that holds the content now.
        ItemRevision revision();

        /// The bank did not know the item.
        record New(ItemRevision revision) implements Recorded {}

        /// The bank knew the item with other content.
        record Changed(ItemRevision revision) implements Recorded {}

        /// The last revision holds just this.
        record Unchanged(ItemRevision revision) implements Recorded {}
    }

    /// What became of a removal.
    public sealed interface Removal {

        /// The item's last revision is gone.
        record Removed(ItemRevision revision) implements Removal {}

        /// A sealed form holds it.
        record Frozen(ItemRevision revision) implements Removal {}

        /// The bank does not know the item.
        record Unknown(ItemId item) implements Removal {}
    }

    /// Takes in an item: a new revision if it differs from the last one.
    public synchronized Recorded record(ItemContent content) throws IOException {
        return recordAll(List.of(content)).getFirst();
    }

    /// Takes in items, all of them or, if the process ends or the store fails on the way, none: a
    /// new revision of each that differs from its last one. In the order given.
    ///
    /// @throws IllegalArgumentException if two have the same identifier
    public synchronized List<Recorded> recordAll(List<ItemContent> contents) throws IOException {
        settle();
        var recorded = new ArrayList<Recorded>();
        var heads = new TreeMap<String, byte[]>();
        var seen = new HashSet<ItemId>();
        for (var content : contents) {
            if (!seen.add(content.item().id())) {
                throw new IllegalArgumentException(
                        "item %s is recorded twice at once".formatted(content.item().id()));
            }
            var outcome = prepare(content);
            recorded.add(outcome);
            if (!(outcome instanceof Recorded.Unchanged)) {
                var revision = outcome.revision();
                keepBody(revision, content);
                heads.put(head(revision.item(), revision.number()), encodeHead(revision));
            }
        }
        commit(heads);
        return List.copyOf(recorded);
    }

    private Recorded prepare(ItemContent content) throws IOException {
        var id = content.item().id();
        var last = latest(id);
        if (last.isPresent() && last.get().digest().equals(content.digest())) {
            return new Recorded.Unchanged(last.get());
        }
        var revision =
                new ItemRevision(
                        id,
                        last.map(before -> before.number() + 1).orElse(1),
                        content.digest(),
                        Instant.ofEpochMilli(clock.millis()),
                        List.of());
        return last.isEmpty() ? new Recorded.New(revision) : new Recorded.Changed(revision);
    }

    /// A revision exists when its head does. One head is written at once; of several, the entry
    /// that holds them all decides.
    private void commit(SequencedMap<String, byte[]> heads) throws IOException {
        if (heads.size() == 1) {
            var head = heads.firstEntry();
            store.create(head.getKey(), head.getValue());
            return;
        }
        if (heads.isEmpty()) {
            return;
        }
        var writer = new CborWriter().array(2).uint(VERSION).array(heads.size());
        heads.forEach((name, bytes) -> writer.array(2).text(name).bytes(bytes));
        settled = false;
        store.replace(PENDING, key.seal(writer.toBytes(), PENDING.getBytes(UTF_8)));
        settle();
    }

    /// Finishes what a crash may have left: writes the heads that were decided on.
    private void settle() throws IOException {
        if (settled) {
            return;
        }
        var pending = store.read(PENDING);
        if (pending.isPresent()) {
            for (var head : pendingHeads(pending.get()).entrySet()) {
                store.replace(head.getKey(), head.getValue());
            }
            store.remove(PENDING);
        }
        settled = true;
    }

    private SequencedMap<String, byte[]> pendingHeads(byte[] sealed) {
        try {
            var reader = new CborReader(key.open(sealed, PENDING.getBytes(UTF_8)));
            reader.array(2);
            requireVersion(reader, PENDING);
            var heads = new TreeMap<String, byte[]>();
            for (int i = reader.array(); i > 0; i--) {
                reader.array(2);
                heads.put(reader.text(), reader.bytes());
            }
            reader.end();
            return heads;
        } catch (SealBroken | NotCanonical | IllegalArgumentException broken) {
            throw new BankBroken(PENDING, broken);
        }
    }

    /// Every item's last revision, by identifier.
    public synchronized List<ItemRevision> list() throws IOException {
        settle();
        var latest = new TreeMap<ItemId, ItemRevision>();
        for (var key : store.keys("items/")) {
            if (key.endsWith(".head")) {
                var revision = head(key);
                latest.merge(revision.item(), revision, (a, b) -> a.number() > b.number() ? a : b);
            }
        }
        return List.copyOf(latest.values());
    }

    /// All revisions of an item, the first one first; empty if the bank does not know it.
    public synchronized List<ItemRevision> revisions(ItemId id) throws IOException {
        settle();
        var revisions = new ArrayList<ItemRevision>();
        for (var key : store.keys(folder(id))) {
            if (key.endsWith(".head")) {
                var revision = head(key);
                if (!revision.item().equals(id)) {
                    throw new BankBroken(key + " belongs to another item", null);
                }
                revisions.add(revision);
            }
        }
        revisions.sort((a, b) -> Integer.compare(a.number(), b.number()));
        return revisions;
    }

    /// The last revision of an item.
    public synchronized Optional<ItemRevision> latest(ItemId id) throws IOException {
        var revisions = revisions(id);
        return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
    }

    /// One revision by its number.
    public synchronized Optional<ItemRevision> revision(ItemId id, int number) throws IOException {
        return revisions(id).stream().filter(r -> r.number() == number).findFirst();
    }

    /// The content of a revision, opened and checked against its digest.
    public synchronized ItemContent content(ItemRevision revision) throws IOException {
        var name = body(revision.item(), revision.number());
        var sealed = store.read(name).orElseThrow(() -> new BankBroken(name + " is missing", null));
        ItemContent content;
        try {
            var reader = new CborReader(sealed);
            reader.array(3);
            requireVersion(reader, name);
            var bound = bound(revision.item(), revision.number());
            try (var itemKey = key.unwrap(ItemKey.KIND, reader.bytes(), bound)) {
                content = decode(itemKey.openChunked(reader.bytes(), bound), name);
            }
            reader.end();
        } catch (SealBroken | NotCanonical broken) {
            throw new BankBroken(name, broken);
        }
        if (!content.digest().equals(revision.digest())) {
            throw new BankBroken(name + " is not what its digest says", null);
        }
        return content;
    }

    /// Marks a revision as held by a sealed form. There is no way back.
    public synchronized ItemRevision freeze(ItemRevision revision, FrozenBy form)
            throws IOException {
        var known =
                revision(revision.item(), revision.number())
                        .filter(found -> found.digest().equals(revision.digest()))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the bank has no revision %s of that content"
                                                        .formatted(revision)));
        var frozen = known.frozenAlsoBy(form);
        if (!frozen.equals(known)) {
            store.replace(head(frozen.item(), frozen.number()), encodeHead(frozen));
        }
        return frozen;
    }

    /// Removes an item's last revision, unless a sealed form holds it.
    public synchronized Removal remove(ItemId id) throws IOException {
        var last = latest(id);
        if (last.isEmpty()) {
            return new Removal.Unknown(id);
        }
        if (last.get().isFrozen()) {
            return new Removal.Frozen(last.get());
        }
        store.remove(head(id, last.get().number()));
        store.remove(body(id, last.get().number()));
        return new Removal.Removed(last.get());
    }

    /// The content first, so that a head never names what is not there.
    private void keepBody(ItemRevision revision, ItemContent content) throws IOException {
        var bound = bound(revision.item(), revision.number());
        try (var itemKey = ItemKey.generate(key.suite(), random)) {
            var bytes =
                    new CborWriter()
                            .array(3)
                            .uint(VERSION)
                            .bytes(key.wrap(itemKey, bound))
                            .bytes(itemKey.sealChunked(encode(content), bound))
                            .toBytes();
            store.replace(body(revision.item(), revision.number()), bytes);
        }
    }

    private static byte[] encode(ItemContent content) {
        var writer = new CborWriter().array(4).uint(VERSION);
        writer.bytes(content.item().canonicalBytes());
        writer.array(content.stimuli().size());
        for (var stimulus : content.stimuli()) {
            writer.bytes(stimulus.canonicalBytes());
        }
        writer.array(content.assets().size());
        for (var asset : content.assets()) {
            writer.array(2).text(asset.type().name()).bytes(asset.content());
        }
        return writer.toBytes();
    }

    private static ItemContent decode(byte[] bytes, String name) {
        var reader = new CborReader(bytes);
        reader.array(4);
        requireVersion(reader, name);
        var findings = new Findings("", name);
        try {
            var item = Item.read(Markup.read(reader.bytes(), MarkupLimits.ITEM).root(), findings);
            var stimuli = new ArrayList<Stimulus>();
            for (int i = reader.array(); i > 0; i--) {
                Stimulus.read(Markup.read(reader.bytes(), MarkupLimits.ITEM).root(), findings)
                        .ifPresent(stimuli::add);
            }
            var assets = new ArrayList<Asset>();
            for (int i = reader.array(); i > 0; i--) {
                reader.array(2);
                assets.add(Asset.of(AssetType.valueOf(reader.text()), reader.bytes()));
            }
            reader.end();
            if (item.isEmpty() || findings.refused()) {
                throw new BankBroken(name + ": " + findings.list().getFirst(), null);
            }
            return new ItemContent(item.get(), stimuli, assets);
        } catch (MarkupRefused | IllegalArgumentException refused) {
            throw new BankBroken(name, refused);
        }
    }

    private byte[] encodeHead(ItemRevision revision) {
        var writer =
                new CborWriter()
                        .array(6)
                        .uint(VERSION)
                        .text(revision.item().identifier())
                        .uint(revision.number())
                        .bytes(revision.digest().toBytes())
                        .uint(revision.recorded().toEpochMilli())
                        .array(revision.frozenBy().size());
        for (var form : revision.frozenBy()) {
            writer.array(2).text(form.form()).uint(form.revision());
        }
        return key.seal(writer.toBytes(), head(revision.item(), revision.number()).getBytes(UTF_8));
    }

    private ItemRevision head(String name) throws IOException {
        var sealed = store.read(name).orElseThrow(() -> new BankBroken(name + " is missing", null));
        try {
            var reader = new CborReader(key.open(sealed, name.getBytes(UTF_8)));
            reader.array(6);
            requireVersion(reader, name);
            var item = new ItemId(reader.text());
            int number = Math.toIntExact(reader.uint());
            var digest = Digest.of(reader.bytes(Digest.LENGTH));
            var recorded = Instant.ofEpochMilli(reader.uint());
            var forms = new ArrayList<FrozenBy>();
            for (int i = reader.array(); i > 0; i--) {
                reader.array(2);
                forms.add(new FrozenBy(reader.text(), Math.toIntExact(reader.uint())));
            }
            reader.end();
            return new ItemRevision(item, number, digest, recorded, forms);
        } catch (SealBroken | NotCanonical | IllegalArgumentException broken) {
            throw new BankBroken(name, broken);
        }
    }

    private static void requireVersion(CborReader reader, String name) {
        long version = reader.uint();
        if (version != VERSION) {
            throw new BankBroken(
                    "%s has version %d, known is %d".formatted(name, version, VERSION), null);
        }
    }

    /// Identifiers may hold anything; a store's key may not, and tells nothing.
    private static String folder(ItemId id) {
        return "items/%s/".formatted(Suite.INTL_1.digest(id.identifier().getBytes(UTF_8)).hex());
    }

    private static String head(ItemId id, int number) {
        return folder(id) + "%06d.head".formatted(number);
    }

    private static String body(ItemId id, int number) {
        return folder(id) + "%06d.body".formatted(number);
    }

    private static byte[] bound(ItemId id, int number) {
        return body(id, number).getBytes(UTF_8);
    }
}
