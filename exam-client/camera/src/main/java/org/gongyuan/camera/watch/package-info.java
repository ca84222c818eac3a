/// The camera on duty (`exam-client/spec/observation.md` sections 5 and 6): one thread that takes
/// pictures, has them looked at, hands on signals, and keeps a picture now and then.
package org.gongyuan.camera.watch;
