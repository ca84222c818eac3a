package org.gongyuan.server.contract;

import io.vertx.core.json.JsonObject;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;

/// A node whose staff port serves the console at the very origin its passkeys are made for, with an
/// open sitting and invitations for the first two security administrators: what the tests of the
/// pages drive in a browser. `main` keeps one up by hand.
final class ConsoleSite implements AutoCloseable {

    private final StaffSite site;
    private final Path folder;
    private final String origin;
    private final String invitation;
    private final String second;

    ConsoleSite(Path folder) throws IOException {
        this.folder = folder;
        int port = free();
        origin = "https://localhost:" + port;
        site =
                new StaffSite(
                        folder,
                        Map.of(
                                "staff.port",
                                Integer.toString(port),
                                "staff.origin",
                                origin,
                                "public.answers",
                                "on",
                                "public.host",
                                "127.0.0.1",
                                "public.port",
                                "0"));
        site.exam.openSitting();
        invitation = first("zhao", "赵敏");
        second = first(StaffSite.SECOND, "何芳");
    }

    private String first(String id, String name) {
        var office = site.exam.server.staffOffice().orElseThrow();
        return ((Invitations.Outcome.Invited) office.firstAdministrator(new StaffId(id), name))
                .code();
    }

    /// What the tests of the pages must know, as one JSON object: `origin` of the staff port,
    /// `spki` of its certificate (which the browser is told to trust), `invitation` of `zhao`
    /// and `second` of `he.fang`, the open `sitting`, `manage` and `public` addresses, and the
    /// node's `folder`.
    String json() throws Exception {
        var certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        Files.newInputStream(folder.resolve("server.pem")));
        var spki = Suite.INTL_1.digest(certificate.getPublicKey().getEncoded());
        return new JsonObject()
                .put("origin", origin)
                .put("spki", Base64.getEncoder().encodeToString(spki.toBytes()))
                .put("invitation", invitation)
                .put("second", second)
                .put("sitting", LoopbackExam.SITTING.text())
                .put("manage", "http://127.0.0.1:" + site.exam.server.managePort())
                .put("public", "http://127.0.0.1:" + site.exam.server.publicPort().orElseThrow())
                .put("folder", folder.toString())
                .encode();
    }

    StaffSite site() {
        return site;
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        site.close();
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
