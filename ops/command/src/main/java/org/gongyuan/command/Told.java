package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import picocli.CommandLine.Option;

/// How what a command did is told: lines to a person, one JSON object to a program
/// (`ops/command/README.md`, section 6).
final class Told {

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean asJson;

    /// Tells what came of the command, one way or the other.
    void tell(ActCommand command, JsonObject object, String... lines) {
        if (asJson) {
            command.json(object);
            return;
        }
        for (var line : lines) {
            command.say(line);
        }
    }
}
