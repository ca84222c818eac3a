/// What is measured in one picture (`exam-client/spec/observation.md` section 2): brightness,
/// sharpness, whether it is the very same picture, its coarse pattern, frontal faces, and, where
/// the operator supplied models, how alike two faces are. Numbers go on from here, not pictures.
package org.gongyuan.camera.look;
