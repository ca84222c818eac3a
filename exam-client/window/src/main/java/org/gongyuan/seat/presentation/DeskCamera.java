package org.gongyuan.seat.presentation;

import java.time.Duration;

/// The camera beside the window, as the desk commands it. Every command returns at once; what comes
/// of it is told to [CameraDesk] later.
public interface DeskCamera {

    /// Where there is no camera: nothing is opened, and nothing comes of any command.
    DeskCamera NONE =
            new DeskCamera() {

                @Override
                public void checkIn() {}

                @Override
                public void watch() {}

                @Override
                public void rest() {}

                @Override
                public void show(boolean on) {}

                @Override
                public void demand(int tenthsPerSecond, Duration lasting) {}

                @Override
                public void compareFaces(boolean isAgreed) {}
            };

    /// Live pictures for the candidate, with hints.
    void checkIn();

    /// Looks, signals, and pictures as evidence.
    void watch();

    /// Takes no pictures and gives the camera back.
    void rest();

    /// Whether what is watched is shown to the candidate as well.
    void show(boolean on);

    /// Pictures more often for a while, cut to the bounds of observation.md 5.1.
    void demand(int tenthsPerSecond, Duration lasting);

    /// The candidate agreed to the comparison of faces, or withdrew that.
    void compareFaces(boolean isAgreed);
}
