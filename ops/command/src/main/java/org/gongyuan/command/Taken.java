package org.gongyuan.command;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.SettingsRefused;
import org.gongyuan.server.access.StaffRegister;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.store.StoreSettings;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which closed sitting is meant, and whose records it lies in: nodes that run no more.
final class Taken {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = {
                "节点配置文件；节点须已停。多节点时每个给一次，新条目写入第一个。",
                "The node's configuration; the node must be stopped. Once for each node of a"
                        + " cluster; new entries go into the first one's log."
            })
    private List<Path> configs;

    @Option(
            names = "--sitting",
            required = true,
            paramLabel = "ID",
            description = "场次 The sitting.")
    private String sitting;

    ConcludedSitting over() throws IOException, FormRefused {
        var environment = System.getenv();
        var passphrase = environment.getOrDefault("GONGYUAN_KEYS_PASSPHRASE", "");
        var nodes = new ArrayList<ConcludedSitting.Node>();
        var ceiling = Classification.OPEN;
        for (var config : configs) {
            var settings = settings(config, environment);
            var data = settings.path("data.folder");
            nodes.add(
                    new ConcludedSitting.Node(
                            data,
                            settings.optionalPath("keys.folder").orElse(data.resolve("keys")),
                            settings.text("node.body"),
                            settings.text("node.name"),
                            passphrase));
            ceiling = Classification.named(settings.text("forms.classification"));
        }
        try {
            return ConcludedSitting.takeOver(
                    sitting(),
                    nodes,
                    Acceptance.upTo(ceiling),
                    Clock.systemUTC(),
                    new SecureRandom());
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    /// The sitting that is meant.
    SittingId sitting() {
        return new SittingId(sitting);
    }

    /// The document store of the first node.
    StoreSettings store() {
        var settings = settings(configs.getFirst(), System.getenv());
        return settings.store(settings.path("data.folder"));
    }

    /// Who is staff, by the first node's configuration.
    StaffRegister staff() throws IOException {
        var register = settings(configs.getFirst(), System.getenv()).optionalPath("staff.register");
        if (register.isEmpty()) {
            throw new Refused(
                    Refused.MISUSED,
                    "%s names no staff.register, so nobody may order this"
                            .formatted(configs.getFirst()));
        }
        return StaffRegister.read(register.get());
    }

    /// Refuses whoever declared, at the first node, what keeps him from that part in the sitting.
    void refuseConflicts(List<String> persons, Conflicts.Part part) throws IOException {
        var environment = System.getenv();
        var because =
                DeclaredConflicts.refusal(
                        settings(configs.getFirst(), environment),
                        environment.getOrDefault("GONGYUAN_KEYS_PASSPHRASE", ""),
                        sitting(),
                        persons,
                        part);
        if (because.isPresent()) {
            throw new Refused(Refused.REFUSED, because.get());
        }
    }

    static Refused interrupted() {
        Thread.currentThread().interrupt();
        return new Refused(Refused.REFUSED, "interrupted");
    }

    private static ServerSettings settings(Path config, Map<String, String> environment) {
        if (!Files.isRegularFile(config)) {
            throw new Refused(
                    Refused.MISUSED, "the configuration %s does not exist".formatted(config));
        }
        try {
            return ServerSettings.read(Optional.of(config), environment, List.of());
        } catch (SettingsRefused refused) {
            throw new Refused(Refused.MISUSED, refused.getMessage());
        }
    }
}
