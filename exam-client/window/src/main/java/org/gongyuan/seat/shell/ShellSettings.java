package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.OptionalInt;

/// How the window is to be run.
///
/// @param chromium where Chromium's files lie, or are unpacked to
/// @param temporary below which every run has a private folder
/// @param language of Chromium itself, such as `zh-CN`; the page has its own
/// @param isSandboxed false only in tests; the program says so aloud
/// @param drivenBy a port on loopback by which a test drives the page; never in production
public record ShellSettings(
        Path chromium, Path temporary, String language, boolean isSandboxed, OptionalInt drivenBy) {

    public ShellSettings {
        requireNonNull(chromium, "chromium");
        requireNonNull(temporary, "temporary");
        requireNonNull(language, "language");
        requireNonNull(drivenBy, "drivenBy");
        if (drivenBy.isPresent() && (drivenBy.getAsInt() < 1 || drivenBy.getAsInt() > 65_535)) {
            throw new IllegalArgumentException(
                    "the port to be driven by, %d, is outside 1..65535"
                            .formatted(drivenBy.getAsInt()));
        }
    }
}
