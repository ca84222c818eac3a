package org.gongyuan.command;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.StaffOrder;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;

/// Who gives an order, with whose approval, and to which node.
final class Signing {

    @Option(
            names = "--server",
            defaultValue = "http://127.0.0.1:7480",
            paramLabel = "URL",
            description = "节点管理端口 The node's management port (${DEFAULT-VALUE}).")
    private String server;

    @Option(
            names = "--sitting",
            required = true,
            paramLabel = "ID",
            description = "场次 The sitting.")
    private String sitting;

    @Mixin private Signatories persons;

    @Option(names = "--json", description = "The answer as one JSON object on one line.")
    private boolean asJson;

    NodeLink node() {
        return new NodeLink(server);
    }

    /// Signs an order, sends it and tells what became of it.
    int give(ActCommand command, StaffOrder.What what) throws IOException {
        var answer = node().order(persons.sign(new SittingId(sitting), what));
        answer.print(command, asJson);
        return answer.isDone() ? ActCommand.DONE : Refused.REFUSED;
    }
}
