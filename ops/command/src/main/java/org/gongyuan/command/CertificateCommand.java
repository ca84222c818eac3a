package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;

import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.certificate.SeatMachine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// `gongyuan certificate`: certificates of servers and enrolled seat machines
/// (`item-bank/spec/trust.md`, section 11).
@Command(
        name = "certificate",
        description = {"服务器与座位机的证书（PEM）。", "Certificates of servers and seat machines, in PEM."},
        subcommands = {
            CertificateCommand.Authority.class,
            CertificateCommand.Server.class,
            CertificateCommand.Seat.class
        })
final class CertificateCommand extends Family {

    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";
    private static final long LARGEST = 64L << 10;
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofHours(1);

    /// From when and how long a certificate holds.
    private record Term(Instant from, Instant until) {

        static Term days(int days) {
            if (days < 1 || days > 7_305) {
                throw new Refused(Refused.MISUSED, "--days %d is outside 1..7305".formatted(days));
            }
            var now = Clock.systemUTC().instant();
            return new Term(now.minus(CLOCKS_MAY_DIFFER), now.plus(Duration.ofDays(days)));
        }
    }

    private static void write(ActCommand command, Told told, Path prefix, Credentials made)
            throws IOException {
        var certificate = prefix.resolveSibling(prefix.getFileName() + CERTIFICATE);
        var key = prefix.resolveSibling(prefix.getFileName() + KEY);
        if (Files.exists(certificate)) {
            throw OwnFile.alreadyThere(certificate);
        }
        OwnFile.create(key, made.privateKey().getBytes(UTF_8));
        var _ = Files.writeString(certificate, made.certificate());
        told.tell(
                command,
                new JsonObject()
                        .put("certificate", certificate.toString())
                        .put("key", key.toString()),
                "证书 certificate  %s".formatted(certificate),
                "私钥 key          %s".formatted(key));
    }

    private static CertificateAuthority authority(Path prefix) throws IOException {
        var key = prefix.resolveSibling(prefix.getFileName() + KEY);
        var certificate = prefix.resolveSibling(prefix.getFileName() + CERTIFICATE);
        var credentials =
                new Credentials(
                        text(certificate, "authority's certificate"), text(key, "authority's key"));
        OwnFile.refuseReadableByOthers(key, "authority's key");
        return CertificateAuthority.load(credentials);
    }

    private static String text(Path file, String what) throws IOException {
        return new String(OwnFile.read(file, what, LARGEST), UTF_8);
    }

    /// `gongyuan certificate ca`.
    @Command(
            name = "ca",
            description = {
                "新建发证机构：PREFIX.crt 和 PREFIX.key。",
                "Makes an authority: PREFIX.crt and PREFIX.key. Keep the key off the servers."
            })
    static final class Authority extends ActCommand {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "名称 Its name.")
        private String name;

        @Option(
                names = "--days",
                defaultValue = "3652",
                paramLabel = "DAYS",
                description = "有效天数 (${DEFAULT-VALUE})")
        private int days;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "PREFIX",
                description = "新文件 New files.")
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var term = Term.days(days);
            var made =
                    CertificateAuthority.create(
                            name, term.from(), term.until(), new SecureRandom());
            write(this, told, out, made.credentials());
            return DONE;
        }
    }

    /// `gongyuan certificate server`.
    @Command(
            name = "server",
            description = {"签发服务器证书。", "Issues a server's certificate."})
    static final class Server extends ActCommand {

        @Option(
                names = "--ca",
                required = true,
                paramLabel = "PREFIX",
                description = "发证机构 The authority's PREFIX.crt and PREFIX.key.")
        private Path ca;

        @Option(
                names = "--name",
                required = true,
                paramLabel = "HOST",
                description = {"主机名或地址，可多次 Host name or address; may be repeated."})
        private List<String> names;

        @Option(
                names = "--days",
                defaultValue = "825",
                paramLabel = "DAYS",
                description = "有效天数 (${DEFAULT-VALUE})")
        private int days;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "PREFIX",
                description = "新文件 New files.")
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var term = Term.days(days);
            write(
                    this,
                    told,
                    out,
                    authority(ca)
                            .issueServer(names, term.from(), term.until(), new SecureRandom()));
            return DONE;
        }
    }

    /// `gongyuan certificate seat`.
    @Command(
            name = "seat",
            description = {
                "签发座位机的客户端证书。",
                "Issues the client certificate of an enrolled seat machine."
            })
    static final class Seat extends ActCommand {

        @Option(
                names = "--ca",
                required = true,
                paramLabel = "PREFIX",
                description = "发证机构 The authority's PREFIX.crt and PREFIX.key.")
        private Path ca;

        @Option(
                names = "--centre",
                required = true,
                paramLabel = "NAME",
                description = "考点 The centre.")
        private String centre;

        @Option(
                names = "--seat",
                required = true,
                paramLabel = "NAME",
                description = "座位机 The machine.")
        private String seat;

        @Option(
                names = "--days",
                defaultValue = "825",
                paramLabel = "DAYS",
                description = "有效天数 (${DEFAULT-VALUE})")
        private int days;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "PREFIX",
                description = "新文件 New files.")
        private Path out;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            var term = Term.days(days);
            write(
                    this,
                    told,
                    out,
                    authority(ca)
                            .issueSeatMachine(
                                    new SeatMachine(centre, seat),
                                    term.from(),
                                    term.until(),
                                    new SecureRandom()));
            return DONE;
        }
    }
}
