package org.gongyuan.bank.item;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Kinds of files an item may show or play.
public enum AssetType {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg", "jpe"),
    GIF("image/gif", "gif"),
    SVG("image/svg+xml", "svg"),
    CSS("text/css", "css"),
    MP3("audio/mpeg", "mp3"),
    WAV("audio/wav", "wav"),
    OGG("application/ogg", "ogg", "oga", "ogv"),
    MP4("video/mp4", "mp4", "m4v", "m4a"),
    WEBM("video/webm", "webm"),
    VTT("text/vtt", "vtt");

    private final String mediaType;
    private final String extension;
    private final String otherExtensions;

    AssetType(String mediaType, String extension, String... others) {
        this.mediaType = mediaType;
        this.extension = extension;
        this.otherExtensions = " " + String.join(" ", others) + " ";
    }

    /// The media type a browser is told.
    public String mediaType() {
        return mediaType;
    }

    /// The ending its files are written with.
    public String extension() {
        return extension;
    }

    /// Whether a browser decodes it as a raster picture.
    public boolean isRaster() {
        return this == PNG || this == JPEG || this == GIF;
    }

    /// The type a file's name claims.
    public static Optional<AssetType> ofName(String name) {
        if (name.indexOf('.') < 0) {
            return Optional.empty();
        }
        var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return List.of(values()).stream()
                .filter(
                        type ->
                                type.extension.equals(ending)
                                        || type.otherExtensions.contains(" " + ending + " "))
                .findFirst();
    }
}
