package org.gongyuan.bank.interchange;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/// Paths inside a package (`item-bank/spec/interchange.md`, section 8): with `/`, relative,
/// without any way out.
final class PackagePath {

    private PackagePath() {}

    /// Refuses a path that could lead out of the package or means different files on different
    /// machines.
    static void check(String path, PackageLimits limits) throws PackageRefused {
        if (path.isEmpty() || path.length() > limits.pathLength()) {
            throw new PackageRefused(
                    shown(path),
                    "path of %d characters".formatted(path.length()),
                    "paths have 1 to %d".formatted(limits.pathLength()));
        }
        if (path.indexOf('\\') >= 0) {
            throw new PackageRefused(
                    shown(path), "backslash in a path", "folders are divided by /");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new PackageRefused(shown(path), "control character in a path", "it is not taken");
        }
        if (path.startsWith("/") || path.matches("^[A-Za-z]:.*")) {
            throw new PackageRefused(
                    shown(path), "absolute path", "paths are relative to the package");
        }
        var folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (var segment : folder.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new PackageRefused(
                        shown(path), "path with \"%s\"".formatted(segment), "it leads elsewhere");
            }
        }
    }

    /// The form under which two paths would be one file on some machines.
    static String folded(String path) {
        return composed(path).toLowerCase(Locale.ROOT);
    }

    /// The form in which a letter and its marks are one character, whoever packed it.
    static String composed(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC);
    }

    private static String shown(String path) {
        var plain = path.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "…";
    }

    /// Folder of a file, with its `/`, empty at the top.
    static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /// The path a reference in a file of `folder` means; empty if it leads out of the package.
    static Optional<String> resolve(String folder, String reference) {
        var plain = reference.strip();
        int end = plain.indexOf('#');
        if (end >= 0) {
            plain = plain.substring(0, end);
        }
        var from = plain.startsWith("/") ? plain.substring(1) : folder + plain;
        var segments = new ArrayDeque<String>();
        for (var segment : from.split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return Optional.empty();
                }
                segments.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return segments.isEmpty() ? Optional.empty() : Optional.of(String.join("/", segments));
    }

    /// A reference with `%20` and its like resolved.
    static String decoded(String reference) {
        if (reference.indexOf('%') < 0) {
            return reference;
        }
        var bytes = reference.getBytes(StandardCharsets.UTF_8);
        var out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                out[length++] = bytes[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
