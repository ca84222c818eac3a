package org.gongyuan.camera.look;

import org.gongyuan.camera.frame.Frame;

import java.util.OptionalDouble;

/// Says how alike the face in a frame is to that of the check-in (observation.md 3.5). Used by the
/// camera's thread only; what it took of a face stays in memory and ends with it.
public interface FaceComparer extends AutoCloseable {

    /// Takes the one face of the check-in as what later faces are compared with.
    ///
    /// @return whether exactly one face was found
    boolean enrol(Frame frame);

    /// The cosine of both faces' features, -1 to 1; nothing when there is not exactly one face or
    /// none was enrolled.
    OptionalDouble likeness(Frame frame);

    /// Forgets the face of the check-in: the candidate withdrew his consent.
    void forget();

    @Override
    void close();
}
