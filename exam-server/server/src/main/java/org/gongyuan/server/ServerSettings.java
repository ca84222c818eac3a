package org.gongyuan.server;

import org.gongyuan.server.store.StoreSettings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/// How a node is set up (`exam-server/spec/server-configuration.md`): one file of `key = value`,
/// over it environment variables `GONGYUAN_…`, over them flags. A value that is wrong, or a key
/// nobody knows, stops the start with a sentence.
public final class ServerSettings {

    private final Map<String, String> given;

    /// One key of the configuration.
    ///
    /// @param range what values it takes, in words
    /// @param standard what it is when nobody says; empty when somebody must
    public record Key(String name, Kind kind, String range, Optional<String> standard) {

        /// The environment variable that sets it.
        public String variable() {
            return "GONGYUAN_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }
    }

    /// How a value is read.
    public enum Kind {
        TEXT,
        PATH,
        NUMBER,
        SECONDS,
        CHOICE,
        LIST
    }

    private record Range(long least, long most) {}

    private static final String DATABASE = "gongyuan";
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1", "localhost");
    private static final Map<String, Key> KEYS = new LinkedHashMap<>();
    private static final Map<String, Range> RANGES = new LinkedHashMap<>();
    private static final Map<String, List<String>> CHOICES = new LinkedHashMap<>();

    static {
        text("node.name", "1 to 60 characters a-z, 0-9 and -", "node-1");
        text("node.body", "the examining body's name, first part of every log's origin", null);
        path("data.folder", null);
        path("keys.folder", null);
        text("seat.host", "address seats connect to", "0.0.0.0");
        number("seat.port", 0, 65_535, "7443");
        path("seat.certificate", null);
        path("seat.key", null);
        path("seat.authority", null);
        choice("seat.certificates", "required", "required", "off");
        number("seat.event-loops", 1, 64, "1");
        choice("seat.tls", "boringssl", "boringssl", "jdk");
        text("manage.host", "address of the management port; keep it on loopback", "127.0.0.1");
        number("manage.port", 0, 65_535, "7480");
        choice("public.answers", "off", "off", "on");
        text("public.host", "address the public asks at", "0.0.0.0");
        number("public.port", 0, 65_535, "7444");
        path("public.certificate", null);
        path("public.key", null);
        number("public.per-minute", 1, 100_000, "60");
        choice("staff.console", "off", "off", "on");
        text("staff.host", "address staff connect to", "0.0.0.0");
        number("staff.port", 0, 65_535, "7445");
        path("staff.certificate", null);
        path("staff.key", null);
        text("staff.origin", "https://HOST or https://HOST:PORT, as browsers of staff see it", "");
        number("staff.sign-ins", 1, 5, "1");
        number("staff.per-minute", 1, 100_000, "600");
        number("staff.strangers-per-minute", 1, 100_000, "30");
        number("staff.slowest-seconds", 1, 60, "10");
        number("staff.slowest-upload-seconds", 1, 3_600, "600");
        number("staff.slowest-form-seconds", 1, 7_200, "1800");
        text("staff.oidc.issuer", "https://…, the body's identity provider; empty: none", "");
        text("staff.oidc.client", "the client's id at the provider", "");
        path("staff.oidc.secret", null);
        path("staff.oidc.authority", null);
        choice("staff.oidc.algorithm", "RS256", "RS256", "PS256", "ES256", "ES384");
        number("admission.at-once", 1, 1_000, "8");
        number("admission.longest-queue", 1, 1_000_000, "20000");
        seconds("recovery.grace", 0, 3_600, "60");
        text("clock.confirmed", "when a person found the machine's clock right", "");
        number("journal.segment-mib", 1, 1_024, "128");
        number("journal.reserve-segments", 0, 64, "2");
        choice(
                "forms.classification",
                "internal",
                "open",
                "internal",
                "work-secret",
                "secret",
                "confidential",
                "top-secret");
        list(
                "forms.signers",
                "fingerprints of assemblers and reviewers that are trusted; empty: any");
        choice("forms.accept", "order", "order", "act");
        path("staff.register", null);
        text(
                "store",
                "embedded, or mongodb://… , or own:mongodb://… for a store process",
                "embedded");
        choice("durability", "node", "node", "cluster");
        text("cluster.host", "address of this member; keep it on a private network", "127.0.0.1");
        number("cluster.port", 0, 65_535, "0");
        list("cluster.members", "host:port of the members; empty: no cluster");
        list("cluster.trusted", "verifying keys of the nodes that are given form keys");
        number("warm.rounds", 0, 10_000, "200");
    }

