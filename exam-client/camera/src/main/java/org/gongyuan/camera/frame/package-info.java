/// Pictures of the camera and where they come from (`exam-client/spec/observation.md` section 1).
/// OpenCV is touched here and in `look` only.
package org.gongyuan.camera.frame;
