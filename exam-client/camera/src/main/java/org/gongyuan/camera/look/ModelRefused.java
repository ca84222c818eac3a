package org.gongyuan.camera.look;

/// A face model that the operator named and that cannot be used; the message names the file and
/// what to do.
public final class ModelRefused extends Exception {

    private static final long serialVersionUID = 1L;

    ModelRefused(String words) {
        super(words);
    }
}
