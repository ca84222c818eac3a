package org.gongyuan.server.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a journal from its first byte to its last at opening and says what is there
/// (`journal.md` section 6). Changes nothing; [Repair] puts the tail in order afterwards.
final class Recovery {

    private static final int LEAVES_AT_ONCE = 1024;

    private final JournalFiles files;
    private final String origin;
    private final TreeFollower tree;

    private final List<Run> runs = new ArrayList<>();
    private final List<JournalDamage> damages = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<RecoveryReport.Later> later = new ArrayList<>();
    private Optional<RecoveryReport.TornTail> torn = Optional.empty();
    private Optional<Head.Synced> head = Optional.empty();
    private Optional<Tail> tail = Optional.empty();

    private byte[][] leaves = new byte[LEAVES_AT_ONCE][];
    private int waiting;
    private long expected;
    private boolean unbroken = true;

    Recovery(JournalFiles files, String origin, TreeFollower tree) {
        this.files = files;
        this.origin = origin;
        this.tree = tree;
    }

    /// The last segment in use: its number, what its frames are, the size it has and was made with.
    record Tail(long number, SegmentScan scan, long fileBytes, long segmentBytes) {}

    /// Reads everything. Entries without a gap go to the tree on the way.
    RecoveryReport run() throws IOException, InterruptedException {
        var survey = SegmentSurvey.of(files, origin);
        remarks.addAll(survey.remarks());
        readHead(survey.last() >= 0);
        var next = 0L;
        for (var segment : survey.segments().headMap(survey.last() + 1).values()) {
            missing(next, segment.number() - 1);
            readSegment(segment, survey);
            next = segment.number() + 1;
        }
        missing(next, survey.last());
        hand();
        var have = entries();
        head.filter(synced -> synced.size() > have)
                .ifPresent(
                        synced ->
                                damages.add(
                                        new JournalDamage.AcknowledgedLost(
                                                have, synced.size() - 1, synced.size())));
        damages.addAll(tree.settle());
        return new RecoveryReport(
                origin,
                (int) (survey.last() + 1),
                have,
                damages.isEmpty() ? torn : Optional.empty(),
                remarks,
                damages,
                later,
                head.map(synced -> OptionalLong.of(synced.size())).orElse(OptionalLong.empty()));
    }

    /// The pieces that hold entries 0, 1, 2 … without a gap.
    List<Run> runs() {
        return runs;
    }

    Optional<Tail> tail() {
        return tail;
    }

    Optional<Head.Synced> head() {
        return head;
    }

    /// Notes damage after which no entry stands in an unbroken sequence any more.
    private void broken(JournalDamage damage) {
        damages.add(damage);
        unbroken = false;
    }

    private long entries() {
        return runs.isEmpty() ? 0 : runs.getLast().end();
    }

    private void readHead(boolean hasSegments) throws IOException {
        if (!files.names().contains(SegmentName.HEAD)) {
            if (hasSegments) {
                damages.add(new JournalDamage.HeadBroken("the file is missing"));
            }
            return;
        }
        try {
            head = Head.read(files);
            if (head.isPresent() && head.get().size() == 0) {
                tree.expect(head.get().root(), "the checkpoint");
            }
        } catch (Head.HeadUnreadable broken) {
            damages.add(new JournalDamage.HeadBroken(broken.getMessage()));
        }
    }

    /// Notes that segments `first` to `last` are not there, if that is any.
    private void missing(long first, long last) {
        if (first == last) {
            broken(new JournalDamage.SegmentMissing(SegmentName.of(first)));
        } else if (first < last) {
            broken(new JournalDamage.SegmentsMissing(SegmentName.of(first), SegmentName.of(last)));
        }
    }

    private void readSegment(SegmentSurvey.Segment segment, SegmentSurvey survey)
            throws IOException, InterruptedException {
        var name = segment.name();
        try (var file = files.read(name)) {
            var window =
                    new FrameWindow(file, segment.bytes(), Frame.salt(origin, segment.number()));
            switch (segment.header()) {
                case SegmentHeader.Reading.Header(var header) ->
                        readBody(segment, header, window, survey);
                case SegmentHeader.Reading.Unwritten() ->
                        headerLost(name, "the header is zeros, but the segment was in use", window);
                case SegmentHeader.Reading.Broken(var reason) -> headerLost(name, reason, window);
            }
        }
    }

    private void headerLost(String name, String reason, FrameWindow window) throws IOException {
        broken(new JournalDamage.HeaderBroken(name, reason));
        SegmentScan.later(name, SegmentHeader.LENGTH, Long.MAX_VALUE, window, later);
    }

