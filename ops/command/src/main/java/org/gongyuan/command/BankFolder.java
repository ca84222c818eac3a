package org.gongyuan.command;

import org.gongyuan.bank.item.FileItemStore;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;

/// An item bank in a folder: `bank.key` (the bank's key), `items/` (its items, sealed) and `lock`,
/// which one process at a time holds.
final class BankFolder implements AutoCloseable {

    private static final String KEY = "bank.key";

    private final FileChannel lockFile;
    private final FileLock lock;
    private final BankKey key;
    private final ItemBank bank;

    private BankFolder(FileChannel lockFile, FileLock lock, BankKey key, ItemBank bank) {
        this.lockFile = lockFile;
        this.lock = lock;
        this.key = key;
        this.bank = bank;
    }

    /// A new, empty bank.
    static void create(Path folder, Suite suite, Passphrase passphrase) throws IOException {
        OwnFile.createFolder(folder);
        var random = new SecureRandom();
        try (var key = BankKey.generate(suite, random)) {
            var _ = KeyFiles.write(folder.resolve(KEY), key, passphrase, random);
        }
    }

    /// Opens a bank for this process alone.
    static BankFolder open(Path folder, Passphrase passphrase) throws IOException {
        var keyFile = folder.resolve(KEY);
        if (!Files.isRegularFile(keyFile)) {
            throw new Refused(
                    Refused.MISUSED,
                    "%s is no item bank, it has no %s; make one by gongyuan bank init"
                            .formatted(folder, KEY));
        }
        var lockFile =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            // This process holds it: the same sentence as when another does.
        }
        if (lock == null) {
            lockFile.close();
            throw new Refused(
                    Refused.REFUSED, "the bank %s is in use by another process".formatted(folder));
        }
        try {
            var key = KeyFiles.secret(keyFile, BankKey.KIND, passphrase);
            return new BankFolder(
                    lockFile,
                    lock,
                    key,
                    new ItemBank(
                            new FileItemStore(folder), key, Clock.systemUTC(), new SecureRandom()));
        } catch (IOException | RuntimeException refused) {
            lockFile.close();
            throw refused;
        }
    }

    ItemBank items() {
        return bank;
    }

    /// The key the bank's items, and forms between assembly and sealing, are sealed under.
    BankKey key() {
        return key;
    }

    @Override
    public void close() throws IOException {
        key.close();
        lock.release();
        lockFile.close();
    }
}
