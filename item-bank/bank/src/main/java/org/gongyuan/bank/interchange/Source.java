package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;

/// The first step with every QTI file: bytes to a tree in QTI 3.0 names.
sealed interface Source {

    /// A QTI file, brought to 3.0 names, with what was found so far.
    record Qti3(Element tree, Findings findings) implements Source {}

    /// The root of QTI 1.x files.
    String QTI_1_ROOT = "questestinterop";

    /// What whoever hands in QTI 1.x is told.
    String QTI_1 =
            "QTI 1.x (as in Common Cartridge, Canvas, Blackboard, Respondus) is not read; export as"
                    + " QTI 2.1, 2.2 or 3.0";

    /// Not well-formed, hostile, or no QTI that is read.
    ///
    /// @param isOther whether it is well-formed XML of another kind, not even QTI 1.x
    record NoQti(Finding why, boolean isOther) implements Source {}

    static Source read(byte[] bytes, String file, MarkupLimits limits) {
        Markup markup;
        try {
            markup = Markup.read(bytes, limits);
        } catch (MarkupRefused refused) {
            return new NoQti(
                    new Finding(
                            Severity.REFUSED,
                            "",
                            file,
                            refused.line(),
                            refused.what(),
                            refused.why()),
                    false);
        }
        var root = markup.root();
        var version = Conversion.versionOf(root);
        if (version.isEmpty()) {
            boolean isQti1 = root.name().equals(QTI_1_ROOT);
            return new NoQti(
                    new Finding(
                            Severity.REFUSED,
                            "",
                            file,
                            root.line(),
                            root.name(),
                            isQti1
                                    ? QTI_1
                                    : "a QTI 2.0 to 3.0 item, test or stimulus begins otherwise"
                                            + " (namespace \"%s\")".formatted(root.namespace())),
                    !isQti1);
        }
        var findings = begun(markup, root.attribute("identifier").orElse(""), file);
        var converted = Conversion.convert(root, version.get(), findings);
        return new Qti3(PassageObjects.asStimuli(converted, findings), findings);
    }

    /// Findings of a file, with what was left out when it was parsed.
    static Findings begun(Markup markup, String identifier, String file) {
        var findings = new Findings(identifier, file);
        if (markup.dropped() > 0) {
            findings.note(
                    markup.firstDropped(),
                    "%d comments or processing instructions".formatted(markup.dropped()),
                    "they are not kept");
        }
        if (markup.doctype() > 0) {
            findings.note(
                    markup.doctype(), "DOCTYPE", "the document type is not read and was not kept");
        }
        return findings;
    }
}
