package org.gongyuan.trust.seal;

/// A key pair on a token, whose private part never leaves it (`item-bank/spec/trust.md`, section
/// 14). The one thing asked of it is to agree with a public key.
public interface TokenAgreement {

    /// The public part.
    TokenPoint point();

    /// The x-coordinate that the private part and another point agree on: 32 bytes, computed on the
    /// token. Whoever asks wipes it.
    byte[] agree(TokenPoint other);
}
