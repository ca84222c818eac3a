package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.item.FileItemStore;
import org.gongyuan.bank.item.FrozenBy;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemStore;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

@DisplayName("An import cut off between any two writes")
class AtomicImportTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path folder;

    /// A store whose process ends before a certain write.
    private static final class CutOff implements ItemStore {

        private final ItemStore store;
        private int writesLeft;

        CutOff(ItemStore store, int writes) {
            this.store = store;
            this.writesLeft = writes;
        }

        private void write() throws IOException {
            if (writesLeft-- <= 0) {
                throw new IOException("the process ended");
            }
        }

        @Override
        public List<String> keys(String prefix) throws IOException {
            return store.keys(prefix);
        }

        @Override
        public Optional<byte[]> read(String key) throws IOException {
            return store.read(key);
        }

        @Override
        public void create(String key, byte[] bytes) throws IOException {
            write();
            store.create(key, bytes);
        }

        @Override
        public void replace(String key, byte[] bytes) throws IOException {
            write();
            store.replace(key, bytes);
        }

        @Override
        public void remove(String key) throws IOException {
            write();
            store.remove(key);
        }
    }

    private static PackageReading.Outcome three(String stem) {
        var items = new Packages();
        for (int i = 1; i <= 3; i++) {
            items.item(
                    i + ".xml",
                    Qti.withContent("<p>%s</p>".formatted(stem)).replace("item-1", "item-" + i));
        }
        return items.read();
    }

    /// Writes of one import of three: bodies, the entry that decides, heads, its removal.
    private static final int WRITES = 3 + 1 + 3 + 1;

    @Test
    void leavesAllOfItOrNothing() throws IOException {
        int nothing = 0;
        int all = 0;
        for (int writes = 0; writes <= WRITES; writes++) {
            var store = new FileItemStore(folder.resolve("cut-" + writes));
            var key = BankKey.generate(Suite.INTL_1, RANDOM);
            var cut = new ItemBank(new CutOff(store, writes), key, CLOCK, RANDOM);
            if (writes < WRITES) {
                assertThrows(IOException.class, () -> BankImport.into(cut, three("one"), false));
            } else {
                BankImport.into(cut, three("one"), false);
            }

            var again = new ItemBank(store, key, CLOCK, RANDOM);
            var found = again.list();

            assertTrue(found.isEmpty() || found.size() == 3, writes + " writes: " + found);
            assertEquals(writes > 3, !found.isEmpty(), writes + " writes");
            nothing += found.isEmpty() ? 1 : 0;
            all += found.isEmpty() ? 0 : 1;
            for (var revision : found) {
                assertEquals(revision.digest(), again.content(revision).digest());
            }
            // A repeat completes it, and adds nothing to what is there.
            assertInstanceOf(BankImport.Done.class, BankImport.into(again, three("one"), false));
            assertEquals(3, again.list().size());
            assertEquals(List.of(), store.keys("pending/"));
        }
        assertEquals(4, nothing);
        assertEquals(5, all);
    }

    @Test
    void keepsWhatWasThereBefore() throws IOException {
        for (int writes = 0; writes < WRITES; writes++) {
            var store = new FileItemStore(folder.resolve("again-" + writes));
            var key = BankKey.generate(Suite.INTL_1, RANDOM);
            var bank = new ItemBank(store, key, CLOCK, RANDOM);
            BankImport.into(bank, three("one"), false);
            bank.freeze(bank.list().getFirst(), new FrozenBy("form-1", 1));
            var cut = new ItemBank(new CutOff(store, writes), key, CLOCK, RANDOM);
            assertThrows(IOException.class, () -> BankImport.into(cut, three("two"), false));

            var again = new ItemBank(store, key, CLOCK, RANDOM);
            var numbers = new TreeSet<Integer>();
            again.list().forEach(revision -> numbers.add(revision.number()));

            assertEquals(1, numbers.size(), "mixed after %d writes".formatted(writes));
            assertTrue(again.revision(new ItemId("item-1"), 1).orElseThrow().isFrozen());
        }
    }

    @Test
    void ofOneItemTwiceIsRefused() throws IOException {
        var bank =
                new ItemBank(
                        new FileItemStore(folder.resolve("twice")),
                        BankKey.generate(Suite.INTL_1, RANDOM),
                        CLOCK,
                        RANDOM);
        var item = three("one").items().getFirst();

        assertThrows(IllegalArgumentException.class, () -> bank.recordAll(List.of(item, item)));
        assertEquals(List.of(), bank.list());
    }
}
