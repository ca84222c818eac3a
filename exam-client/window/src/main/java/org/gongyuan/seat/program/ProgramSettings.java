package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.link.Machine;
import org.gongyuan.seat.presentation.DeskSettings;
import org.gongyuan.seat.session.Node;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one seat is told by its settings file (seat-window.md section 7).
///
/// @param seat which seat this is, as in the machine's certificate
/// @param nodes where the exam server is reached
/// @param machine the certificate the seat shows, and the authority it believes
/// @param sitting which sitting to ask for, when the nodes hold several
/// @param acceptance which forms this machine shows
/// @param checkpointKeys the nodes' keys by which receipts are checked here
/// @param folder where the journal and fetched forms are kept
/// @param temporary below which every run has a private folder
/// @param chromium where Chromium's files are
/// @param language of Chromium itself
/// @param exam the examination's name as the page shows it
/// @param zone in which times of day are shown
/// @param tools what candidates may use beside the items
/// @param inputMethods with which Chinese may be typed, by the names of IBus's engines
/// @param hold how the machine is held and looked at
/// @param camera what is set about the camera
public record ProgramSettings(
        SeatId seat,
        List<Node> nodes,
        Machine machine,
        Optional<SittingId> sitting,
        Acceptance acceptance,
        List<NoteKey> checkpointKeys,
        Path folder,
        Path temporary,
        Path chromium,
        String language,
        String exam,
        ZoneId zone,
        DeskSettings.Tools tools,
        List<String> inputMethods,
        HoldSettings hold,
        CameraSettings camera) {

    private static final Set<String> LANGUAGES = Set.of("zh-CN", "en-US");

    private static final Set<String> OWN_KEYS =
            Set.of(
                    "seat",
                    "nodes",
                    "machine.certificate",
                    "machine.key",
                    "centre.authority",
                    "sitting",
                    "forms.ceiling",
                    "forms.signers",
                    "checkpoint.keys",
                    "folder",
                    "temporary",
                    "chromium",
                    "language",
                    "exam",
                    "zone",
                    "calculator",
                    "tools",
                    "input.methods",
                    "lock.measures",
                    "lock.helper",
                    "lock.monitors",
                    "look.allowed",
                    "look.every",
                    "files.folder",
                    "files.manifest",
                    "files.signer");
    private static final Set<String> KEYS =
            Stream.concat(OWN_KEYS.stream(), CameraSettings.KEYS.stream())
                    .collect(Collectors.toUnmodifiableSet());

    public ProgramSettings {
        requireNonNull(seat, "seat");
        nodes = List.copyOf(nodes);
        requireNonNull(machine, "machine");
        requireNonNull(sitting, "sitting");
        requireNonNull(acceptance, "acceptance");
        checkpointKeys = List.copyOf(checkpointKeys);
        inputMethods = List.copyOf(inputMethods);
        requireNonNull(hold, "hold");
        requireNonNull(camera, "camera");
    }

    /// Reads a settings file.
    ///
    /// @throws NotSet naming what is missing, unknown or wrong in it
    public static ProgramSettings read(Path file) throws NotSet {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException absent) {
            throw new NotSet(
                    "there are no settings at %s; copy gongyuan-seat.conf there and fill it in"
                            .formatted(file));
        } catch (AccessDeniedException forbidden) {
            throw new NotSet(
                    "the settings %s may not be read by this account; give them mode 0640 and its group"
                            .formatted(file));
        } catch (CharacterCodingException notText) {
            throw new NotSet(
                    "the settings %s are no UTF-8 text; save them as UTF-8".formatted(file));
        } catch (IOException | IllegalArgumentException failed) {
            throw new NotSet(
                    "the settings %s cannot be read: %s; give a file of lines key = value"
                            .formatted(file, failed.getMessage()));
        }
        return new Reading(file, properties).settings();
    }

    private static final class Reading {

        private final Path file;
        private final Properties properties;

        Reading(Path file, Properties properties) {
            this.file = file;
            this.properties = properties;
        }

        ProgramSettings settings() throws NotSet {
            var unknown = new TreeSet<>(properties.stringPropertyNames());
            unknown.removeAll(KEYS);
            if (!unknown.isEmpty()) {
                throw new NotSet(
                        "%s: unknown setting %s; known are %s"
                                .formatted(file, unknown.first(), new TreeSet<>(KEYS)));
            }
            return new ProgramSettings(
                    due("seat", SeatId::new),
                    nodes(),
                    new Machine(
                            new Credentials(
                                    due("machine.certificate", this::content),
                                    due("machine.key", this::content)),
                            due("centre.authority", this::content)),
                    may("sitting", SittingId::new),
                    acceptance(),
                    may("checkpoint.keys", this::noteKeys).orElse(List.of()),
                    due("folder", this::path),
                    due("temporary", this::path),
                    due("chromium", this::path),
                    language(),
                    may("exam", Function.identity()).orElse(""),
                    may("zone", Reading::zone).orElse(ZoneId.systemDefault()),
                    tools(),
                    may("input.methods", Reading::inputMethods).orElse(List.of("libpinyin")),
                    hold(),
                    CameraSettings.read(key -> may(key, Function.identity()), this::path, file));
        }

        private HoldSettings hold() throws NotSet {
            var usual = HoldSettings.usual();
            return new HoldSettings(
                    may("lock.measures", HoldSettings::measures).orElse(usual.measures()),
                    may("lock.helper", HoldSettings::helper).orElse(usual.helper()),
                    may("lock.monitors", HoldSettings.OtherMonitors::of).orElse(usual.others()),
                    may("look.allowed", HoldSettings::allowed).orElse(usual.allowed()),
                    may("look.every", HoldSettings::every).orElse(usual.lookEvery()),
                    files());
        }

        private Optional<SignedFiles.Where> files() throws NotSet {
            try {
                return HoldSettings.files(
                        may("files.folder", this::path),
                        may("files.manifest", this::path),
                        may("files.signer", VerifyingKey::parse));
            } catch (IllegalArgumentException wrong) {
                throw new NotSet("%s: %s".formatted(file, wrong.getMessage()));
            }
        }

        private <T> Optional<T> may(String key, Function<String, T> read) throws NotSet {
            var text = properties.getProperty(key, "").strip();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(read.apply(text));
            } catch (IllegalArgumentException wrong) {
                throw new NotSet("%s: %s: %s".formatted(file, key, wrong.getMessage()));
            }
        }

        private <T> T due(String key, Function<String, T> read) throws NotSet {
            var read1 = may(key, read);
            if (read1.isEmpty()) {
                throw new NotSet("%s: the setting %s is missing".formatted(file, key));
            }
            return read1.get();
        }

        private Path path(String text) {
            return file.toAbsolutePath().getParent().resolve(text).normalize();
        }

        private String content(String name) {
            try {
                return Files.readString(path(name));
            } catch (IOException failed) {
                throw new IllegalArgumentException(
                        "the file %s cannot be read".formatted(path(name)), failed);
            }
        }

        private List<Node> nodes() throws NotSet {
            var nodes = due("nodes", text -> words(text).map(Reading::node).toList());
            if (nodes.isEmpty()) {
                throw new NotSet("%s: nodes names no node".formatted(file));
            }
            return nodes;
        }

        private static Node node(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "\"%s\" is no host:port such as exam-1.example.org:7443".formatted(text));
            }
            return new Node(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }

        private static Stream<String> words(String text) {
            return Arrays.stream(text.split("[,\\s]+", -1)).filter(word -> !word.isEmpty());
        }

        private Acceptance acceptance() throws NotSet {
            var upTo =
                    Acceptance.upTo(
                            may("forms.ceiling", Classification::named)
                                    .orElse(Classification.INTERNAL));
            return may(
                            "forms.signers",
                            text -> words(text).map(Digest::parse).collect(Collectors.toSet()))
                    .map(upTo::trusting)
                    .orElse(upTo);
        }

        private List<NoteKey> noteKeys(String name) {
            return content(name)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> NoteKey.parse(line.strip()))
                    .toList();
        }

        private String language() throws NotSet {
            var language = may("language", Function.identity()).orElse("zh-CN");
            if (!LANGUAGES.contains(language)) {
                throw new NotSet(
                        "%s: language \"%s\" is unknown; known are %s"
                                .formatted(file, language, new TreeSet<>(LANGUAGES)));
            }
            return language;
        }

        private static ZoneId zone(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException(
                        "\"%s\" is no time zone such as Asia/Shanghai".formatted(text), wrong);
            }
        }

        private static List<String> inputMethods(String text) {
            var names = words(text).distinct().toList();
            if (names.equals(List.of("none"))) {
                return List.of();
            }
            for (var name : names) {
                if (!name.matches("[A-Za-z0-9_.:+-]{1,64}") || name.equals("none")) {
                    throw new IllegalArgumentException(
                            "\"%s\" is no engine of IBus such as libpinyin, and none stands alone"
                                    .formatted(name));
                }
            }
            return names;
        }

        private DeskSettings.Tools tools() throws NotSet {
            var calculator =
                    may("calculator", Reading::calculator).orElse(DeskSettings.Calculator.NONE);
            var known = Set.of("scratch", "highlighter", "eliminator");
            var tools = may("tools", text -> words(text).collect(Collectors.toSet())).orElse(known);
            for (var tool : tools) {
                if (!known.contains(tool)) {
                    throw new NotSet(
                            "%s: tools: \"%s\" is unknown; known are %s"
                                    .formatted(file, tool, new TreeSet<>(known)));
                }
            }
            return new DeskSettings.Tools(
                    calculator,
                    tools.contains("scratch"),
                    tools.contains("highlighter"),
                    tools.contains("eliminator"));
        }

        private static DeskSettings.Calculator calculator(String word) {
            for (var calculator : DeskSettings.Calculator.values()) {
                if (calculator.word().equals(word.toLowerCase(Locale.ROOT))) {
                    return calculator;
                }
            }
            throw new IllegalArgumentException(
                    "\"%s\" is unknown; known are none, basic, scientific".formatted(word));
        }
    }
}
