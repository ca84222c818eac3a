package org.gongyuan.rehearsal.load;

import org.gongyuan.bank.interchange.PackageReading;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.ItemContent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The items of the sample package, read by the product's own importer.
public final class SampleItems {

    private static final String PLACE = "/sample/automotive-junior/imsmanifest.xml";

    private SampleItems() {}

    /// The folder of the sample package, in a folder of classes or in a jar.
    public static synchronized Path folder() {
        try {
            var place = SampleItems.class.getResource(PLACE).toURI();
            if (place.getScheme().equals("jar")) {
                openJar(place);
            }
            return Path.of(place).getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the sample package has no place", impossible);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the sample package", unreadable);
        }
    }

    /// A jar that was opened stays open for the life of the process.
    private static void openJar(URI place) throws IOException {
        try {
            var _ = FileSystems.newFileSystem(place, Map.of());
        } catch (FileSystemAlreadyExistsException _) {
            // by an earlier call
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
