package org.gongyuan.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A word that groups acts: called alone it tells which acts there are.
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", sortOptions = false)
abstract class Family implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public final void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
