package org.gongyuan.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gongyuan sitting posture`: what was found about the seats' machines, in the words that the
/// candidates see (`exam-client/spec/lockdown.md` section 5), and what their seats observed since.
@Command(
        name = "posture",
        description = {
            "各考位机器检查的发现：处置、是否已放行、依据；以及考试中观察到的信号。",
            "What was found about the seats' machines: judged how, overridden or not, on what"
                    + " evidence; and what was observed at them since."
        })
final class SittingPostureCommand extends ActCommand {

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

    @Option(names = "--kept-out", description = "只列不能开考的考位 Only seats that are kept from starting.")
    private boolean keptOut;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    @Override
    public Integer call() {
        var answer = new NodeLink(server).posture(sitting);
        if (!answer.isDone()) {
            answer.print(this, asJson);
            return Refused.REFUSED;
        }
        var seats = new JsonArray();
        for (var each : answer.body().getJsonArray("seats")) {
            if (!keptOut || ((JsonObject) each).getBoolean("keptOut")) {
                seats.add(each);
            }
        }
        if (asJson) {
            json(answer.body().copy().put("seats", seats).put("status", answer.status()));
        } else {
            seats.forEach(each -> print((JsonObject) each));
            say("%d seats".formatted(seats.size()));
        }
        return DONE;
    }

    private void print(JsonObject seat) {
        say(
                "%s  %s%s%s"
                        .formatted(
                                seat.getString("seat"),
                                seat.getBoolean("keptOut") ? "不能开考 KEPT OUT" : "可开考 may start",
                                seat.getString("session").isEmpty()
                                        ? ""
                                        : "  session:" + seat.getString("session"),
                                seat.getBoolean("handRaised") ? "  举手 HAND RAISED" : ""));
        for (var each : seat.getJsonArray("findings")) {
            var finding = (JsonObject) each;
            say(
                    "    %-7s %s%s  %s %s%s"
                            .formatted(
                                    finding.getString("judged"),
                                    finding.getString("finding"),
                                    finding.getBoolean("overridden") ? " (已放行 overridden)" : "",
                                    finding.getString("zh"),
                                    finding.getString("en"),
                                    finding.getString("evidence").isEmpty()
                                            ? ""
                                            : ": " + finding.getString("evidence")));
        }
        for (var each : seat.getJsonArray("observed")) {
            var observed = (JsonObject) each;
            say(
                    "    观察到 observed  %s  %d 次 times, 最近 last %s"
                            .formatted(
                                    observed.getString("signal"),
                                    observed.getLong("times"),
                                    observed.getString("last")));
        }
    }
}
