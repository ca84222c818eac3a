package org.gongyuan.camera.signal;

import java.util.Map;
import java.util.Optional;

/// Whether the camera gives pictures at all; told when it stops and when it is back.
public final class Loss {

    private final Lasting lost = new Lasting(SignalKind.CAMERA_LOST);

    /// There is no picture now.
    public Optional<Signal> lost(long nowMs) {
        return lost.at(nowMs, true, Map.of());
    }

    /// There is a picture now.
    public Optional<Signal> back(long nowMs) {
        return lost.at(nowMs, false, Map.of());
    }

    /// Nobody looks any more.
    public Optional<Signal> end(long nowMs) {
        return lost.end(nowMs);
    }
}
