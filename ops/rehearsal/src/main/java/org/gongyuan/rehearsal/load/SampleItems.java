package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.ItemContent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// The items of the sample package, read by the product's own importer.
public final class SampleItems {

    private static final String PLACE = "/sample/automotive-junior/imsmanifest.xml";

    private SampleItems() {}

    /// The folder of the sample package.
    public static Path folder() {
        try {
            return Path.of(SampleItems.class.getResource(PLACE).toURI()).getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the sample package has no place", impossible);
        }
    }

    /// All items, in the order of the package.
    static List<Item> read() {
        try {
            return PackageReading.read(folder()).items().stream().map(ItemContent::item).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the sample package", unreadable);
        }
    }
}
