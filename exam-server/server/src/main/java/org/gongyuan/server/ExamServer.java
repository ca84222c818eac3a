package org.gongyuan.server;

import static java.util.Objects.requireNonNull;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.Orders;
import org.gongyuan.server.access.StaffRegister;
import org.gongyuan.server.account.SignInPolicy;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.cluster.Clustering;
import org.gongyuan.server.cluster.Companions;
import org.gongyuan.server.cluster.SharedOverrides;
import org.gongyuan.server.cluster.StoreCopies;
import org.gongyuan.server.cluster.StoreElsewhere;
import org.gongyuan.server.conclusion.PublishedSitting;
import org.gongyuan.server.contract.StaffOffice;
import org.gongyuan.server.contract.StaffPort;
import org.gongyuan.server.delivery.SeatFiles;
import org.gongyuan.server.edge.Exchanges;
import org.gongyuan.server.edge.ManagePort;
import org.gongyuan.server.edge.PublicPort;
import org.gongyuan.server.edge.PublicRoutes;
import org.gongyuan.server.edge.SeatListener;
import org.gongyuan.server.edge.SeatTls;
import org.gongyuan.server.edge.ThreadWorkbench;
import org.gongyuan.server.edge.VertxLane;
import org.gongyuan.server.metrics.NodeFigures;
import org.gongyuan.server.node.ClockFile;
import org.gongyuan.server.node.GivenOrdersFile;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.JournalLog.Copies;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.node.Others;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.server.node.StaffActs;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.oidc.IdentityProvider;
import org.gongyuan.server.oidc.ProviderTrust;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.result.PublicAnswers;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.Node;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.time.ClockAtRestart;
import org.gongyuan.server.time.ServerClock;
import org.gongyuan.server.time.Uptime;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.SelfTest;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.seal.Warmup;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/// One node of the examination server, wired from top to bottom.
///
///     started: self-tests, sittings brought back, ports open, warm, doors open
///     stopped: doors shut, seats told, records closed
public final class ExamServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExamServer.class);

    private final Vertx vertx;
    private final VertxLane lane;
    private final Doors doors;
    private final SeatFiles files;
    private final Exchanges exchanges;
    private final Hall hall;
    private final SealedForms forms;
    private final StaffActs acts;
    private final NodeFigures figures;
    private final ThreadWorkbench workbench;
    private final SeatListener seats;
    private final ManagePort manage;
    private final SigningKeyPair checkpointKey;
    private final AdmissionKey admissionKey;
    private final ServerClock clock;
    private final ClockFile clockFile;
    private final GivenOrdersFile givenOrders;
    private final Optional<Store> store;
    private final Optional<Companions> companions;
    private final Optional<PublicPort> publicPort;
    private final Optional<StaffOffice> staff;
    private final PublicAnswers answers = new PublicAnswers();
    private int seatPort;
    private long recovered;
    private volatile boolean ready;

    /// Starts a node and returns once its doors are open.
    ///
    /// @throws SettingsRefused when a setting is wrong
    /// @throws IOException when a key, a register or a sitting cannot be read
    public static ExamServer start(ServerSettings settings) throws IOException {
        return start(settings, System.getenv(), InstantSource.system());
    }

    /// Starts a node with another environment (for the key folder's passphrase) and wall clock.
    public static ExamServer start(
            ServerSettings settings, Map<String, String> environment, InstantSource wall)
            throws IOException {
        SelfTest.run();
        var server = new ExamServer(settings, environment, wall);
        try {
            server.open(settings);
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private ExamServer(ServerSettings settings, Map<String, String> environment, InstantSource wall)
            throws IOException {
        var random = new SecureRandom();
        Copies copied;
        var data = required(settings, "data.folder");
        var keys = settings.optionalPath("keys.folder").orElse(data.resolve("keys"));
        var passphrase = environment.getOrDefault("GONGYUAN_KEYS_PASSPHRASE", "").toCharArray();
        checkpointKey = NodeKeys.checkpointKey(keys, Suite.INTL_1, passphrase, random);
        admissionKey = NodeKeys.admissionKey(keys, passphrase, random);
        var register = settings.optionalPath("staff.register");
        var ordering =
                register.isPresent() ? StaffRegister.read(register.get()) : StaffRegister.empty();

        givenOrders = new GivenOrdersFile(data);
        clock = new ServerClock(wall, System::nanoTime);
        var uptime = Uptime.linux(Path.of("/proc"));
        clockFile = new ClockFile(data, clock, uptime);
        var options = new VertxOptions().setPreferNativeTransport(true);
        vertx =
                settings.isClustered()
                        ? new Clustering(
                                        settings.text("cluster.host"),
                                        settings.number("cluster.port"),
                                        settings.list("cluster.members"))
                                .join(options)
                        : Vertx.vertx(options);
        lane = new VertxLane(vertx, vertx.getOrCreateContext());
        store =
                settings.isClustered() || settings.hasStaffPort()
                        ? Optional.of(Store.open(settings.store(data)))
                        : Optional.empty();
        if (settings.isClustered()) {
            var copies = new StoreCopies(store.get().entries());
            var nodeKey = NodeKeys.nodeKey(keys, Suite.INTL_1, passphrase, random);
            var trusted =
                    settings.list("cluster.trusted").stream().map(VerifyingKey::parse).toList();
            companions =
                    Optional.of(
                            new Companions(
                                    vertx,
                                    copies,
                                    new StoreElsewhere(
                                            store.get().entries(), store.get().wrappedKeys(), lane),
                                    new SharedOverrides(
                                            store.get().letPass(), nodeKey, trusted, lane),
                                    lane,
                                    clock,
                                    random,
                                    settings.text("node.name"),
                                    nodeKey,
                                    trusted));
            copied = settings.text("durability").equals("cluster") ? copies : Copies.NONE;
        } else {
            companions = Optional.empty();
            copied = Copies.NONE;
        }
        workbench = new ThreadWorkbench(lane);
        doors =
                new Doors(
                        clock,
                        lane,
                        random,
                        workbench,
                        settings.number("admission.at-once"),
                        settings.number("admission.longest-queue"));
        files = new SeatFiles();
        exchanges = new Exchanges(lane, doors);
        var acceptance = acceptance(settings);
        var ground =
                new Hall.HallGround(
                        data,
                        keys,
                        acceptance,
                        checkpointKey,
                        admissionKey,
                        origin -> journal(settings, origin),
                        copied,
                        LOG::warn,
                        companions.map(Others.class::cast).orElse(Others.NONE),
                        new ClockAtRestart(
                                clock, clockFile.before(), uptime.read(), confirmed(settings)));
        var node =
                new Node(
                        settings.text("node.name"),
                        settings.text("node.body"),
                        clock,
                        lane,
                        random,
                        this::credit,
                        settings.seconds("recovery.grace"));
        hall = new Hall(ground, node, lane, doors, files);
        forms = new SealedForms(data, data.resolve("inbox"), acceptance);
        acts =
                new StaffActs(
                        hall,
                        lane,
                        data.resolve("inbox"),
                        acceptance,
                        store.map(one -> new Examinations(one.examinations())),
                        settings.text("forms.accept").equals("act") ? forms::isTakenIn : _ -> true);
        companions.ifPresent(one -> one.listen(hall));
        figures = new NodeFigures(lane, doors, hall, clock, this::isReady);
        seats =
                new SeatListener(
                        seatOptions(settings),
                        lane,
                        doors,
                        files,
                        exchanges,
                        certificates(settings));
        publicPort = publicPort(settings);
        staff = staffOffice(settings, data, keys, passphrase, random);
        manage =
                new ManagePort(
                        new HttpServerOptions()
                                .setHost(settings.text("manage.host"))
                                .setPort(settings.number("manage.port")),
                        hall,
                        lane,
                        new Orders(ordering, clock, givenOrders),
                        acts,
                        figures,
                        this::isReady,
                        data.resolve("inbox"));
    }

    private void open(ServerSettings settings) {
        recovered = hall.recover();
        clockFile.begin();
        await(
                vertx.deployVerticle(
                        manage,
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
        if (staff.isPresent()) {
            await(vertx.deployVerticle(staff.get().port()));
            staff.get().follow();
        }
        if (publicPort.isPresent()) {
            hall.sittings().forEach(this::tellThePublic);
            await(
                    vertx.deployVerticle(
                            publicPort.get(),
                            new DeploymentOptions()
                                    .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
        }
        seatPort = await(seats.startOn(vertx, lane.context()));
        for (int i = 1; i < settings.number("seat.event-loops"); i++) {
            await(vertx.deployVerticle(another(settings)));
        }
        int rounds = settings.number("warm.rounds");
        if (rounds > 0) {
            warm(settings, rounds);
        }
        lane.ask(
                        () -> {
                            doors.open(true);
                            return true;
                        })
                .join();
        ready = true;
        LOG.info(
                "node {} is ready: seats on port {}, management on port {}, {} entries brought"
                        + " back",
                settings.text("node.name"),
                seatPort,
                managePort(),
                recovered);
    }

    /// A sitting whose results cannot be told stays untold; the examination goes on.
    private void tellThePublic(Hall.Held held) {
        var sitting = held.sitting();
        try {
            boolean isTold =
                    PublishedSitting.tell(
                            sitting.id(),
                            held.folder(),
                            held.log().reader(),
                            sitting.roster(),
                            answers);
            LOG.info("sitting {}: {}", sitting.id(), isTold ? "published" : "not published");
        } catch (IOException | IllegalArgumentException refused) {
            hall.alarm(
                    "the results of sitting %s cannot be told: %s"
                            .formatted(sitting.id(), refused.getMessage()));
        }
    }

    private Optional<PublicPort> publicPort(ServerSettings settings) {
        if (!settings.text("public.answers").equals("on")) {
            return Optional.empty();
        }
        var options =
                new HttpServerOptions()
                        .setHost(settings.text("public.host"))
                        .setPort(settings.number("public.port"));
        settings.optionalPath("public.certificate")
                .ifPresent(
                        certificate ->
                                new SeatTls(
                                                certificate,
                                                settings.path("public.key"),
                                                Optional.empty(),
                                                settings.text("seat.tls").equals("boringssl"))
                                        .into(options));
        var routes = new PublicRoutes(answers, clock, settings.number("public.per-minute"));
        figures.countPublic(routes::asked, answers::lookups, routes::limited);
        return Optional.of(new PublicPort(options, routes));
    }

    private Optional<StaffOffice> staffOffice(
            ServerSettings settings, Path data, Path keys, char[] passphrase, SecureRandom random)
            throws IOException {
        if (!settings.hasStaffPort()) {
            return Optional.empty();
        }
        var log =
                StaffLog.open(
                        data,
                        settings.text("node.body"),
                        settings.text("node.name"),
                        checkpointKey,
                        origin -> journal(settings, origin),
                        lane,
                        clock,
                        () -> LOG.warn("the log of staff takes nothing any more"));
        var options =
                new SeatTls(
                                settings.path("staff.certificate"),
                                settings.path("staff.key"),
                                Optional.empty(),
                                settings.text("seat.tls").equals("boringssl"))
                        .into(
                                new HttpServerOptions()
                                        .setHost(settings.text("staff.host"))
                                        .setPort(settings.number("staff.port")));
        return Optional.of(
                new StaffOffice(
                        new StaffOffice.Ground(
                                store.orElseThrow(),
                                NodeKeys.staffKey(keys, passphrase, random),
                                log,
                                hall,
                                lane,
                                acts,
                                data.resolve("inbox"),
                                settings.optionalPath("seat.authority"),
                                acceptance(settings),
                                forms,
                                answers::end,
                                URI.create(settings.text("staff.origin")),
                                SignInPolicy.standard().atOnce(settings.number("staff.sign-ins")),
                                provider(settings),
                                new StaffPort.Limits(
                                        settings.number("staff.per-minute"),
                                        settings.number("staff.strangers-per-minute"),
                                        settings.seconds("staff.slowest-seconds"),
                                        settings.seconds("staff.slowest-upload-seconds"),
                                        settings.seconds("staff.slowest-form-seconds")),
                                clock,
                                random),
                        options));
    }

    /// The body's identity provider, if it has one; its answers come back to the console's page.
    private static Optional<IdentityProvider.Settings> provider(ServerSettings settings)
            throws IOException {
        if (settings.text("staff.oidc.issuer").isEmpty()) {
            return Optional.empty();
        }
        var authority = settings.optionalPath("staff.oidc.authority");
        return Optional.of(
                new IdentityProvider.Settings(
                        settings.text("staff.oidc.issuer"),
                        settings.text("staff.oidc.client"),
                        Files.readString(settings.path("staff.oidc.secret")).strip(),
                        settings.text("staff.oidc.algorithm"),
                        URI.create(settings.text("staff.origin") + StaffPort.BACK),
                        authority.isPresent()
                                ? Optional.of(ProviderTrust.sockets(authority.get()))
                                : Optional.empty()));
    }

    /// A node that could not be warmed up is slower at first; that is no reason to keep it shut.
    private void warm(ServerSettings settings, int rounds) {
        var _ = Warmup.run(Suite.INTL_1, rounds);
        boolean isNative = settings.text("seat.tls").equals("boringssl");
        try {
            var _ = AdmissionWarmup.run(vertx, lane, workbench, clock, isNative, rounds);
        } catch (CompletionException failed) {
            LOG.warn("the node opens its doors without a full warm-up: {}", failed.toString());
        }
    }

    /// A further listener on the seat port, on an event loop of its own.
    private SeatListener another(ServerSettings settings) {
        return new SeatListener(
                seatOptions(settings).setPort(seatPort),
                lane,
                doors,
                files,
                exchanges,
                certificates(settings));
    }

    /// Whether the doors are open.
    public boolean isReady() {
        return ready;
    }

    /// The port seats connect to.
    public int seatPort() {
        return seatPort;
    }

    /// The management port.
    public int managePort() {
        return manage.port();
    }

    /// The public port, if there is one.
    public OptionalInt publicPort() {
        return publicPort.isPresent()
                ? OptionalInt.of(publicPort.get().port())
                : OptionalInt.empty();
    }

    /// The office of staff, if there is one.
    public Optional<StaffOffice> staffOffice() {
        return staff;
    }

    /// What the public is told, and how often something was looked up for it.
    public PublicAnswers publicAnswers() {
        return answers;
    }

    /// How many entries were read back at start.
    public long recovered() {
        return recovered;
    }

    /// The key this node's checkpoints are signed with.
    public SigningKeyPair checkpointKey() {
        return checkpointKey;
    }

    /// The node's clock.
    public InstantSource clock() {
        return clock;
    }

    /// All sittings held here.
    public Hall hall() {
        return hall;
    }

    /// Carries out orders of staff that were checked.
    public StaffActs acts() {
        return acts;
    }

    /// The order in which everything happens that moves sessions.
    public VertxLane lane() {
        return lane;
    }

    /// Opens a sitting with a sealed form and a roster.
    ///
    /// @throws org.gongyuan.server.node.HallRefused when it cannot be opened
    public Sitting openSitting(SittingPlan plan, Path sealedForm, Roster roster) {
        var sitting = hall.open(plan, sealedForm, roster);
        hall.sitting(plan.sitting()).orElseThrow().log().tookNanos(figures::saved);
        return sitting;
    }

    /// Closes a sitting if the sums agree.
    public CompletableFuture<Closing> closeSitting(SittingId sitting) {
        return hall.close(sitting);
    }

    /// Stops the node: seats are told, records are closed.
    @Override
    public void close() {
        ready = false;
        hall.close();
        figures.close();
        workbench.close();
        await(vertx.close());
        clockFile.close();
        if (staff.isPresent()) {
            try {
                staff.get().close();
            } catch (IOException failed) {
                LOG.warn("the log of staff was not left in order: {}", failed.getMessage());
            }
        }
        checkpointKey.close();
        admissionKey.close();
        try {
            givenOrders.close();
        } catch (IOException failed) {
            LOG.warn("the orders given were not left in order: {}", failed.getMessage());
        }
        if (store.isPresent()) {
            try {
                store.get().close();
            } catch (IOException failed) {
                LOG.warn("the store was not left in order: {}", failed.getMessage());
            }
        }
    }

    private static Optional<Instant> confirmed(ServerSettings settings) {
        var text = settings.text("clock.confirmed");
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            throw new SettingsRefused(
                    "clock.confirmed is an instant like 2026-05-04T12:00:00Z, not \"%s\""
                            .formatted(text));
        }
    }

    private int credit() {
        return hall == null ? 0 : hall.credit();
    }

    private static Path required(ServerSettings settings, String key) {
        return settings.optionalPath(key)
                .orElseThrow(() -> new SettingsRefused(key + " must be set to a folder"));
    }

    private static Acceptance acceptance(ServerSettings settings) {
        var ceiling = Acceptance.upTo(Classification.named(settings.text("forms.classification")));
        var signers = settings.list("forms.signers");
        return signers.isEmpty()
                ? ceiling
                : ceiling.trusting(signers.stream().map(Digest::parse).collect(Collectors.toSet()));
    }

    /// Without `seat.certificate` the port speaks plain, which only a drill on loopback may.
    private static HttpServerOptions seatOptions(ServerSettings settings) {
        var options =
                SeatListener.options(settings.text("seat.host"), settings.number("seat.port"));
        return settings.optionalPath("seat.certificate")
                .map(
                        certificate ->
                                new SeatTls(
                                                certificate,
                                                settings.path("seat.key"),
                                                certificates(settings)
                                                        ? settings.optionalPath("seat.authority")
                                                        : Optional.empty(),
                                                settings.text("seat.tls").equals("boringssl"))
                                        .into(options))
                .orElse(options);
    }

    private static boolean certificates(ServerSettings settings) {
        return settings.text("seat.certificates").equals("required");
    }

    private static JournalSettings journal(ServerSettings settings, String origin) {
        int segment = settings.number("journal.segment-mib") << 20;
        var standard = JournalSettings.standard(origin);
        return (segment == standard.segmentBytes() ? standard : standard.withSegmentBytes(segment))
                .withReserveSegments(settings.number("journal.reserve-segments"));
    }

    private static <T> T await(Future<T> future) {
        return requireNonNull(future, "future").toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public String toString() {
        return "ExamServer[seats on %d%s]".formatted(seatPort, ready ? ", ready" : "");
    }
}
