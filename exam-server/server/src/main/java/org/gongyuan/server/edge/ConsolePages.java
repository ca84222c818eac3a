package org.gongyuan.server.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The pages of the console as its build left them (`staff-contract.md` section 8): compressed once
/// and for all, and kept in memory. Only what the build listed is served; every other address under
/// `/console/` is the entry, since the pages have addresses of their own.
public final class ConsolePages {

    /// The entry for staff.
    public static final String STAFF = "staff.html";

    /// The entry for the public.
    public static final String PUBLIC = "public.html";

    /// What pages may do: load files of this origin and ask it, and nothing else. No inline script
    /// or style, no eval, no text made into markup but by Vue's own templates. An import map, which
    /// browsers take inline only, and which runs nothing, is let through by its hash.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types vue";

    private static final String FOLDER = "/org/gongyuan/console/";
    private static final String BASE = "/console/";
    private static final String ASSETS = "assets/";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "txt", "text/plain; charset=utf-8",
                    "woff2", "font/woff2");

    private static final String OWN_SCRIPTS = "script-src 'self'";
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">([^<]*)</script>");

    /// One file in the forms it can be sent in, with what pages of it may do.
    private record Built(String type, String digest, String policy, Map<String, Buffer> forms) {}

    private final Map<String, Built> files;

    private ConsolePages(Map<String, Built> files) {
        this.files = Map.copyOf(files);
    }

    /// The pages beside this program; none when it was put together without the console.
    public static Optional<ConsolePages> built() {
        var index = read("index.txt");
        if (index.isEmpty()) {
            return Optional.empty();
        }
        var files = new HashMap<String, Built>();
        for (var line : index.get().toString(UTF_8).lines().toList()) {
            var fields = line.split("  ", 3);
            var forms = new HashMap<String, Buffer>();
            forms.put("", listed(fields[2]));
            for (var form : fields[1].split(",")) {
                if (!form.equals("-")) {
                    forms.put(form, listed(fields[2] + "." + form));
                }
            }
            files.put(
                    fields[2],
                    new Built(
                            type(fields[2]),
                            "\"" + fields[0] + "\"",
                            policy(fields[2], listed(fields[2])),
                            Map.copyOf(forms)));
        }
        return Optional.of(new ConsolePages(files));
    }

    /// What a file may do as a page; of an entry with an import map, with that very map.
    private static String policy(String file, Buffer bytes) {
        var map = IMPORT_MAP.matcher(file.endsWith(".html") ? bytes.toString(UTF_8) : "");
        if (!map.find()) {
            return POLICY;
        }
        var hash = Suite.INTL_1.digest(map.group(1).getBytes(UTF_8)).toBytes();
        return POLICY.replace(
                OWN_SCRIPTS,
                OWN_SCRIPTS + " 'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash)));
    }

    private static String type(String file) {
        return requireNonNull(TYPES.get(file.substring(file.lastIndexOf('.') + 1)), file);
    }

    private static Buffer listed(String file) {
        return read(file)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        file + " is listed by the console and missing"));
    }

    private static Optional<Buffer> read(String file) {
        try (var in = ConsolePages.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Mounts the pages with the entry of this port. The other entry is not served.
    ///
    /// @param more addresses outside of `/console/` that are the entry too
    public void mount(Router router, String entry, String... more) {
        for (var method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            router.route(method, "/")
                    .handler(
                            request ->
                                    request.response()
                                            .setStatusCode(302)
                                            .putHeader("Location", BASE)
                                            .end());
            router.route(method, BASE + "*")
                    .handler(request -> serve(request, named(request.request().path(), entry)));
            for (var address : more) {
                router.route(method, address).handler(request -> serve(request, entry));
            }
        }
    }

    private String named(String address, String entry) {
        var path = address.substring(BASE.length());
        boolean isNamed = files.containsKey(path) && !path.endsWith(".html");
        return isNamed || path.startsWith(ASSETS) ? path : entry;
    }

    private void serve(RoutingContext request, String name) {
        var file = files.get(name);
        if (file == null) {
            request.next();
            return;
        }
        var response = request.response();
        response.putHeader("Content-Security-Policy", file.policy())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("ETag", file.digest())
                .putHeader(
                        "Cache-Control",
                        name.startsWith(ASSETS)
                                ? "public, max-age=31536000, immutable"
                                : "no-cache");
        if (file.digest().equals(request.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", file.type());
        send(response, file, form(request, file), request.request().method());
    }

    private static void send(
            HttpServerResponse response, Built file, String form, HttpMethod method) {
        if (!form.isEmpty()) {
            response.putHeader("Content-Encoding", form.equals("gz") ? "gzip" : form);
        }
        var bytes = file.forms().get(form);
        response.putHeader("Content-Length", Integer.toString(bytes.length()));
        if (method.equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(bytes);
        }
    }

    /// The smallest form the browser takes.
    private static String form(RoutingContext request, Built file) {
        var accepted = request.request().getHeader("Accept-Encoding");
        if (accepted == null) {
            return "";
        }
        var names = List.of(accepted.replace(" ", "").split(","));
        if (names.contains("br") && file.forms().containsKey("br")) {
            return "br";
        }
        return names.contains("gzip") && file.forms().containsKey("gz") ? "gz" : "";
    }
}
