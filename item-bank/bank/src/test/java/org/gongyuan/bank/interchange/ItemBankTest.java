package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.BankBroken;
import org.gongyuan.bank.item.FileItemStore;
import org.gongyuan.bank.item.FrozenBy;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemBank.Recorded;
import org.gongyuan.bank.item.ItemBank.Removal;
import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

@DisplayName("An item bank")
class ItemBankTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ItemId ID = new ItemId("item-1");
    private static final FrozenBy FORM = new FrozenBy("form-1", 1);

    @TempDir Path folder;
    private FileItemStore store;
    private ItemBank bank;

    @BeforeEach
    void open() throws IOException {
        store = new FileItemStore(folder);
        bank = bankOf(BankKey.generate(Suite.INTL_1, RANDOM));
    }

    private ItemBank bankOf(BankKey key) {
        return new ItemBank(store, key, CLOCK, RANDOM);
    }

    private static ItemContent content(String stem) {
        var item = Qti.withContent("<p>%s<img src=\"a.png\" alt=\"\"/></p>".formatted(stem));
        return new Packages()
                .item("a.xml", item)
                .and("a.png", Packages.png(3, 3))
                .read()
                .items()
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void givesBackWhatItTook(Suite suite) throws IOException {
        bank = bankOf(BankKey.generate(suite, RANDOM));
        var content = content("Stem");

        var recorded = assertInstanceOf(Recorded.New.class, bank.record(content));

        assertEquals(1, recorded.revision().number());
        assertEquals(NOON, recorded.revision().recorded());
        assertEquals(content, bank.content(recorded.revision()));
        assertEquals(List.of(recorded.revision()), bank.list());
    }

    @Test
    void makesARevisionOnlyOfOtherContent() throws IOException {
        var first = bank.record(content("Stem")).revision();

        assertEquals(new Recorded.Unchanged(first), bank.record(content("Stem")));
        var changed = assertInstanceOf(Recorded.Changed.class, bank.record(content("Other")));

        assertEquals(2, changed.revision().number());
        assertEquals(List.of(first, changed.revision()), bank.revisions(ID));
        assertEquals(content("Stem"), bank.content(first));
        assertEquals(List.of(changed.revision()), bank.list());
    }

    @Test
    void neverTouchesWhatASealedFormHolds() throws IOException {
        var first = bank.record(content("Stem")).revision();

        var frozen = bank.freeze(first, FORM);
        bank.record(content("Other"));

        assertTrue(frozen.isFrozen());
        assertEquals(List.of(FORM), bank.revisions(ID).getFirst().frozenBy());
        assertEquals(content("Stem"), bank.content(frozen));
        assertEquals(frozen, bank.freeze(frozen, FORM));
    }

    @Test
    void removesOnlyWhatNoSealedFormHolds() throws IOException {
        var first = bank.freeze(bank.record(content("Stem")).revision(), FORM);
        var second = bank.record(content("Other")).revision();

        assertEquals(new Removal.Removed(second), bank.remove(ID));
        assertEquals(new Removal.Frozen(first), bank.remove(ID));
        assertEquals(new Removal.Unknown(new ItemId("x")), bank.remove(new ItemId("x")));
        assertEquals(List.of(first), bank.list());
    }

    @Test
    void keepsNothingReadableInItsStore() throws IOException {
        bank.record(content("Very secret stem"));

        for (var key : store.keys("")) {
            var bytes = new String(store.read(key).orElseThrow(), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains("secret"), key);
            assertFalse(bytes.contains("item-1"), key);
            assertFalse(key.contains("item-1"), key);
        }
    }

    @Test
    void opensWithItsOwnKeyOnly() throws IOException {
        bank.record(content("Stem"));

        var other = bankOf(BankKey.generate(Suite.INTL_1, RANDOM));

        assertThrows(BankBroken.class, other::list);
    }

    @Test
    void noticesAnySwapInItsStore() throws IOException {
        var first = bank.record(content("Stem")).revision();
        var second = bank.record(content("Other")).revision();
        var bodies = store.keys("").stream().filter(k -> k.endsWith(".body")).toList();
        store.replace(bodies.get(0), store.read(bodies.get(1)).orElseThrow());

        assertThrows(BankBroken.class, () -> bank.content(first));
        assertEquals(content("Other"), bank.content(second));
    }

    @Test
    void exportsWhatItCanImport() throws IOException {
        var content = content("Stem &amp; <b>more</b>");
        var out = new ByteArrayOutputStream();
        var again = new ByteArrayOutputStream();

        PackageWriting.write("export", List.of(content), out);
        PackageWriting.write("export", List.of(content), again);

        assertEquals(List.of(content), Packages.read(out.toByteArray()).items());
        assertEquals(
                new String(out.toByteArray(), StandardCharsets.ISO_8859_1),
                new String(again.toByteArray(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void importsAllOrNothingUnlessTheGoodAreWanted() throws IOException {
        var read =
                new Packages()
                        .item("a.xml", Qti.singleChoice())
                        .item("b.xml", Qti.withContent("<script/>").replace("item-1", "item-2"))
                        .read();

        assertInstanceOf(BankImport.Nothing.class, BankImport.into(bank, read, false));
        assertEquals(List.of(), bank.list());

        var done = assertInstanceOf(BankImport.Done.class, BankImport.into(bank, read, true));
        assertEquals(1, done.recorded().size());
        assertEquals(ID, bank.list().getFirst().item());
    }

    @Test
    void refusesKeysThatAreNotItsOwn() {
        for (var key : List.of("../x", "/x", "a//b", "A", "a/../b", "x.part")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> store.create(key, "x".getBytes(UTF_8)),
                    key);
        }
    }

    @Test
    void takesItemsOfAnyIdentifier() throws IOException {
        var ids = new ArrayList<String>();
        for (var id : List.of("../../etc", "a/b", "题目 一")) {
            var item = Qti.singleChoice().replace("item-1", id);
            bank.record(new Packages().item("a.xml", item).read().items().getFirst());
            ids.add(id);
        }

        assertEquals(
                ids.stream().sorted().toList(),
                bank.list().stream().map(r -> r.item().identifier()).toList());
    }
}
