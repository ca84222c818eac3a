package org.gongyuan.seat.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of the candidate's page, read from the class path and held against their list of
/// digests (seat-page.md section 11). They are in memory afterwards.
public final class PageFiles {

    /// The class path folder in which the candidate's page lies.
    public static final String PAGE = "org/gongyuan/seat/page/";

    private static final String INDEX = "index.sha256";
    private static final Pattern LINE =
            Pattern.compile(
                    "([0-9a-f]{64})  ((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*"
                            + "[A-Za-z0-9_-][A-Za-z0-9._-]*)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "txt", "text/plain; charset=utf-8",
                    "woff2", "font/woff2",
                    "svg", "image/svg+xml",
                    "png", "image/png");

    private final Map<String, Asset> files;

    private PageFiles(Map<String, Asset> files) {
        this.files = Map.copyOf(files);
    }

    /// Reads the page in a class path folder whose name ends in `/`.
    ///
    /// @throws IOException when a file is missing, is not the one listed, or is of a kind no page
    ///     has
    public static PageFiles read(String folder) throws IOException {
        requireNonNull(folder, "folder");
        var files = new HashMap<String, Asset>();
        for (var line : new String(bytes(folder, INDEX), US_ASCII).lines().toList()) {
            var listed = LINE.matcher(line);
            if (!listed.matches()) {
                throw new IOException(
                        "the page's list of files has the line \"%s\"".formatted(line));
            }
            var path = listed.group(2);
            var bytes = bytes(folder, path);
            var digest = Suite.INTL_1.digest(bytes).hex();
            if (!digest.equals(listed.group(1))) {
                throw new IOException(
                        "the page's file %s has the digest %s, listed is %s"
                                .formatted(path, digest, listed.group(1)));
            }
            var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IOException("the page's file %s is of no known kind".formatted(path));
            }
            files.put(path, new Asset(type, bytes));
        }
        if (!files.containsKey("index.html")) {
            throw new IOException("the page has no index.html");
        }
        return new PageFiles(files);
    }

    private static byte[] bytes(String folder, String path) throws IOException {
        try (var in = PageFiles.class.getClassLoader().getResourceAsStream(folder + path)) {
            if (in == null) {
                throw new IOException(
                        "the page's file %s is missing; is the module exam-client/page built?"
                                .formatted(path));
            }
            return in.readAllBytes();
        }
    }

    /// The file at a path without leading slash; the empty path is `index.html`.
    Optional<Asset> file(String path) {
        return Optional.ofNullable(files.get(path.isEmpty() ? "index.html" : path));
    }
}
