package org.gongyuan.server.record;

/// Why the journal did not take an entry.
public sealed interface AppendRefusal {

    /// One sentence for logs and health pages.
    String sentence();

    /// The journal acknowledges nothing any more, for the reason given.
    record Stopped(String reason) implements AppendRefusal {
        @Override
        public String sentence() {
            return "the journal has stopped: " + reason;
        }
    }

    /// The disk is too full for an entry of this urgency.
    record DiskShort(DiskPressure pressure, Urgency urgency) implements AppendRefusal {
        @Override
        public String sentence() {
            return "the journal's disk is short of room (%s), %s entries are not taken"
                    .formatted(pressure, urgency);
        }
    }

    /// More entries wait than the journal lets wait.
    record QueueFull(int limit) implements AppendRefusal {
        @Override
        public String sentence() {
            return "%d entries wait for the journal already; send again later".formatted(limit);
        }
    }

    /// The entry is empty or larger than a frame may be.
    record WrongSize(int leafBytes, int attachmentBytes, int largestLeaf, int largestFrame)
            implements AppendRefusal {
        @Override
        public String sentence() {
            return ("an entry has a leaf of 1..%d bytes and at most %d bytes in all;"
                            + " this one has %d and an attachment of %d")
                    .formatted(largestLeaf, largestFrame, leafBytes, attachmentBytes);
        }
    }
}
