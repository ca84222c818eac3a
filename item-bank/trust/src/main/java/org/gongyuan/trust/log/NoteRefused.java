package org.gongyuan.trust.log;

/// A text that was offered as a signed note, a checkpoint or a note key and is none, or one that no
/// known key signed (`item-bank/spec/trust.md`, sections 9.4 and 9.5).
public final class NoteRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// A refusal with its reason.
    public NoteRefused(String because) {
        super(because);
    }
}
