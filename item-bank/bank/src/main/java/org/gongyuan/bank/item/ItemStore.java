package org.gongyuan.bank.item;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where an item bank keeps its sealed bytes (`item-bank/spec/interchange.md`, section 12). It
/// sees ciphertext and the names and numbers of revisions only.
public interface ItemStore {

    /// Every key under which something is kept, in order, that begins with the prefix.
    List<String> keys(String prefix) throws IOException;

    /// What is kept under a key.
    Optional<byte[]> read(String key) throws IOException;

    /// Keeps bytes under a key that is not used yet; durable when it returns.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if the key is used
    void create(String key, byte[] bytes) throws IOException;

    /// Replaces what is kept under a key, all or nothing; durable when it returns.
    void replace(String key, byte[] bytes) throws IOException;

    /// Forgets a key; does nothing if it is not used.
    void remove(String key) throws IOException;
}
