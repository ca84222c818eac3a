package org.gongyuan.verify.bundle;

/// The bundle, or one document in it, cannot be read as what it claims to be.
public final class BundleRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BundleRefused(String because) {
        super(because);
    }

    public BundleRefused(String because, Throwable cause) {
        super(because, cause);
    }
}
