package org.gongyuan.drill;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was seen on a display, screen by screen: numbered pictures, and one page that shows them in
/// their order with a line to each.
final class WalkThrough {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="zh-CN">
            <meta charset="utf-8">
            <title>考生所见 · What the candidate saw</title>
            <style>
            body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font-family: sans-serif; background: #f6f5f0; color: #1d2730; }
            figure { margin: 0 0 3rem; }
            figcaption { margin: 0 0 .5rem; font-size: 1.125rem; }
            img { width: 100%; border: 1px solid #76858c; border-radius: .5rem; }
            </style>
            <h1>考生所见 · What the candidate saw</h1>
            """;

    private final Display display;
    private final Path folder;
    private final List<String> figures = new ArrayList<>();

    /// One that keeps its pictures in a folder.
    WalkThrough(Display display, Path folder) {
        this.display = requireNonNull(display, "display");
        this.folder = requireNonNull(folder, "folder");
    }

    /// Keeps what is on the display now.
    void shoot(String zh, String en) {
        int number = figures.size() + 1;
        var name =
                "%02d-%s.png"
                        .formatted(
                                number, en.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        display.shoot(folder.resolve(name));
        figures.add(
                "<figure><figcaption>%d. %s　%s</figcaption><img src=\"%s\" alt=\"%2$s\"></figure>"
                        .formatted(number, zh, en, name));
        write();
    }

    /// The page that shows them all.
    Path page() {
        return folder.resolve("index.html");
    }

    private void write() {
        try {
            var _ = Files.writeString(page(), HEAD + String.join("\n", figures) + "\n</html>\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + page(), failed);
        }
    }
}
