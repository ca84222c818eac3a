package org.gongyuan.server.release;

import java.util.List;

/// What became of a share that was handed in.
public sealed interface HandingIn {

    /// It fits and is kept; more are needed.
    record Received(int share, int have, int needed) implements HandingIn {}

    /// It completed the quorum: the form key is here.
    record Released(List<Integer> shares) implements HandingIn {

        public Released {
            shares = List.copyOf(shares);
        }
    }

    /// It is refused; an alarm has been raised.
    record Refused(String reason, String because) implements HandingIn {}
}
