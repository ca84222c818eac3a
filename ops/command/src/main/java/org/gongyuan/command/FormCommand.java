package org.gongyuan.command;

import picocli.CommandLine.Command;

/// `gongyuan form`: forms, from assembly to sealing.
@Command(
        name = "form",
        description = {"组卷与装封。", "Forms: assembled, sealed, inspected."},
        subcommands = {FormAssembleCommand.class, FormSealCommand.class, FormInspectCommand.class})
final class FormCommand extends Family {}
