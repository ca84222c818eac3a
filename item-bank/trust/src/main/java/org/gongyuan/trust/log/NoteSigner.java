package org.gongyuan.trust.log;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.SigningKeyPair;

/// Who signs notes, with his private key (`item-bank/spec/trust.md`, section 9.4). Closing is for
/// who owns the pair.
public final class NoteSigner {

    private final NoteKey key;
    private final SigningKeyPair pair;

    /// Signs under `name` with `pair`, whose purpose must be to sign notes.
    public NoteSigner(String name, SigningKeyPair pair) {
        this.pair = requireNonNull(pair, "pair");
        this.key = new NoteKey(name, pair.verifyingKey());
    }

    /// What verifiers need.
    public NoteKey key() {
        return key;
    }

    SignedNote.Line sign(byte[] text) {
        return new SignedNote.Line(key.name(), key.id(), pair.signNote(text));
    }
}
