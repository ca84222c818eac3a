package org.gongyuan.bank.interchange;

/// How large a content package may be before it is refused (`item-bank/spec/interchange.md`,
/// section 8).
///
/// @param archiveBytes size of the zip file
/// @param entries files and folders in it
/// @param totalBytes all files unpacked
/// @param entryBytes one file unpacked
/// @param ratio unpacked to packed size of one file larger than [#RATIO_FROM]
/// @param pathLength characters of one path
public record PackageLimits(
        long archiveBytes,
        int entries,
        long totalBytes,
        long entryBytes,
        int ratio,
        int pathLength) {

    /// Files below this size may be packed as tightly as they like.
    public static final long RATIO_FROM = 1 << 20;

    /// What is taken unless configured otherwise.
    public static final PackageLimits DEFAULT =
            new PackageLimits(256L << 20, 20_000, 512L << 20, 64L << 20, 200, 260);
}
