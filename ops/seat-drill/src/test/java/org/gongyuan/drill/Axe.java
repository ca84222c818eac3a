package org.gongyuan.drill;

import com.microsoft.playwright.Page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks at a screen with axe-core, as the page's own tests do.
final class Axe {

    private static final Path SCRIPT =
            Path.of("../../exam-client/page/node_modules/axe-core/axe.min.js");

    private static final String LOOK =
            """
            async () => {
              // What fades in or out has no contrast of its own yet.
              await Promise.allSettled(document.getAnimations().map(one => one.finished));
              const result = await window.axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                resultTypes: ['violations'] });
              return result.violations
                .filter(one => one.impact === 'serious' || one.impact === 'critical')
                .map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | '))
                .join('\\n');
            }
            """;

    private Axe() {}

    /// Its serious and critical findings, one a line; empty when there are none.
    static String findings(Page page) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) {
            try {
                page.evaluate(Files.readString(SCRIPT));
            } catch (IOException missing) {
                throw new UncheckedIOException("build exam-client/page first", missing);
            }
        }
        return (String) page.evaluate(LOOK);
    }
}
