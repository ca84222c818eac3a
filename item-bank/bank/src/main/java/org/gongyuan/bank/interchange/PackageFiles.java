package org.gongyuan.bank.interchange;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a package by path, checked and unpacked into memory: from a zip or from a folder.
final class PackageFiles {

    private static final String MANIFEST = "imsmanifest.xml";

    private final Map<String, byte[]> files;
    private final Map<String, String> byFolded = new HashMap<>();
    private final Map<String, String> byComposed = new HashMap<>();
    private final List<String> ignored;
    private final Map<String, String> remarks;

    private PackageFiles(
            Map<String, byte[]> files, List<String> ignored, Map<String, String> remarks) {
        this.files = files;
        this.ignored = ignored;
        this.remarks = remarks;
        for (var path : files.keySet()) {
            byFolded.put(PackagePath.folded(path), path);
            byComposed.put(PackagePath.composed(path), path);
        }
    }

    /// Files that are already in memory.
    static PackageFiles of(Map<String, byte[]> files) {
        return new PackageFiles(new TreeMap<>(files), List.of(), Map.of());
    }

    /// Opens a zip file.
    static PackageFiles ofZip(byte[] archive, PackageLimits limits) throws PackageRefused {
        var ignored = new ArrayList<String>();
        var files = new TreeMap<String, byte[]>();
        var contents = ZipArchive.read(archive, limits);
        for (var entry : contents.files().entrySet()) {
            put(entry.getKey(), entry.getValue(), files, ignored);
        }
        return new PackageFiles(files, ignored, contents.remarks()).belowOneFolder();
    }

    /// Opens a folder.
    static PackageFiles ofFolder(Path folder, PackageLimits limits)
            throws PackageRefused, IOException {
        var ignored = new ArrayList<String>();
        var files = new TreeMap<String, byte[]>();
        var found = new ArrayList<Path>();
        var links = new ArrayList<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        (attributes.isRegularFile() ? found : links).add(file);
                        return found.size() > limits.entries()
                                ? FileVisitResult.TERMINATE
                                : FileVisitResult.CONTINUE;
                    }
                });
        if (!links.isEmpty()) {
            throw new PackageRefused(
                    folder.relativize(links.getFirst()).toString(),
                    "symbolic link or special file",
                    "a package holds plain files");
        }
        if (found.size() > limits.entries()) {
            throw new PackageRefused(
                    ".", "too many files", "at most %d are taken".formatted(limits.entries()));
        }
        long total = 0;
        var folded = new HashMap<String, String>();
        for (var file : found) {
            var path = folder.relativize(file).toString().replace('\\', '/');
            PackagePath.check(path, limits);
            checkCollision(path, folded);
            long size = Files.size(file);
            total += size;
            checkSize(path, size, total, limits);
            put(path, Files.readAllBytes(file), files, ignored);
        }
        return new PackageFiles(files, ignored, Map.of());
    }

    static void checkSize(String path, long size, long total, PackageLimits limits)
            throws PackageRefused {
        if (size > limits.entryBytes()) {
            throw new PackageRefused(
                    path,
                    "file of %d bytes or more".formatted(size),
                    "at most %d are taken".formatted(limits.entryBytes()));
        }
        if (total > limits.totalBytes()) {
            throw new PackageRefused(
                    path,
                    "package of more than %d bytes unpacked".formatted(limits.totalBytes()),
                    "split it");
        }
    }

    static void checkCollision(String path, Map<String, String> folded) throws PackageRefused {
        var before = folded.putIfAbsent(PackagePath.folded(path), path);
        if (before != null) {
            throw new PackageRefused(
                    path,
                    before.equals(path) ? "path used twice" : "path that differs only in case",
                    "it would be the same file as %s on some machines".formatted(before));
        }
    }

    private static void put(
            String path, byte[] bytes, Map<String, byte[]> files, List<String> ignored) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("__MACOSX/")
                || name.equals(".DS_Store")
                || name.equals("Thumbs.db")
                || name.startsWith("._")) {
            ignored.add(path);
        } else {
            files.put(path, bytes);
        }
    }

    /// Zipped with its outer folder: the package begins inside.
    private PackageFiles belowOneFolder() {
        if (files.containsKey(MANIFEST) || files.isEmpty()) {
            return this;
        }
        var first = files.keySet().iterator().next();
        int end = first.indexOf('/');
        if (end < 0) {
            return this;
        }
        var folder = first.substring(0, end + 1);
        if (!files.containsKey(folder + MANIFEST)
                || !files.keySet().stream().allMatch(path -> path.startsWith(folder))) {
            return this;
        }
        var below = new TreeMap<String, byte[]>();
        files.forEach((path, bytes) -> below.put(path.substring(folder.length()), bytes));
        return new PackageFiles(below, ignored, remarks);
    }

    /// The manifest's bytes, empty if the package has none.
    Optional<byte[]> manifest() {
        return bytes(MANIFEST);
    }

    /// All paths in order.
    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /// Leavings of operating systems, not looked at.
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /// Paths of a zip whose names were read otherwise than written, each with why.
    Map<String, String> remarks() {
        return remarks;
    }

    /// A file's bytes.
    Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// The file a reference means: as written, or with its `%20` resolved, or with `/` for `\`; its
    /// letters composed or not. Empty if there is none.
    Optional<String> find(String folder, String reference) {
        return Stream.of(
                        reference,
                        PackagePath.decoded(reference),
                        reference.replace('\\', '/'),
                        PackagePath.decoded(reference).replace('\\', '/'))
                .map(written -> PackagePath.resolve(folder, written).flatMap(this::known))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> known(String path) {
        return files.containsKey(path)
                ? Optional.of(path)
                : Optional.ofNullable(byComposed.get(PackagePath.composed(path)));
    }

    /// Why there is no such file, as the end of a sentence.
    String missing(String folder, String reference) {
        var path = PackagePath.resolve(folder, PackagePath.decoded(reference).replace('\\', '/'));
        if (path.isEmpty()) {
            return "it leads out of the package";
        }
        var other = byFolded.get(PackagePath.folded(path.get()));
        return other == null
                ? "the package has no file %s".formatted(path.get())
                : "the package has %s, which is written otherwise".formatted(other);
    }
}
