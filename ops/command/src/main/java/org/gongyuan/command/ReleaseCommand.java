package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `gongyuan release`: the release room from the command line.
@Command(
        name = "release",
        description = {
            "启封：交入各保管人密封好的份额；不给文件则取节点一次性公钥。",
            "Release: hands in shares that custodians sealed; without files, fetches the node's"
                    + " one-time key they are to be sealed to."
        })
final class ReleaseCommand extends ActCommand {

    private static final long LARGEST_SHARE = 64L << 10;

    @Parameters(
            arity = "0..*",
            paramLabel = "SHARE",
            description = "custodian share 写出的文件 What custodian share wrote.")
    private List<Path> shares = new ArrayList<>();

    @Option(
            names = "--server",
            defaultValue = "http://127.0.0.1:7480",
            paramLabel = "URL",
            description = "节点管理端口 The node's management port (${DEFAULT-VALUE}).")
    private String server;

    @Option(
            names = "--sitting",
            paramLabel = "ID",
            description = "场次，节点上有多个时要给 The sitting, when the node holds several.")
    private Optional<String> sitting = Optional.empty();

    @Option(
            names = "--node-key-out",
            paramLabel = "FILE",
            description = "把节点一次性公钥写成文件 Writes the node's one-time key to a file.")
    private Path keyOut;

    @Option(names = "--json", description = "One JSON object per share and line.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException, FormRefused {
        var node = new NodeLink(server);
        if (shares.isEmpty() || keyOut != null) {
            var key = node.nodeKey(sitting).strip();
            if (keyOut == null) {
                if (asJson) {
                    json(new JsonObject().put("nodeKey", key));
                } else {
                    say(key);
                }
            } else {
                if (Files.exists(keyOut)) {
                    throw OwnFile.alreadyThere(keyOut);
                }
                var _ = Files.writeString(keyOut, key + "\n");
                if (asJson) {
                    json(new JsonObject().put("file", keyOut.toString()));
                } else {
                    say("一次性公钥 one-time key  %s".formatted(keyOut));
                }
            }
        }
        var read = new ArrayList<byte[]>();
        for (var share : shares) {
            var bytes = OwnFile.read(share, "share", LARGEST_SHARE);
            var _ = HandIn.parse(bytes);
            read.add(bytes);
        }
        int refused = 0;
        try (var progress = Progress.of(this, "启封 release")) {
            for (int i = 0; i < read.size(); i++) {
                var answer = node.share(read.get(i));
                answer.print(this, asJson);
                refused += answer.isDone() ? 0 : 1;
                progress.at(i + 1, read.size());
            }
        }
        return refused == 0 ? DONE : Refused.REFUSED;
    }
}
