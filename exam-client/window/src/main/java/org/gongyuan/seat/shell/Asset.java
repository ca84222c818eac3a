package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

/// Something the page may show: its media type, and its bytes.
///
/// @param bytes handed on as they are; nobody changes them
@SuppressWarnings("ArrayRecordComponent")
public record Asset(String mediaType, byte[] bytes) {

    public Asset {
        requireNonNull(mediaType, "mediaType");
        requireNonNull(bytes, "bytes");
    }

    @Override
    public String toString() {
        return "Asset[%s, %d bytes]".formatted(mediaType, bytes.length);
    }
}
