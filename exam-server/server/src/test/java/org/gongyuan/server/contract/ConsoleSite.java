package org.gongyuan.server.contract;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.FreePort;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.suite.Suite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;

/// A node whose staff port serves the console at the very origin its passkeys are made for, with an
/// identity provider, an open sitting, and invitations for the first two security administrators:
/// what the tests of the pages drive in a browser. `main` keeps one up by hand.
final class ConsoleSite implements AutoCloseable {

    private final StaffSite site;
    private final TestProvider provider;
    private final Path folder;
    private final String origin;
    private final String invitation;
    private final String second;

    ConsoleSite(Path folder) throws Exception {
        this.folder = folder;
        int port = FreePort.next();
        origin = "https://localhost:" + port;
        provider = new TestProvider(folder, InstantSource.system().instant(), "127.0.0.1");
        var settings = new HashMap<>(provider.settings());
        settings.put("staff.port", Integer.toString(port));
        settings.put("staff.origin", origin);
        settings.put("public.answers", "on");
        settings.put("public.host", "127.0.0.1");
        settings.put("public.port", "0");
        site = new StaffSite(folder, settings);
        new PastSittings(site, folder).hold();
        site.exam.openSitting();
        custody();
        invitation = first("zhao", "赵敏");
        second = first(StaffSite.SECOND, "何芳");
    }

    private String first(String id, String name) {
        var office = site.exam.server.staffOffice().orElseThrow();
        return ((Invitations.Outcome.Invited) office.firstAdministrator(new StaffId(id), name))
                .code();
    }

    /// The key files of the open sitting's custodians, `custodian-0.key` to `custodian-4.key`,
    /// cheap to open, and a form that can be brought, `brought/form.sealed`.
    private void custody() throws IOException {
        var random = new SecureRandom();
        for (int i = 0; i < 5; i++) {
            var key =
                    KeyFile.sealed(
                            site.exam.exam.custodian(i),
                            "a phrase for drills".toCharArray(),
                            new Argon2(1_024, 1, 1),
                            random);
            Files.writeString(folder.resolve("custodian-" + i + ".key"), key.text());
        }
        var _ =
                new SealedExam(
                        Files.createDirectory(folder.resolve("brought")),
                        site.exam.starts.plus(Duration.ofDays(1)));
    }

    /// What the tests of the pages must know, as one JSON object: `origin` of the staff port,
    /// `spki` of its certificate and the identity provider's (which the browser is told to
    /// trust, or there were no passkeys), `invitation` of `zhao` and `second` of `he.fang`, the
    /// open `sitting`, `manage` and `public` addresses, the node's `folder`, and `logKey`, the
    /// verifier key of its staff log.
    String json() throws Exception {
        var node = spki(Files.readAllBytes(folder.resolve("server.pem")));
        var other = spki(provider.certificate().getBytes(StandardCharsets.US_ASCII));
        return new JsonObject()
                .put("origin", origin)
                .put("spki", node + "," + other)
                .put("invitation", invitation)
                .put("second", second)
                .put("sitting", LoopbackExam.SITTING.text())
                .put("manage", "http://127.0.0.1:" + site.exam.server.managePort())
                .put("public", "http://127.0.0.1:" + site.exam.server.publicPort().orElseThrow())
                .put("folder", folder.toString())
                .put(
                        "logKey",
                        new NoteKey(
                                        "test/staff-log/node-1",
                                        site.exam.server.checkpointKey().verifyingKey())
                                .text())
                .encode();
    }

    static String spki(byte[] pem) throws CertificateException {
        var certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(pem));
        var digest = Suite.INTL_1.digest(certificate.getPublicKey().getEncoded());
        return Base64.getEncoder().encodeToString(digest.toBytes());
    }

    StaffSite site() {
        return site;
    }

    @Override
    public void close() throws IOException {
        site.close();
        provider.close();
    }

    /// Keeps a site up until standard input ends, and writes what is to be known of it to the file
    /// named first.
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("console-site");
        try (var site = new ConsoleSite(folder)) {
            Files.writeString(Path.of(arguments[0]), site.json());
            while (System.in.read() >= 0) {
                // Until whoever started it lets go.
            }
        }
    }
}
