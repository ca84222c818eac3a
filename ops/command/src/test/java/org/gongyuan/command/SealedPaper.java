package org.gongyuan.command;

import static org.gongyuan.command.Terminal.good;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A form made by the command line from nothing: bank, keys, two signers, three custodians of whom
/// two suffice. All keys lie open.
final class SealedPaper {

    final Path folder;
    final Path bank;
    final Path assembled;
    final Path form;
    Instant hour = Instant.MAX;

    private SealedPaper(Path folder) {
        this.folder = folder;
        this.bank = folder.resolve("bank");
        this.assembled = folder.resolve("assembled");
        this.form = folder.resolve("form.sealed");
    }

    /// Everything up to assembly.
    static SealedPaper assembled(Path folder) {
        var paper = new SealedPaper(folder);
        var source = SmallPackage.good(folder.resolve("package"));
        good("bank", "init", "--bank", paper.bank, "--open");
        good("bank", "import", source, "--bank", paper.bank, "--open");
        good(
                "form",
                "assemble",
                "--bank",
                paper.bank,
                "--open",
                "--package",
                source,
                "--id",
                "small",
                "--assembler",
                "Zhao",
                "--reviewer",
                "Qian",
                "--out",
                paper.assembled);
        for (var name : List.of("assembler", "reviewer")) {
            good("key", "new", "--purpose", name, "--open", "--out", folder.resolve(name));
        }
        for (int i = 1; i <= 3; i++) {
            good("custodian", "keygen", "--open", "--out", paper.custodian(i));
        }
        return paper;
    }

    /// Sealed, not to be opened before that instant.
    static SealedPaper sealed(Path folder, String notBefore) {
        var paper = assembled(folder);
        good(paper.seal(paper.folder.resolve("reviewer"), notBefore));
        return paper;
    }

    /// Sealed, to be opened a few seconds from now.
    static SealedPaper sealedForSoon(Path folder) {
        var paper = assembled(folder);
        paper.hour = Clock.systemUTC().instant().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        good(paper.seal(paper.folder.resolve("reviewer"), paper.hour.toString()));
        return paper;
    }

    /// Waits until the form may be opened.
    void awaitHour() throws InterruptedException {
        while (Clock.systemUTC().instant().isBefore(hour)) {
            Thread.sleep(20);
        }
    }

    Path custodian(int number) {
        return folder.resolve("custodian-" + number);
    }

    Object[] seal(Path reviewer, String notBefore) {
        var arguments =
                new ArrayList<Object>(
                        List.of(
                                "form",
                                "seal",
                                "--bank",
                                bank,
                                "--open",
                                "--form",
                                assembled,
                                "--assembler",
                                folder.resolve("assembler"),
                                "--reviewer",
                                reviewer,
                                "--k",
                                2,
                                "--not-before",
                                notBefore,
                                "--preset",
                                "open",
                                "--body",
                                "Body",
                                "--exam",
                                "Exam",
                                "--out",
                                form));
        for (int i = 1; i <= 3; i++) {
            arguments.add("--custodian");
            arguments.add(PublicPart.beside(custodian(i)));
        }
        return arguments.toArray();
    }
}
