package org.gongyuan.server.edge;

import java.util.HashMap;
import java.util.Map;

/// How many connections of one address have not said anything yet. A few are held for everybody;
/// who opens more is not waited for.
public final class SilentConnections {

    private final int most;
    private final Map<String, Integer> open = new HashMap<>();

    /// At most so many of one address.
    public SilentConnections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one connection is held, not " + most);
        }
        this.most = most;
    }

    /// Counts one that was opened; false when it is one too many and is not counted.
    public synchronized boolean opened(String address) {
        int many = open.getOrDefault(address, 0);
        if (many >= most) {
            return false;
        }
        open.put(address, many + 1);
        return true;
    }

    /// One that was counted spoke, or is gone.
    public synchronized void over(String address) {
        open.computeIfPresent(address, (_, many) -> many == 1 ? null : many - 1);
    }
}
