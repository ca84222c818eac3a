package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

/// A secret that can be wrapped under a key or split among custodians: a symmetric key or the
/// private part of a sealing key pair. It is wiped on close and prints nothing
/// (`item-bank/spec/trust.md`, section 3).
public sealed interface Secret extends AutoCloseable permits SealKey, SealingKeyPair {

    /// How many bytes every secret has, in both suites.
    int LENGTH = 32;

    /// The suite this secret belongs to.
    Suite suite();

    /// What kind of secret this is.
    SecretKind<?> kind();

    /// A digest that commits to this secret without telling it: who rebuilds the secret from shares
    /// compares.
    Digest digestCommitment();

    /// The 32 bytes themselves, for `trust.share` to split. Nobody else calls this; who does, wipes
    /// what he got.
    byte[] exposeForSharing();

    /// Wipes the secret. Whatever is tried with it afterwards is refused.
    @Override
    void close();
}
