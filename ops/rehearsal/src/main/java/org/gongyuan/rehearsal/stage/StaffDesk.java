package org.gongyuan.rehearsal.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.seal.SealingPublicKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The desk from which staff and custodians act on a node: signed orders and shares over its
/// management port, as the command line sends them.
public final class StaffDesk {

    private static final Duration ORDER_LIVES = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI manage;
    private final SittingId sitting;
    private final People people;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /// A desk for one sitting at a node's management port.
    public StaffDesk(int managePort, SittingId sitting, People people, Clock clock) {
        this.manage = URI.create("http://127.0.0.1:" + managePort);
        this.sitting = sitting;
        this.people = people;
        this.clock = clock;
    }

    /// Brings form and roster to the node and has two persons open the sitting; what is found at
    /// seats is only noted.
    public void open(
            SampleForm form,
            Roster roster,
            EntryPreset preset,
            Instant starts,
            Duration length,
            Duration notice) {
        open(form, roster, preset, starts, length, notice, PosturePolicy.NOTED);
    }

    /// The same, with what is found at seats judged by a policy.
    public void open(
            SampleForm form,
            Roster roster,
            EntryPreset preset,
            Instant starts,
            Duration length,
            Duration notice,
            PosturePolicy posture) {
        try {
            put(form.manifest().digest().hex(), Files.readAllBytes(form.file()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the sealed form cannot be read", unreadable);
        }
        put(roster.digest().hex(), roster.toBytes());
        order(
                new StaffOrder.What.Open(
                        preset,
                        starts,
                        length,
                        notice,
                        form.manifest().digest(),
                        roster.digest(),
                        posture));
    }

    /// Has an order carried out, by two persons where it takes two.
    ///
    /// @throws IllegalStateException when it is refused
    public void order(StaffOrder.What what) {
        var answer = tryOrder(what);
        if (answer.status() != 200) {
            throw new IllegalStateException(what.word() + ": " + answer.body());
        }
    }

    /// Sends an order and gives back the answer, whatever it is.
    public Answer tryOrder(StaffOrder.What what) {
        return tryOrder(what, what.takesTwo());
    }

    /// Has an order carried out by two persons, also one for which one is enough at times.
    ///
    /// @throws IllegalStateException when it is refused
    public void orderTogether(StaffOrder.What what) {
        var answer = tryOrder(what, true);
        if (answer.status() != 200) {
            throw new IllegalStateException(what.word() + ": " + answer.body());
        }
    }

    private Answer tryOrder(StaffOrder.What what, boolean isByTwo) {
        var nonce = new byte[16];
        random.nextBytes(nonce);
        var now = clock.instant();
        var order =
                new StaffOrder(
                        sitting,
                        Octets.of(nonce),
                        now,
                        now.plus(ORDER_LIVES),
                        People.OFFICER,
                        isByTwo ? Optional.of(People.HEAD) : Optional.empty(),
                        what);
        var signed =
                StaffOrder.Signed.by(
                        order,
                        people.officer,
                        isByTwo ? Optional.of(people.head) : Optional.empty());
        return send("POST", "/orders", signed.toBytes());
    }

    /// Custodians hand in their shares until the quorum is there.
    public void release(SampleForm form, List<Integer> custodians) {
        var nodeKey = nodeKey();
        try (var sealed = form.open()) {
            for (int custodian : custodians) {
                var answer = handIn(sealed, custodian, nodeKey);
                if (answer.status() >= 300) {
                    throw new IllegalStateException("share refused: " + answer.body());
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the sealed form cannot be read", unreadable);
        }
    }

    /// One custodian opens his share on his own machine and hands it in.
    public Answer handIn(SealedForm sealed, int custodian, SealingPublicKey nodeKey) {
        try {
            var handIn =
                    sealed.handIn(SharePurpose.FORM, people.custodians().get(custodian), nodeKey);
            return send("POST", "/release/shares", handIn.toBytes());
        } catch (FormRefused refused) {
            throw new IllegalStateException("the share does not open", refused);
        }
    }

    /// The node's one-time key for this sitting.
    public SealingPublicKey nodeKey() {
        return SealingPublicKey.parse(
                send("GET", "/release/node-key?sitting=" + sitting, new byte[0]).body().strip());
    }

    /// The sitting's counts.
    public Map<String, Long> status() {
        var answer = send("GET", "/sittings/" + sitting + "/status", new byte[0]);
        if (answer.status() != 200) {
            throw new IllegalStateException("status: " + answer.body());
        }
        return numbers(answer.body());
    }

    /// What was found at the seats' machines and how it is judged, as a proctor is told it: JSON.
    public String postures() {
        return send("GET", "/sittings/" + sitting + "/posture", new byte[0]).body();
    }

    /// A figure of the node's metrics, by its name with labels as Prometheus writes it.
    public double figure(String name) {
        return send("GET", "/metrics", new byte[0])
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the node has no figure " + name));
    }

    /// Whether the node's doors are open.
    public boolean isReady() {
        try {
            return send("GET", "/ready", new byte[0]).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private void put(String digest, byte[] bytes) {
        var answer = send("PUT", "/inbox/" + digest, bytes);
        if (answer.status() != 201) {
            throw new IllegalStateException("inbox: " + answer.body());
        }
    }

    /// An answer of the management port.
    public record Answer(int status, String body) {}

    private Answer send(String method, String path, byte[] body) {
        var request =
                HttpRequest.newBuilder(manage.resolve(path))
                        .timeout(PATIENCE)
                        .method(
                                method,
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException unreachable) {
            throw new UncheckedIOException("the node cannot be reached", unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static Map<String, Long> numbers(String json) {
        var numbers = new LinkedHashMap<String, Long>();
        try (var in = new JsonFactory().createParser(json)) {
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    numbers.put(in.currentName(), in.getLongValue());
                } else if (in.currentToken() == JsonToken.VALUE_TRUE) {
                    numbers.put(in.currentName(), 1L);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("not JSON: " + json, unreadable);
        }
        return numbers;
    }

    /// The keys of a file in a folder, for the node to read at start.
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }
}
