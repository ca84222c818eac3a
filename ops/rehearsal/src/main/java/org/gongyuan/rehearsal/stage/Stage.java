package org.gongyuan.rehearsal.stage;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.link.Machine;
import org.gongyuan.seat.link.SeatRoom;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.server.edge.SeatTls;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.certificate.SeatMachine;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// One examination, set up and ready to begin: people, a sealed form, a roster, a centre's
/// authority, a node as a process of its own, and the room its seats stand in.
public final class Stage implements AutoCloseable {

    /// The name by which a seat in another network knows the node; its machine has to be told the
    /// address.
    public static final String NODE_NAME = "node.rehearsal";

    private static final Duration CERTIFICATES = Duration.ofDays(2);
    private static final Duration CLOSED_FOR = Duration.ofMillis(200);

    /// How a rehearsal is set up.
    ///
    /// @param candidates how many are on the roster
    /// @param length how long they have
    /// @param notice how long results are announced before they are published
    /// @param settings keys of the node's configuration that differ
    /// @param javaOptions of the node's process
    /// @param seatLoops event loops of the seats' side
    /// @param pictures how many photographs the sealed form has, beside what the sample shows
    /// @param paper a folder with another package than the sample's
    public record Setting(
            int candidates,
            Duration length,
            Duration notice,
            Map<String, String> settings,
            List<String> javaOptions,
            int seatLoops,
            int pictures,
            Optional<Path> paper) {

        /// The same with the sample package.
        public Setting(
                int candidates,
                Duration length,
                Duration notice,
                Map<String, String> settings,
                List<String> javaOptions,
                int seatLoops,
                int pictures) {
            this(
                    candidates,
                    length,
                    notice,
                    settings,
                    javaOptions,
                    seatLoops,
                    pictures,
                    Optional.empty());
        }

        /// The same with a form that has no photographs.
        public Setting(
                int candidates,
                Duration length,
                Duration notice,
                Map<String, String> settings,
                List<String> javaOptions,
                int seatLoops) {
            this(candidates, length, notice, settings, javaOptions, seatLoops, 0);
        }

        /// So many candidates with an hour and a half, seats on one loop.
        public static Setting of(int candidates) {
            return new Setting(
                    candidates,
                    Duration.ofMinutes(90),
                    Duration.ofSeconds(1),
                    Map.of(),
                    List.of(),
                    1);
        }

        /// The same with other keys in the node's configuration.
        public Setting with(Map<String, String> other) {
            return new Setting(
                    candidates, length, notice, other, javaOptions, seatLoops, pictures, paper);
        }

        /// The same with another time for candidates.
        public Setting lasting(Duration other) {
            return new Setting(
                    candidates, other, notice, settings, javaOptions, seatLoops, pictures, paper);
        }

        /// The same with options for the node's process.
        public Setting run(List<String> other) {
            return new Setting(
                    candidates, length, notice, settings, other, seatLoops, pictures, paper);
        }

        /// The same with a form that has so many photographs more, one to an item at most.
        public Setting showing(int photographs) {
            return new Setting(
                    candidates,
                    length,
                    notice,
                    settings,
                    javaOptions,
                    seatLoops,
                    photographs,
                    paper);
        }

        /// The same with a form of another package.
        ///
        /// @param folder where its manifest lies
        public Setting of(Path folder) {
            return new Setting(
                    candidates,
                    length,
                    notice,
                    settings,
                    javaOptions,
                    seatLoops,
                    pictures,
                    Optional.of(folder));
        }
    }

    private final Path folder;
    private final boolean isTemporary;
    private final Setting setting;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final SittingId sitting;
    private final People people;
    private final SampleForm form;
    private final CandidateList candidates;
    private final CertificateAuthority authority;
    private final Map<SeatId, Machine> machines = new ConcurrentHashMap<>();
    private final Map<SeatId, Integer> lines = new ConcurrentHashMap<>();
    private final Map<String, String> configuration;
    private final NodeProcess node;
    private volatile List<Node> nodes = List.of();
    private SeatRoom room;

    private Stage(Path folder, boolean isTemporary, Setting setting, Duration closedFor)
            throws IOException {
        this.folder = folder;
        this.isTemporary = isTemporary;
        this.setting = setting;
        sitting = new SittingId("2026-rehearsal");
        people = new People(Suite.INTL_1, random);
        var now = clock.instant();
        form =
                SampleForm.seal(
                        Suite.INTL_1,
                        people,
                        folder.resolve("form"),
                        clock,
                        closedFor,
                        setting.length(),
                        setting.pictures(),
                        setting.paper());
        candidates = new CandidateList(Suite.INTL_1, setting.candidates(), random);
        authority =
                CertificateAuthority.create(
                        "rehearsal centre", now.minusSeconds(60), now.plus(CERTIFICATES), random);
        configuration = configuration(now);
        node = new NodeProcess(folder.resolve("node"), configuration, setting.javaOptions());
    }

    /// Sets everything up in a new temporary folder, deleted at the end.
    public static Stage set(Setting setting) {
        try {
            return new Stage(
                    Files.createTempDirectory("gongyuan-rehearsal"), true, setting, CLOSED_FOR);
        } catch (IOException failed) {
            throw new UncheckedIOException("the stage cannot be set", failed);
        }
    }

    /// Sets everything up in a folder that stays.
    public static Stage set(Path folder, Setting setting) {
        return set(folder, setting, CLOSED_FOR);
    }

    /// The same with a form that may not be released for a while after it was sealed.
    public static Stage set(Path folder, Setting setting, Duration closedFor) {
        try {
            Files.createDirectories(folder);
            return new Stage(folder, false, setting, closedFor);
        } catch (IOException failed) {
            throw new UncheckedIOException("the stage cannot be set", failed);
        }
    }

