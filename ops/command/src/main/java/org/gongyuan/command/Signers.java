package org.gongyuan.command;

import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Several persons who sign one document, each with a key file and a passphrase of his own.
final class Signers {

    private Signers() {}

    static List<SigningKeyPair> of(
            List<Path> keys, List<Path> passphrases, boolean open, SigningPurpose purpose)
            throws IOException {
        if (!passphrases.isEmpty() && passphrases.size() != keys.size()) {
            throw new Refused(
                    Refused.MISUSED,
                    "%d passphrase files for %d keys: give one for each, in the same order"
                            .formatted(passphrases.size(), keys.size()));
        }
        var signers = new ArrayList<SigningKeyPair>();
        try {
            for (int i = 0; i < keys.size(); i++) {
                signers.add(
                        KeyFiles.signing(
                                keys.get(i),
                                purpose,
                                new Passphrase(
                                        passphrases.isEmpty() ? null : passphrases.get(i), open)));
            }
            return signers;
        } catch (IOException | RuntimeException refused) {
            signers.forEach(SigningKeyPair::close);
            throw refused;
        }
    }
}
