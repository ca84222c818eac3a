package org.gongyuan.server.release;

import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// Is told of every share that was refused, whoever gave it and by whatever way
/// (`staff-access.md` 8.5). Called where shares are judged, so it must not wait.
@FunctionalInterface
public interface ShareWatch {

    /// Watches nothing.
    ShareWatch NONE = (_, _, _, _) -> {};

    /// A share was refused.
    ///
    /// @param upon the sitting, or the rehearsal
    /// @param custodian by whom, as he says; zeros when he is not one of them
    /// @param reason the word of the refusal
    /// @param mark what the share would be marked by if a second phrase stood in its place; nothing
    ///     when it could not be opened
    void refused(String upon, Digest custodian, String reason, Optional<Digest> mark);
}