    private Map<String, String> configuration(Instant now) {
        var server =
                authority.issueServer(
                        List.of("127.0.0.1", "localhost", NODE_NAME),
                        now.minusSeconds(60),
                        now.plus(CERTIFICATES),
                        random);
        var keys = folder.resolve("node");
        StaffDesk.write(keys.resolve("server.pem"), server.certificate());
        StaffDesk.write(keys.resolve("server.key"), server.privateKey());
        StaffDesk.write(keys.resolve("authority.pem"), authority.certificatePem());
        StaffDesk.write(keys.resolve("staff"), people.register());
        var conf = new LinkedHashMap<String, String>();
        conf.put("node.name", "n1");
        conf.put("node.body", SampleForm.BODY);
        conf.put("data.folder", folder.resolve("node/data").toString());
        conf.put("seat.host", "127.0.0.1");
        conf.put("seat.port", "0");
        conf.put("manage.port", "0");
        conf.put("seat.certificate", keys.resolve("server.pem").toString());
        conf.put("seat.key", keys.resolve("server.key").toString());
        conf.put("seat.authority", keys.resolve("authority.pem").toString());
        conf.put("staff.register", keys.resolve("staff").toString());
        conf.put("public.host", "127.0.0.1");
        conf.put("public.port", "0");
        conf.put("public.certificate", keys.resolve("server.pem").toString());
        conf.put("public.key", keys.resolve("server.key").toString());
        conf.putAll(setting.settings());
        return conf;
    }

    /// Starts the node and opens the sitting so that it begins after `before`; what is found at
    /// seats is only noted.
    public StaffDesk open(Duration before) {
        return open(before, PosturePolicy.NOTED);
    }

    /// The same, with what is found at seats judged by a policy.
    public StaffDesk open(Duration before, PosturePolicy posture) {
        node.start();
        return openAtNode(before, posture);
    }

    /// Opens the sitting at the node that was started.
    public StaffDesk openAtNode(Duration before, PosturePolicy posture) {
        var desk = desk();
        desk.open(
                form,
                candidates.roster(),
                EntryPreset.OPEN,
                clock.instant().plus(before),
                setting.length(),
                setting.notice(),
                posture);
        return desk;
    }

    /// Another node of the same centre, with data of its own; not started yet.
    ///
    /// @param other keys of its configuration that differ from the first node's
    public NodeProcess companion(String name, Map<String, String> other) {
        var conf = new LinkedHashMap<>(configuration);
        conf.put("node.name", name);
        conf.put("data.folder", folder.resolve(name).resolve("data").toString());
        conf.putAll(other);
        return new NodeProcess(folder.resolve(name), conf, setting.javaOptions());
    }

    /// A desk at one of several nodes as it runs now.
    public StaffDesk deskAt(NodeProcess one) {
        return new StaffDesk(one.managePort(), sitting, people, clock);
    }

    /// A desk at the node as it runs now.
    public StaffDesk desk() {
        return new StaffDesk(node.managePort(), sitting, people, clock);
    }

    /// The room the seats stand in.
    public SeatRoom room() {
        if (room == null) {
            room =
                    SeatRoom.open(
                            new SeatRoom.Settings(
                                    Optional.of(sitting),
                                    folder.resolve("seat-forms"),
                                    Acceptance.upTo(Classification.INTERNAL),
                                    setting.seatLoops(),
                                    2));
        }
        return room;
    }

    /// The certificate of the authority that vouches for the node's ports, PEM.
    public Path authority() {
        return folder.resolve("node/authority.pem");
    }

    /// The enrolled machine at a seat.
    public Machine machine(SeatId seat) {
        return machines.computeIfAbsent(seat, this::enrol);
    }

    private Machine enrol(SeatId seat) {
        var now = clock.instant();
        var parts = seat.text().split("/", 2);
        Credentials credentials =
                authority.issueSeatMachine(
                        new SeatMachine(parts[0], parts[1].replace('/', '.')),
                        now.minusSeconds(60),
                        now.plus(CERTIFICATES),
                        random);
        return new Machine(credentials, authority.certificatePem());
    }

    /// Lets a seat reach the node over another line.
    public void lay(SeatId seat, int port) {
        lines.put(seat, port);
    }

    /// From now on seats that sit down are told these addresses instead of the node's own.
    public void through(List<Node> addresses) {
        nodes = List.copyOf(addresses);
    }

    /// Where the server's certificate, its key and the centre's authority lie, in PEM.
    public SeatTls tls() {
        var keys = folder.resolve("node");
        return new SeatTls(
                keys.resolve("server.pem"),
                keys.resolve("server.key"),
                Optional.of(keys.resolve("authority.pem")),
                true);
    }

    /// What a seat is set to, with the node's address.
    public SeatSettings seatSettings(SeatId seat) {
        return new SeatSettings(
                seat,
                nodes.isEmpty()
                        ? List.of(new Node("127.0.0.1", lines.getOrDefault(seat, node.seatPort())))
                        : nodes,
                "rehearsal",
                Argon2.SIMULATED,
                List.of(),
                SeatSettings.PICTURE_BUDGET);
    }

    /// The node's process.
    public NodeProcess node() {
        return node;
    }

    /// The sealed form and what stands in it.
    public SampleForm form() {
        return form;
    }

    /// Who is on the roster.
    public CandidateList candidates() {
        return candidates;
    }

    /// Everybody who holds a key.
    public People people() {
        return people;
    }

    /// The sitting's id.
    public SittingId sitting() {
        return sitting;
    }

    /// The clock of the rehearsal.
    public Clock clock() {
        return clock;
    }

    /// Where everything of this rehearsal lies.
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        if (room != null) {
            room.close();
        }
        node.close();
        if (isTemporary) {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + folder, failed);
        }
    }
}
