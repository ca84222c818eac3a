package org.gongyuan.server.record;

/// One thing that is wrong with a journal and that no crash explains (`journal.md` section 6).
/// A journal with damage is opened for reading and salvage only.
public sealed interface JournalDamage {

    /// What is wrong, with file, offset and index.
    String sentence();

    /// A segment is not there, although another one or the order of preparation says that it was.
    record SegmentMissing(String file) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s is missing".formatted(file);
        }
    }

    /// Several segments, one after the other, are not there.
    record SegmentsMissing(String first, String last) implements JournalDamage {
        @Override
        public String sentence() {
            return "segments %s to %s are missing".formatted(first, last);
        }
    }

    /// A segment of another log.
    record SegmentForeign(String file, String origin, String expected) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s belongs to log %s, this journal is %s"
                    .formatted(file, origin, expected);
        }
    }

    /// A segment whose header says it is another one.
    record SegmentMisplaced(String file, long number) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s says it is segment %d".formatted(file, number);
        }
    }

    /// A header that cannot be read although entries stand behind it.
    record HeaderBroken(String file, String reason) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s: %s".formatted(file, reason);
        }
    }

    /// What a segment says of the next one is not readable or is not so. The entries themselves may
    /// all be there.
    record SuccessorBroken(String file, String reason) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s, what it says of the next segment: %s".formatted(file, reason);
        }
    }

    /// A file that is shorter than it was made.
    record SegmentTruncated(String file, long bytes, long expected) implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s has %d bytes, it was made with %d".formatted(file, bytes, expected);
        }
    }

    /// Something that is no whole frame where an acknowledged entry must be.
    record FrameBroken(String file, long offset, long index, String reason)
            implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s, offset %d, entry %d: %s".formatted(file, offset, index, reason);
        }
    }

    /// A whole frame that carries the index of another place.
    record FrameMisplaced(String file, long offset, long expected, long index)
            implements JournalDamage {
        @Override
        public String sentence() {
            return "segment %s, offset %d: entry %d stands where entry %d must be"
                    .formatted(file, offset, index, expected);
        }
    }

    /// Entries that no segment holds.
    record EntriesMissing(String file, long from, long to) implements JournalDamage {
        @Override
        public String sentence() {
            return "entries %d..%d are missing before segment %s".formatted(from, to, file);
        }
    }

    /// Entries that a synced checkpoint covers and that the segments no longer hold.
    record AcknowledgedLost(long from, long to, long checkpointSize) implements JournalDamage {
        @Override
        public String sentence() {
            return "entries %d..%d were acknowledged by the checkpoint over %d entries and are gone"
                    .formatted(from, to, checkpointSize);
        }
    }

    /// The file that keeps the latest checkpoint is not there or not readable, so nobody can say
    /// whether acknowledged entries are missing at the end.
    record HeadBroken(String reason) implements JournalDamage {
        @Override
        public String sentence() {
            return "the checkpoint kept beside the segments: " + reason;
        }
    }

    /// Leaves that do not hash to the root written down for them.
    record RootDiffers(String where, long size) implements JournalDamage {
        @Override
        public String sentence() {
            return "the first %d entries do not hash to the root kept in %s".formatted(size, where);
        }
    }
}
