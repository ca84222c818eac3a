package org.gongyuan.bank.interchange;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.ItemBank;

import java.io.IOException;
import java.util.List;

/// Takes what a package holds into an item bank: all of it or nothing, unless the good items of a
/// package with bad ones are wanted (`item-bank/spec/import-report.md`, section 3).
public sealed interface BankImport {

    /// What was found in the package.
    ImportReport report();

    /// Every accepted item is in the bank.
    ///
    /// @param recorded what became of each, in the package's order
    record Done(ImportReport report, List<ItemBank.Recorded> recorded) implements BankImport {

        public Done {
            requireNonNull(report, "report");
            recorded = List.copyOf(recorded);
        }
    }

    /// Something was refused, so the bank is as it was.
    record Nothing(ImportReport report) implements BankImport {

        public Nothing {
            requireNonNull(report, "report");
        }
    }

    /// Imports what was read. With `acceptGood` refused items stay outside and the others go in;
    /// without it one refusal keeps all outside. What goes in goes in together: if the process ends
    /// on the way, the bank holds all of it or nothing of it.
    static BankImport into(ItemBank bank, PackageReading.Outcome read, boolean acceptGood)
            throws IOException {
        if (read.items().isEmpty() || (!read.report().isClean() && !acceptGood)) {
            return new Nothing(read.report());
        }
        return new Done(read.report(), bank.recordAll(read.items()));
    }
}
