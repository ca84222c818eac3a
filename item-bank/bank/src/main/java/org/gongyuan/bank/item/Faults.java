package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Element;

import java.util.Optional;

/// The faults of one declaration: each refuses it, and the rest is read on, so that its author is
/// told of all of them at once (`item-bank/spec/import-report.md`, section 2).
final class Faults {

    private final Element declaration;
    private final Findings findings;
    private boolean met;

    Faults(Element declaration, Findings findings) {
        this.declaration = declaration;
        this.findings = findings;
    }

    /// A part of a declaration.
    interface Part<T> {
        T read() throws NotRead;
    }

    /// A part that says only whether it is right.
    interface Check {
        void look() throws NotRead;
    }

    /// Reads a part; empty if it has a fault, or its values do not fit each other.
    <T> Optional<T> read(Part<T> part) {
        try {
            return Optional.of(part.read());
        } catch (NotRead wrong) {
            wrong.refuseIn(findings);
        } catch (IllegalArgumentException wrong) {
            findings.refuse(
                    declaration.line(), DeclarationReading.name(declaration), wrong.getMessage());
        }
        met = true;
        return Optional.empty();
    }

    /// Looks at a part.
    void look(Check check) {
        var _ =
                read(
                        () -> {
                            check.look();
                            return true;
                        });
    }

    /// Whether there was one so far.
    boolean met() {
        return met;
    }
}
