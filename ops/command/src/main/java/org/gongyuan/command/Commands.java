package org.gongyuan.command;

import picocli.CommandLine;

/// The tree of sub-commands, in the order in which an examination needs them.
final class Commands {

    private Commands() {}

    static void addTo(CommandLine line) {
        line.addSubcommand(new KeyCommand());
        line.addSubcommand(new CertificateCommand());
        line.addSubcommand(new SeatFilesCommand());
        line.addSubcommand(new ItemCommand());
        line.addSubcommand(new BankCommand());
        line.addSubcommand(new FormCommand());
        line.addSubcommand(new CustodianCommand());
        line.addSubcommand(new StaffCommand());
        line.addSubcommand(ServeCommand.line());
        line.addSubcommand(new StoreCommand());
        line.addSubcommand(new SittingCommand());
        line.addSubcommand(new ReleaseCommand());
        line.addSubcommand(new CutScoreCommand());
        line.addSubcommand(new HumanScoresCommand());
        line.addSubcommand(new ScoreCommand());
        line.addSubcommand(new PublishCommand());
        line.addSubcommand(new RecordCommand());
        line.addSubcommand(new VerifyCommand());
        line.addSubcommand(new ReceiptCommand());
        line.addSubcommand(new CommandLine.HelpCommand());
    }
}
