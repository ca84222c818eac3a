package org.gongyuan.server.record;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The names of a journal's files (`journal.md` section 1).
final class SegmentName {

    static final String HEAD = "head";
    static final String UNFINISHED = ".unfinished";

    private static final Pattern SEGMENT = Pattern.compile("journal-(\\d{10})\\.seg");
    private static final Pattern RESERVE = Pattern.compile("reserve-(\\d{2})\\.seg");

    private SegmentName() {}

    static String of(long number) {
        return "journal-%010d.seg".formatted(number);
    }

    static String reserve(int number) {
        return "reserve-%02d.seg".formatted(number);
    }

    static OptionalLong number(String name) {
        var match = SEGMENT.matcher(name);
        return match.matches()
                ? OptionalLong.of(Long.parseLong(match.group(1)))
                : OptionalLong.empty();
    }

    static boolean isReserve(String name) {
        return RESERVE.matcher(name).matches();
    }
}
