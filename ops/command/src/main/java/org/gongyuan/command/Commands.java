package org.gongyuan.command;

import picocli.CommandLine;

/// The tree of sub-commands, in the order in which an examination needs them.
final class Commands {

    private Commands() {}

    static void addTo(CommandLine line) {
        line.addSubcommand(new KeyCommand());
        line.addSubcommand(new CertificateCommand());
        line.addSubcommand(new ItemCommand());
        line.addSubcommand(new BankCommand());
        line.addSubcommand(new FormCommand());
        line.addSubcommand(new CustodianCommand());
        line.addSubcommand(new VerifyCommand());
        line.addSubcommand(new ReceiptCommand());
        line.addSubcommand(new CommandLine.HelpCommand());
    }
}
