package org.gongyuan.server.sitting;

import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.trust.suite.Digest;

import java.util.Optional;

/// Where the photos of a roster's candidates are: with the roster as it is brought, or in a file of
/// the node (`session.md` 8.7). Personal data.
public interface Photos {

    /// No photos at all.
    Photos NONE = _ -> Optional.empty();

    /// The photo of the candidate with this commitment, if there is one that can be read.
    Optional<Portrait> of(Digest commitment);
}
