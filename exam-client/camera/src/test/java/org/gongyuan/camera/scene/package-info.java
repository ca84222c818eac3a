/// Drawn candidates and files of them, in the place of a camera.
package org.gongyuan.camera.scene;
