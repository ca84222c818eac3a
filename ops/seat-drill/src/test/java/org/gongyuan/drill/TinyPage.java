package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;

import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/// A page that follows the facets and says that it is alive, as the seat wants of a page, and
/// otherwise asks only what a test tells it to: what a page taken over by hostile content could do.
final class TinyPage {

    private static final String HTML =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>tiny</title>
            <link rel="stylesheet" href="tiny.css"><script src="tiny.js" defer></script></head>
            <body><h1>tiny</h1><input id="typed"><a id="away" href="https://example.com/">away</a>
            <a id="blank" target="_blank" href="/">blank</a>
            <script>document.title = 'an inline script ran'</script></body></html>
            """;

    private static final String SCRIPT =
            """
            window.ask = request => new Promise(done => seatQuery({
              request, persistent: false,
              onSuccess: text => done(text),
              onFailure: (code, word) => done(code + ' ' + word)}));
            window.facets = {};
            window.follow = async () => {
              setInterval(() => window.ask('{"ask":"alive"}'), 5000);
              let event = await window.ask('{"ask":"listen","version":1}');
              while (event.startsWith('{')) {
                const told = JSON.parse(event);
                Object.assign(window.facets, told.put);
                event = await window.ask(JSON.stringify({ask: 'next', after: told.n}));
              }
            };
            window.ask('{"ask":"alive"}').then(answer => {
              window.beforeListening = answer;
              window.follow();
            });
            """;

    private TinyPage() {}

    /// Writes the page where a seat's program finds it, below a folder of classes.
    static Path write() {
        try {
            var classes = Files.createTempDirectory("gongyuan-tiny");
            var _ =
                    Files.setPosixFilePermissions(
                            classes, PosixFilePermissions.fromString("rwxr-xr-x"));
            var folder = Files.createDirectories(classes.resolve("org/gongyuan/seat/page"));
            var files =
                    new TreeMap<>(
                            Map.of(
                                    "index.html", HTML,
                                    "tiny.js", SCRIPT,
                                    "tiny.css", "h1 { color: rgb(0, 0, 128); }"));
            var index = new StringBuilder();
            for (var file : files.entrySet()) {
                var bytes = file.getValue().getBytes(UTF_8);
                var _ = Files.write(folder.resolve(file.getKey()), bytes);
                index.append("%s  %s\n".formatted(Suite.INTL_1.digest(bytes).hex(), file.getKey()));
            }
            var _ = Files.writeString(folder.resolve("index.sha256"), index.toString());
            return classes;
        } catch (IOException failed) {
            throw new UncheckedIOException("the tiny page", failed);
        }
    }

    /// Asks the seat something, and gives back its answer or `CODE word`.
    static String ask(Page page, String request) {
        return (String) page.evaluate("request => window.ask(request)", request);
    }

    /// Waits until the facets are so.
    static void await(Page page, String condition) {
        page.waitForFunction("() => { const f = window.facets; return %s; }".formatted(condition));
    }
}
