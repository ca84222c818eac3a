package org.gongyuan.verify.check;

import org.gongyuan.bank.interchange.ItemFile;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.Documents;

/// Reads the scoring of a placement from the released answer key (`sealed-form.md` section 6.3).
final class AnswerKeys {

    private AnswerKeys() {}

    static ItemScoring scoring(Documents.Marked marked) {
        var file = ItemFile.read(marked.scoring().toBytes(), "placement " + marked.placement());
        var item =
                file.item()
                        .orElseThrow(
                                () ->
                                        new BundleRefused(
                                                "the scoring of placement %s: %s"
                                                        .formatted(
                                                                marked.placement(),
                                                                file.refusals())));
        return new ItemScoring(item.responses(), item.outcomes(), item.processing());
    }
}
