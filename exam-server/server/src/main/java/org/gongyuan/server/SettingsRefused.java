package org.gongyuan.server;

/// The configuration is wrong; the message names key, value and range.
public final class SettingsRefused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    SettingsRefused(String because) {
        super(because);
    }
}
