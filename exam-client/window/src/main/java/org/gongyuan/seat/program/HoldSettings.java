package org.gongyuan.seat.program;

import org.gongyuan.lockdown.privilege.Helper;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a centre chose for holding the seat's machine and looking at it (seat-window.md section 7).
///
/// @param measures those that take hold; what is left out is a finding
/// @param others what becomes of monitors beside the one the window covers
/// @param allowed kernel names of the kiosk's own programs
/// @param lookEvery how often the machine is looked at again
/// @param files the program's own files and who signed them; without them that is a finding
record HoldSettings(
        Set<String> measures,
        Helper helper,
        OtherMonitors others,
        Set<String> allowed,
        Duration lookEvery,
        Optional<SignedFiles.Where> files) {

    /// What a centre chose for a second monitor (lockdown.md 3.5).
    enum OtherMonitors {
        /// With one the machine is not locked.
        REFUSED,

        /// They are black.
        BLANKED;

        static OtherMonitors of(String text) {
            return switch (text) {
                case "refuse" -> REFUSED;
                case "blank" -> BLANKED;
                default ->
                        throw new IllegalArgumentException(
                                "\"%s\" is unknown; known are refuse, blank".formatted(text));
            };
        }
    }

    private static final int SHORTEST = 5;
    private static final int LONGEST = 300;
    private static final int USUAL = 20;

    /// What a kiosk session of Debian runs beside the seat.
    private static final Set<String> KIOSK =
            Set.of(
                    "Xorg",
                    "Xvfb",
                    "xinit",
                    "kiosk-session",
                    "dbus-run-sessio",
                    "systemd",
                    "(sd-pam)",
                    "dbus-daemon",
                    "dbus-launch",
                    "dconf-service",
                    "at-spi-bus-laun",
                    "at-spi2-registr",
                    "ibus-daemon",
                    "ibus-dconf",
                    "ibus-memconf",
                    "ibus-x11",
                    "ibus-portal",
                    "ibus-extension-",
                    "ibus-engine-lib",
                    "ibus-engine-sim");

    HoldSettings {
        measures = Set.copyOf(measures);
        allowed = Set.copyOf(allowed);
    }

    /// What holds when nobody says.
    static HoldSettings usual() {
        return new HoldSettings(
                Set.copyOf(SeatMeasures.NAMES),
                Helper.INSTALLED,
                OtherMonitors.REFUSED,
                KIOSK,
                Duration.ofSeconds(USUAL),
                Optional.empty());
    }

    /// The measures known that do not take hold here.
    List<String> leftOut() {
        return SeatMeasures.NAMES.stream().filter(name -> !measures.contains(name)).toList();
    }

    static Set<String> measures(String text) {
        if (text.equals("none")) {
            return Set.of();
        }
        var measures = words(text).collect(Collectors.toCollection(LinkedHashSet::new));
        for (var measure : measures) {
            if (!SeatMeasures.NAMES.contains(measure)) {
                throw new IllegalArgumentException(
                        "\"%s\" is no measure; known are %s, or none"
                                .formatted(measure, String.join(" ", SeatMeasures.NAMES)));
            }
        }
        return measures;
    }

    static Helper helper(String text) {
        return new Helper(words(text).toList());
    }

    static Set<String> allowed(String text) {
        return Stream.concat(KIOSK.stream(), words(text).map(HoldSettings::program))
                .collect(Collectors.toSet());
    }

    private static String program(String name) {
        if (name.length() > 15) {
            throw new IllegalArgumentException(
                    "\"%s\" has %d characters; the kernel knows programs by their first 15: %s"
                            .formatted(name, name.length(), name.substring(0, 15)));
        }
        return name;
    }

    static Duration every(String text) {
        int seconds = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
        if (seconds < SHORTEST || seconds > LONGEST) {
            throw new IllegalArgumentException(
                    "\"%s\" is outside %d..%d seconds".formatted(text, SHORTEST, LONGEST));
        }
        return Duration.ofSeconds(seconds);
    }

    /// The three settings about own files stand together or not at all.
    static Optional<SignedFiles.Where> files(
            Optional<Path> folder, Optional<Path> manifest, Optional<VerifyingKey> signer) {
        if (signer.isPresent() && signer.get().purpose() != SigningPurpose.AUTHORITY) {
            throw new IllegalArgumentException(
                    "files.signer is a key of purpose %s; an AUTHORITY key signs the list of files"
                            .formatted(signer.get().purpose()));
        }
        if (folder.isPresent() && manifest.isPresent() && signer.isPresent()) {
            return Optional.of(new SignedFiles.Where(folder.get(), manifest.get(), signer.get()));
        }
        if (folder.isPresent() || manifest.isPresent() || signer.isPresent()) {
            throw new IllegalArgumentException(
                    "files.folder, files.manifest and files.signer are given together or not at"
                            + " all");
        }
        return Optional.empty();
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("[,\\s]+", -1)).filter(word -> !word.isEmpty());
    }
}