    private ServerSettings(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    /// All keys, in the order they are explained.
    public static List<Key> keys() {
        return List.copyOf(KEYS.values());
    }

    /// Settings from a file, the environment and flags (`name=value`), the later over the earlier.
    ///
    /// @throws SettingsRefused when a key is unknown, missing or its value wrong
    public static ServerSettings read(
            Optional<Path> file, Map<String, String> environment, List<String> flags) {
        var given = new LinkedHashMap<String, String>();
        file.ifPresent(path -> given.putAll(fromFile(path)));
        for (var key : KEYS.values()) {
            var value = environment.get(key.variable());
            if (value != null) {
                given.put(key.name(), value);
            }
        }
        for (var flag : flags) {
            int equals = flag.indexOf('=');
            if (equals < 1) {
                throw new SettingsRefused("a flag is key=value, not \"" + flag + "\"");
            }
            given.put(flag.substring(0, equals).strip(), flag.substring(equals + 1).strip());
        }
        return of(given);
    }

    /// Settings from pairs.
    ///
    /// @throws SettingsRefused when a key is unknown, missing or its value wrong
    public static ServerSettings of(Map<String, String> pairs) {
        var settings = new ServerSettings(pairs);
        var unknown = new TreeSet<>(pairs.keySet());
        unknown.removeAll(KEYS.keySet());
        if (!unknown.isEmpty()) {
            throw new SettingsRefused(
                    "unknown key %s; known are %s"
                            .formatted(unknown.first(), String.join(", ", KEYS.keySet())));
        }
        KEYS.keySet().forEach(settings::check);
        if (settings.isClustered() && settings.text("store").equals("embedded")) {
            throw new SettingsRefused(
                    "cluster.members is given, so store must be mongodb://… or own:mongodb://…,"
                            + " not embedded: nodes share one store");
        }
        if (settings.text("seat.certificates").equals("required")
                && (settings.value("seat.certificate").isEmpty()
                        || settings.value("seat.authority").isEmpty())) {
            throw new SettingsRefused(
                    "seat.certificates is required, so seat.certificate, seat.key and"
                            + " seat.authority must be set; a drill without certificates says"
                            + " seat.certificates = off");
        }
        if (settings.value("seat.certificate").isPresent()
                && settings.value("seat.key").isEmpty()) {
            throw new SettingsRefused("seat.certificate is set, so seat.key must be set too");
        }
        checkPublic(settings);
        checkStaff(settings);
        if (settings.text("durability").equals("cluster") && !settings.isClustered()) {
            throw new SettingsRefused(
                    "durability is cluster, so cluster.members must name at least this member");
        }
        return settings;
    }

    /// Results and secrets cross the public port: in clear text only to a proxy of this machine.
    private static void checkPublic(ServerSettings settings) {
        boolean isSafe =
                settings.value("public.certificate").isPresent()
                        || LOOPBACK.contains(settings.text("public.host"));
        if (settings.text("public.answers").equals("on") && !isSafe) {
            throw new SettingsRefused(
                    "public.answers is on and public.host is %s, so public.certificate must be set;"
                                    .formatted(settings.text("public.host"))
                            + " without it the host is one of "
                            + String.join(", ", LOOPBACK)
                            + ", behind a proxy that speaks TLS");
        }
        if (settings.value("public.certificate").isPresent()
                && settings.value("public.key").isEmpty()) {
            throw new SettingsRefused("public.certificate is set, so public.key must be set too");
        }
    }

    /// Sign-ins of staff cross the port in TLS alone, and passkeys are made for one origin.
    private static void checkStaff(ServerSettings settings) {
        if (!settings.text("staff.console").equals("on")) {
            return;
        }
        if (settings.value("staff.certificate").isEmpty()
                || settings.value("staff.key").isEmpty()) {
            throw new SettingsRefused(
                    "staff.console is on, so staff.certificate and staff.key must be set");
        }
        if (!settings.text("staff.origin").matches("https://[a-z0-9.-]{1,200}(:[0-9]{1,5})?")) {
            throw new SettingsRefused(
                    "staff.console is on, so staff.origin must be https://HOST or"
                            + " https://HOST:PORT, as browsers of staff see it, not \"%s\""
                                    .formatted(settings.text("staff.origin")));
        }
        checkProvider(settings);
    }

    private static void checkProvider(ServerSettings settings) {
        var issuer = settings.text("staff.oidc.issuer");
        if (issuer.isEmpty()) {
            return;
        }
        if (!issuer.matches("https://[a-z0-9.-]{1,200}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]{0,200})?")) {
            throw new SettingsRefused(
                    "staff.oidc.issuer is an https address without query, not \"%s\""
                            .formatted(issuer));
        }
        if (settings.text("staff.oidc.client").isEmpty()
                || settings.value("staff.oidc.secret").isEmpty()) {
            throw new SettingsRefused(
                    "staff.oidc.issuer is set, so staff.oidc.client and staff.oidc.secret (a file)"
                            + " must be set");
        }
    }

    /// Whether staff have a port.
    public boolean hasStaffPort() {
        return text("staff.console").equals("on");
    }

    /// A text.
    public String text(String key) {
        return value(key).orElseThrow(() -> missing(key));
    }

    /// A path.
    public Path path(String key) {
        return Path.of(text(key));
    }

    /// A path that need not be given.
    public Optional<Path> optionalPath(String key) {
        return value(key).map(Path::of);
    }

    /// A whole number.
    public int number(String key) {
        return (int) Long.parseLong(text(key));
    }

    /// A length of time given in seconds.
    public Duration seconds(String key) {
        return Duration.ofSeconds(Long.parseLong(text(key)));
    }

    /// Some texts with commas between them.
    public List<String> list(String key) {
        return value(key)
                .filter(v -> !v.isBlank())
                .map(v -> Arrays.stream(v.split(",")).map(String::strip).toList())
                .orElse(List.of());
    }

    /// The document store, for a node with this data folder.
    public StoreSettings store(Path data) {
        var store = text("store");
        if (store.equals("embedded")) {
            return new StoreSettings.Embedded(data.resolve("store"), DATABASE);
        }
        boolean own = store.startsWith("own:");
        return new StoreSettings.Remote(own ? store.substring(4) : store, DATABASE, own);
    }

    /// Whether the node has companions.
    public boolean isClustered() {
        return !list("cluster.members").isEmpty();
    }

    private Optional<String> value(String key) {
        var value = given.get(key);
        return value == null || value.isBlank() ? KEYS.get(key).standard() : Optional.of(value);
    }

    private void check(String name) {
        var key = KEYS.get(name);
        var value = value(name);
        if (value.isEmpty()) {
            if (key.kind() == Kind.TEXT) {
                throw missing(name);
            }
            return;
        }
        switch (key.kind()) {
            case NUMBER, SECONDS -> {
                var range = RANGES.get(name);
                long number;
                try {
                    number = Long.parseLong(value.get());
                } catch (NumberFormatException _) {
                    throw wrong(key, value.get());
                }
                if (number < range.least || number > range.most) {
                    throw wrong(key, value.get());
                }
            }
            case CHOICE -> {
                if (!CHOICES.get(name).contains(value.get())) {
                    throw wrong(key, value.get());
                }
            }
            case TEXT, PATH, LIST -> {}
        }
    }

    private static SettingsRefused missing(String key) {
        return new SettingsRefused(
                "%s must be set (%s), in the file, by %s or by a flag"
                        .formatted(key, KEYS.get(key).range(), KEYS.get(key).variable()));
    }

    private static SettingsRefused wrong(Key key, String value) {
        return new SettingsRefused(
                "%s is \"%s\", it must be %s".formatted(key.name(), value, key.range()));
    }

    private static Map<String, String> fromFile(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new SettingsRefused(
                    "the configuration file %s cannot be read: %s"
                            .formatted(file, unreadable.getMessage()));
        }
        var given = new LinkedHashMap<String, String>();
        for (var name : new ArrayList<>(properties.stringPropertyNames())) {
            given.put(name, properties.getProperty(name).strip());
        }
        return given;
    }

    private static void text(String name, String range, String standard) {
        put(name, Kind.TEXT, range, standard);
    }

    private static void path(String name, String standard) {
        put(name, Kind.PATH, "a path", standard);
    }

    private static void list(String name, String range) {
        put(name, Kind.LIST, range, "");
    }

    private static void number(String name, long least, long most, String standard) {
        RANGES.put(name, new Range(least, most));
        put(name, Kind.NUMBER, "a whole number %d to %d".formatted(least, most), standard);
    }

    private static void seconds(String name, long least, long most, String standard) {
        RANGES.put(name, new Range(least, most));
        put(name, Kind.SECONDS, "seconds, %d to %d".formatted(least, most), standard);
    }

    private static void choice(String name, String standard, String... choices) {
        CHOICES.put(name, List.of(choices));
        put(name, Kind.CHOICE, "one of " + String.join(", ", choices), standard);
    }

    private static void put(String name, Kind kind, String range, String standard) {
        KEYS.put(name, new Key(name, kind, range, Optional.ofNullable(standard)));
    }
}
