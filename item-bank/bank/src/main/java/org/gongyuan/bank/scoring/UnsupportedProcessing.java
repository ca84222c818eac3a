package org.gongyuan.bank.scoring;

/// A rule that cannot be carried out: it names something the item does not declare, mixes types
/// that do not go together, or needs what is not scored here (RP 7). The message is one line.
public final class UnsupportedProcessing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedProcessing(String because) {
        super(because.replaceAll("\\s+", " "));
    }
}
