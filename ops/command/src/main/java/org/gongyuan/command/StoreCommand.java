package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.server.store.EmbeddedStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// `gongyuan store`: the embedded document store.
@Command(
        name = "store",
        description = {"文档库。", "The document store."},
        subcommands = StoreCommand.Serve.class)
final class StoreCommand extends Family {

    /// `gongyuan store serve`.
    @Command(
            name = "serve",
            description = {
                "把内置文档库作为单独进程运行，供同一台机器上的多个节点共用；打印地址，直到被结束。",
                "Runs the embedded store as a process of its own, for several nodes of one machine;"
                        + " prints its address and runs until it is ended."
            })
    static final class Serve extends ActCommand {

        @Option(
                names = "--folder",
                required = true,
                paramLabel = "DIR",
                description = "数据目录 Where it keeps its data.")
        private Path folder;

        @Option(
                names = "--port",
                defaultValue = "0",
                paramLabel = "PORT",
                description = "端口 Port on loopback; 0 takes a free one (${DEFAULT-VALUE}).")
        private int port;

        @Mixin private Told told;

        @Override
        public Integer call() throws IOException {
            if (port < 0 || port > 65_535) {
                throw new Refused(Refused.MISUSED, "--port %d is outside 0..65535".formatted(port));
            }
            try (var store = EmbeddedStore.open(folder, port)) {
                var hook = Thread.ofPlatform().unstarted(() -> close(store));
                Runtime.getRuntime().addShutdownHook(hook);
                told.tell(this, new JsonObject().put("address", store.uri()), store.uri());
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            }
            return DONE;
        }

        private void close(EmbeddedStore store) {
            try {
                store.close();
            } catch (IOException fault) {
                tell("gongyuan: " + fault.getMessage());
            }
        }
    }
}
