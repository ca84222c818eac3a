package org.gongyuan.camera.frame;

import static java.util.Objects.requireNonNull;

/// Where frames come from: a camera. Tests and rehearsals put a file or a drawing in its place;
/// the seat's own program only ever opens a [Camera].
///
/// Used by one thread.
public interface FrameSource extends AutoCloseable {

    /// Takes the newest picture.
    Grab grab();

    @Override
    void close();

    /// What came of taking a picture.
    sealed interface Grab {}

    /// A picture, to be closed by who asked for it.
    record Taken(Frame frame) implements Grab {
        public Taken {
            requireNonNull(frame, "frame");
        }
    }

    /// The source gives no picture any more: unplugged, taken by another program, refused.
    record Lost(String because) implements Grab {
        public Lost {
            requireNonNull(because, "because");
        }
    }
}
