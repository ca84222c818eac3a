package org.gongyuan.camera.watch;

import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;

/// Where the camera's duty tells what it has. Called on the camera's thread; what is slow there
/// delays pictures, never the candidate.
public interface Sink {

    /// Something began or ended.
    void observed(Signal signal);

    /// A picture was kept.
    ///
    /// @param jpeg not to be changed
    void picture(byte[] jpeg);

    /// During the check-in: the live picture and what the candidate can do about it.
    ///
    /// @param isReady whether the picture has been good long enough to go on
    void preview(byte[] jpeg, CheckIn.Hint hint, boolean isReady);

    /// During the check-in: there is no picture, and why.
    void noPicture(String because);

    /// While watching, when the page shows it: what the camera sees.
    ///
    /// @param jpeg not to be changed
    void seen(byte[] jpeg);

    /// The camera's duty ended by a fault and does not come back, and why.
    void failed(String because);
}
