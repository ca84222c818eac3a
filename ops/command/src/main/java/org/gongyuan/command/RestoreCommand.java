package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.access.GivenOrders;
import org.gongyuan.server.access.Orders;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.store.Store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// `gongyuan record restore-from-store`: the log of a node whose disk is gone, from the copies that
/// the store keeps under `durability: cluster` (`exam-server/spec/exam-record.md` section 9).
@Command(
        name = "restore-from-store",
        description = {
            "节点连盘一起没了：凭文档库里的副本，在另一节点旁重建它的日志；须两人签字，节点须已停。",
            "A node is gone with its disk: restores its log from the store's copies beside another"
                    + " node's. Two persons sign; the nodes must be stopped."
        })
final class RestoreCommand extends ActCommand {

    @Mixin private Taken taken;
    @Mixin private Signatories persons;

    @Option(
            names = "--node",
            required = true,
            paramLabel = "NAME",
            description = "没了的节点 The node that is gone.")
    private String node;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() throws Exception {
        var orders = new Orders(taken.staff(), Clock.systemUTC(), GivenOrders.inMemory());
        var order = persons.sign(taken.sitting(), new What.RestoreLog(node));
        switch (orders.check(order)) {
            case Orders.Checked.Refused(var because) -> throw new Refused(Refused.REFUSED, because);
            case Orders.Checked.Good(var good, var approver) -> {
                try (var sitting = taken.over();
                        var store = Store.open(taken.store());
                        var progress = Progress.of(this, "重建 restore")) {
                    var restored =
                            sitting.restore(node, good.proposer(), approver, store.entries());
                    progress.end();
                    tell(restored);
                }
            }
        }
        return DONE;
    }

    private void tell(ConcludedSitting.Restored restored) {
        var missing = ranges(restored.missing());
        if (asJson) {
            json(
                    new JsonObject()
                            .put("log", restored.origin())
                            .put("entries", restored.size())
                            .put("missing", restored.missing().size())
                            .put("indices", new JsonArray(missing)));
        } else {
            say("日志 log      %s".formatted(restored.origin()));
            say("条目 entries  %d".formatted(restored.size()));
            say(
                    "缺失 missing  %d %s"
                            .formatted(restored.missing().size(), String.join(" ", missing)));
        }
    }

    /// Rising indices as ranges, `3`, `7..9`.
    private static List<String> ranges(List<Long> indices) {
        var ranges = new ArrayList<String>();
        int from = 0;
        while (from < indices.size()) {
            int to = from;
            while (to + 1 < indices.size() && indices.get(to + 1) == indices.get(to) + 1) {
                to++;
            }
            ranges.add(
                    from == to
                            ? "%d".formatted(indices.get(from))
                            : "%d..%d".formatted(indices.get(from), indices.get(to)));
            from = to + 1;
        }
        return ranges;
    }
}