    private void readBody(
            SegmentSurvey.Segment segment,
            SegmentHeader header,
            FrameWindow window,
            SegmentSurvey survey)
            throws IOException, InterruptedException {
        var name = segment.name();
        var last = segment.number() == survey.last();
        if (!header.origin().equals(origin)) {
            broken(new JournalDamage.SegmentForeign(name, header.origin(), origin));
            return;
        }
        if (header.number() != segment.number()) {
            broken(new JournalDamage.SegmentMisplaced(name, header.number()));
            return;
        }
        checkBeginning(name, header);
        var contiguous = unbroken;
        if (contiguous) {
            hand();
            tree.expect(header.previousRoot(), "the header of segment " + name);
        }
        var first = header.firstIndex();
        var scan =
                SegmentScan.read(
                        name,
                        segment.number(),
                        first,
                        window,
                        leaf -> {
                            if (contiguous) {
                                take(leaf);
                            }
                        });
        if (contiguous) {
            runs.add(scan.run());
        } else if (scan.run().end() > first) {
            later.add(
                    new RecoveryReport.Later(
                            name, SegmentHeader.LENGTH, first, scan.run().end() - 1));
        }
        later.addAll(scan.later());
        expected =
                scan.later().isEmpty() ? scan.run().end() : scan.later().getLast().lastIndex() + 1;
        judge(segment, header, scan, last);
        judgeSuccessor(segment, survey);
        if (last) {
            tail =
                    Optional.of(
                            new Tail(
                                    segment.number(),
                                    scan,
                                    segment.bytes(),
                                    header.segmentBytes()));
        }
    }

    private void checkBeginning(String name, SegmentHeader header) {
        var first = header.firstIndex();
        if (first > expected) {
            broken(new JournalDamage.EntriesMissing(name, expected, first - 1));
        } else if (first < expected) {
            broken(new JournalDamage.FrameMisplaced(name, 0, expected, first));
        }
    }

    private void judge(
            SegmentSurvey.Segment segment, SegmentHeader header, SegmentScan scan, boolean last) {
        var crashExplains = last && !scan.pastSync();
        if (scan.trouble().isPresent()) {
            if (crashExplains) {
                torn =
                        Optional.of(
                                new RecoveryReport.TornTail(
                                        segment.name(),
                                        scan.contentFrom(),
                                        scan.run().end(),
                                        scan.contentEnd() - scan.contentFrom()));
            } else {
                broken(scan.trouble().get());
            }
        }
        if (segment.bytes() < header.segmentBytes()) {
            if (crashExplains && scan.marked() && scan.trouble().isEmpty()) {
                remarks.add(
                        "segment %s was shortened to %d bytes behind its last mark; nothing is lost, it gets its %d bytes back"
                                .formatted(segment.name(), segment.bytes(), header.segmentBytes()));
            } else {
                broken(
                        new JournalDamage.SegmentTruncated(
                                segment.name(), segment.bytes(), header.segmentBytes()));
            }
        }
    }

    /// Compares what a segment says of the next with that one (`journal.md` section 6.3).
    private void judgeSuccessor(SegmentSurvey.Segment segment, SegmentSurvey survey)
            throws IOException {
        var next = survey.segments().get(segment.number() + 1);
        var header = next == null ? null : next.header();
        switch (segment.successor()) {
            case Successor.Reading.None() -> {}
            case Successor.Reading.Named(var said)
                    when header instanceof SegmentHeader.Reading.Header(var begun) -> {
                // A segment under another's name is named as that.
                if (begun.number() == said.number() && begun.firstIndex() != said.firstIndex()) {
                    successorBroken(
                            segment,
                            "it says segment %d begins with entry %d, that one says %d"
                                    .formatted(
                                            said.number(), said.firstIndex(), begun.firstIndex()));
                }
            }
            case Successor.Reading.Named(var said) -> checkEnd(segment, said);
            case Successor.Reading.Broken(var reason) -> {
                // The header of the next is synced before this is written, and this before anything
                // is written behind that header.
                var crashExplains =
                        header instanceof SegmentHeader.Reading.Header
                                && next.number() == survey.last()
                                && next.isEmpty(files);
                if (crashExplains) {
                    remarks.add(
                            "segment %s: what it says of the next was never synced (%s) and is written again"
                                    .formatted(segment.name(), reason));
                } else {
                    successorBroken(segment, reason);
                }
            }
        }
    }

    private void checkEnd(SegmentSurvey.Segment segment, Successor said) {
        if (said.firstIndex() > expected) {
            broken(
                    new JournalDamage.EntriesMissing(
                            SegmentName.of(said.number()), expected, said.firstIndex() - 1));
        } else if (said.firstIndex() < expected) {
            successorBroken(
                    segment,
                    "it says segment %d begins with entry %d, entry %d stands before it"
                            .formatted(said.number(), said.firstIndex(), expected - 1));
        }
    }

    /// No entry stands where it must not because of this: the sequence is unbroken.
    private void successorBroken(SegmentSurvey.Segment segment, String reason) {
        damages.add(new JournalDamage.SuccessorBroken(segment.name(), reason));
    }

    private void take(byte[] leaf) throws InterruptedException {
        leaves[waiting++] = leaf;
        taken++;
        var atHead = head.isPresent() && head.get().size() == taken;
        if (waiting == LEAVES_AT_ONCE || atHead) {
            hand();
        }
        if (atHead) {
            tree.expect(head.get().root(), "the checkpoint");
        }
    }

    private long taken;

    private void hand() throws InterruptedException {
        if (waiting > 0) {
            tree.follow(leaves, waiting);
            leaves = new byte[LEAVES_AT_ONCE][];
            waiting = 0;
        }
    }
}
