package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.ExamServer;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.SettingsRefused;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `gongyuan serve`: one node (`exam-server/spec/server-configuration.md`). Every key of the
/// configuration is a flag too, `--seat.port 7443`.
@Command(
        name = "serve",
        description = {
            "启动一个考试节点；就绪后打印端口，直到被结束。",
            "Starts a node and prints its ports when its doors are open; runs until it is ended.",
            "密钥口令 key folder's passphrase: GONGYUAN_KEYS_PASSPHRASE."
        })
final class ServeCommand extends ActCommand {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "配置文件；环境变量 GONGYUAN_… 覆盖它，参数覆盖二者。",
                "File of key = value; variables GONGYUAN_… go over it, flags over both."
            })
    private Path config;

    @Mixin private Told told;

    /// The command with a flag for every key.
    static CommandLine line() {
        var line = new CommandLine(new ServeCommand());
        addKeys(line);
        return line;
    }

    /// Adds a flag for every key of the configuration.
    static void addKeys(CommandLine line) {
        for (var key : ServerSettings.keys()) {
            line.getCommandSpec()
                    .addOption(
                            OptionSpec.builder("--" + key.name())
                                    .type(String.class)
                                    .paramLabel("VALUE")
                                    .description(
                                            key.range()
                                                    + key.standard()
                                                            .filter(one -> !one.isEmpty())
                                                            .map(one -> " (" + one + ")")
                                                            .orElse(""))
                                    .build());
        }
    }

    /// The settings from file, environment and the flags the command was called with.
    static ServerSettings settings(ActCommand command, Path config) {
        if (config != null && !Files.isRegularFile(config)) {
            throw new Refused(
                    Refused.MISUSED, "the configuration %s does not exist".formatted(config));
        }
        var flags = new ArrayList<String>();
        var parsed = command.spec().commandLine().getParseResult();
        for (var key : ServerSettings.keys()) {
            if (parsed.hasMatchedOption("--" + key.name())) {
                flags.add(key.name() + "=" + parsed.matchedOptionValue("--" + key.name(), ""));
            }
        }
        return read(config, System.getenv(), flags);
    }

    private static ServerSettings read(
            Path config, Map<String, String> environment, List<String> flags) {
        try {
            return ServerSettings.read(Optional.ofNullable(config), environment, flags);
        } catch (SettingsRefused refused) {
            throw new Refused(Refused.MISUSED, refused.getMessage());
        }
    }

    @Override
    public Integer call() throws IOException {
        var ended = new CountDownLatch(1);
        try (var server = ExamServer.start(settings(this, config))) {
            var hook = Thread.ofPlatform().unstarted(server::close);
            Runtime.getRuntime().addShutdownHook(hook);
            told.tell(
                    this,
                    new JsonObject()
                            .put("seats", server.seatPort())
                            .put("management", server.managePort()),
                    "就绪 ready: 座位端口 seats %d, 管理端口 management %d"
                            .formatted(server.seatPort(), server.managePort()));
            try {
                ended.await();
            } catch (InterruptedException _) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (SettingsRefused refused) {
            throw new Refused(Refused.MISUSED, refused.getMessage());
        }
        return DONE;
    }
}
