package org.gongyuan.rehearsal.stage;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.FirstAdministrator;
import org.gongyuan.server.FreePort;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The consoles of a rehearsal: a staff port on this machine, and invitations for its first two
/// security administrators, with which whoever watches comes in.
public final class DemoConsole {

    private final int port;
    private final Path node;
    private final Map<String, String> invitations = new LinkedHashMap<>();

    private record Administrator(String id, String name) {}

    private static final List<Administrator> FIRST =
            List.of(new Administrator("xu.lan", "许岚"), new Administrator("he.fang", "何芳"));

    /// A console over the node of a stage in this folder, on a port that is free now.
    public DemoConsole(Path folder) {
        node = requireNonNull(folder, "folder").resolve("node");
        port = FreePort.next();
    }

    /// Where browsers find it.
    public String origin() {
        return "https://localhost:" + port;
    }

    /// Keys of the node's configuration.
    public Map<String, String> settings() {
        return Map.of(
                "staff.console", "on",
                "staff.host", "127.0.0.1",
                "staff.port", Integer.toString(port),
                "staff.certificate", node.resolve("server.pem").toString(),
                "staff.key", node.resolve("server.key").toString(),
                "staff.origin", origin());
    }

    /// Invites the two, before the node runs for the first time.
    public void inviteTheFirst() {
        var settings = new LinkedHashMap<>(settings());
        settings.put("node.body", SampleForm.BODY);
        settings.put("seat.certificates", "off");
        settings.put("data.folder", node.resolve("data").toString());
        for (var one : FIRST) {
            try {
                var outcome =
                        FirstAdministrator.invite(
                                ServerSettings.of(settings),
                                Map.of(),
                                new StaffId(one.id()),
                                one.name());
                if (!(outcome instanceof Invitations.Outcome.Invited(var code))) {
                    throw new IllegalStateException(one.id() + " is not invited: " + outcome);
                }
                invitations.put(one.id(), code);
            } catch (IOException failed) {
                throw new UncheckedIOException(one.id() + " cannot be invited", failed);
            }
        }
    }

    /// The invitations of the two by their staff ids.
    public Map<String, String> invitations() {
        return Collections.unmodifiableMap(invitations);
    }

    /// How to come in, line by line.
    public List<String> howToComeIn() {
        var lines = new ArrayList<String>();
        lines.add("控制台 consoles   " + origin() + "/console/");
        lines.add("邀请码 invitations, one use each (" + origin() + "/console/join):");
        invitations.forEach((who, code) -> lines.add("  %-16s 安全管理员  %s".formatted(who, code)));
        lines.add("浏览器须信任演示证书 a browser that trusts the certificate of this demo:");
        lines.add(
                "  chromium --user-data-dir=%s --ignore-certificate-errors-spki-list=%s %s"
                        .formatted(node.resolve("browser"), keyDigest(), origin()));
        return lines;
    }

    /// SHA-256 of the certificate's public key, as browsers take it.
    public String keyDigest() {
        try (var in = Files.newInputStream(node.resolve("server.pem"))) {
            var key =
                    CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
            return Base64.getEncoder()
                    .encodeToString(Suite.INTL_1.digest(key.getEncoded()).toBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException("the demo's certificate cannot be read", failed);
        } catch (CertificateException failed) {
            throw new IllegalStateException("the demo's certificate is none", failed);
        }
    }
}
