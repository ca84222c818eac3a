package org.gongyuan.verify.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// The files of a bundle, in a folder or a zip file (`bundle.md` section 1.1).
public sealed interface BundleFiles extends AutoCloseable {

    /// A file of a bundle has at most this many bytes.
    int LARGEST = 1 << 30;

    /// A bundle has at most this many files.
    int MOST_FILES = 2_000_000;

    /// Which paths there are.
    SortedSet<String> paths();

    /// Whether there is a file of that path.
    default boolean has(String path) {
        return paths().contains(path);
    }

    /// The bytes of a file.
    ///
    /// @throws BundleRefused when it is missing, too large or unreadable
    byte[] read(String path);

    @Override
    void close();

    /// Opens a folder or a zip file.
    ///
    /// @throws BundleRefused when it is neither, or holds a path that a bundle cannot hold
    static BundleFiles open(Path place) {
        return Files.isDirectory(place) ? new Folder(place) : new Zip(place);
    }

    /// Refuses what is not a path of a bundle.
    private static String checked(String path) {
        if (!Shape.PATH.matcher(path).matches() || path.length() > Shape.LONGEST) {
            throw new BundleRefused("a bundle cannot hold the path \"" + path + "\"");
        }
        return path;
    }

    /// What a path looks like.
    final class Shape {

        private static final int LONGEST = 200;
        private static final Pattern PATH =
                Pattern.compile("[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*");

        private Shape() {}
    }

    /// A bundle in a folder.
    final class Folder implements BundleFiles {

        private final Path folder;
        private final SortedSet<String> paths = new TreeSet<>();

        Folder(Path folder) {
            this.folder = folder;
            try (var walk = Files.walk(folder)) {
                walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                        .forEach(path -> add(folder, path));
            } catch (IOException unreadable) {
                throw new BundleRefused("cannot read the folder " + folder, unreadable);
            }
        }

        private void add(Path root, Path path) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new BundleRefused("a bundle holds plain files only, not " + path);
            }
            paths.add(checked(root.relativize(path).toString().replace('\\', '/')));
            if (paths.size() > MOST_FILES) {
                throw new BundleRefused("a bundle has at most %d files".formatted(MOST_FILES));
            }
        }

        @Override
        public SortedSet<String> paths() {
            return paths;
        }

        @Override
        public byte[] read(String path) {
            try {
                var file = folder.resolve(checked(path));
                if (!paths.contains(path)) {
                    throw new BundleRefused("the bundle has no file " + path);
                }
                if (Files.size(file) > LARGEST) {
                    throw new BundleRefused(path + " is larger than " + LARGEST + " bytes");
                }
                return Files.readAllBytes(file);
            } catch (IOException unreadable) {
                throw new BundleRefused("cannot read " + path, unreadable);
            }
        }

        @Override
        public void close() {}
    }

    /// A bundle in a zip file.
    final class Zip implements BundleFiles {

        private final ZipFile zip;
        private final SortedSet<String> paths = new TreeSet<>();

        Zip(Path file) {
            try {
                zip = new ZipFile(file.toFile());
            } catch (IOException unreadable) {
                throw new BundleRefused(file + " is neither a folder nor a zip file", unreadable);
            }
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(
                            entry -> {
                                if (!paths.add(checked(entry.getName()))) {
                                    throw new BundleRefused("twice in the zip: " + entry.getName());
                                }
                            });
        }

        @Override
        public SortedSet<String> paths() {
            return paths;
        }

        @Override
        public byte[] read(String path) {
            var entry = zip.getEntry(checked(path));
            if (entry == null) {
                throw new BundleRefused("the bundle has no file " + path);
            }
            try (var in = zip.getInputStream(entry)) {
                var bytes = in.readNBytes(LARGEST);
                if (in.read() >= 0) {
                    throw new BundleRefused(path + " is larger than " + LARGEST + " bytes");
                }
                return bytes;
            } catch (IOException unreadable) {
                throw new BundleRefused("cannot read " + path, unreadable);
            }
        }

        @Override
        public void close() {
            try {
                zip.close();
            } catch (IOException unclosed) {
                throw new BundleRefused("cannot close the zip file", unclosed);
            }
        }
    }
}
