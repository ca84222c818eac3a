package org.gongyuan.rehearsal.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// The ways of `journal.md` section 6.3 in which a journal is damaged. Each damages a copy and says
/// which entries it has destroyed; all others must be found afterwards.
enum Damage {
    /// The last group has only a part of its bytes.
    TORN_TAIL {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var last = map.frames().getLast();
            // So far before its end that not only zeros are torn off.
            int from = random.nextInt(1, last.length() - HEADER);
            return zero(copy, map, last.file(), last.offset() + from, END);
        }
    },
    /// The last segment's file ends in the middle of an entry.
    TRUNCATED_LAST {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = some(map, map.frames().getLast().file(), random);
            return truncate(copy, map, some.file(), some.offset() + some.length() / 2);
        }
    },
    /// A segment before the last ends in the middle of an entry.
    TRUNCATED_MIDDLE {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = some(map, map.segments().get(1), random);
            return truncate(copy, map, some.file(), some.offset() + some.length() / 2);
        }
    },
    /// One entry in the middle reads back as zeros.
    ZEROED_ENTRY {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = settled(map, random);
            return zero(copy, map, some.file(), some.offset(), some.length());
        }
    },
    /// A block of 4 KiB in the middle reads back as zeros.
    ZEROED_BLOCK {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = some(map, map.segments().get(1), random);
            return zero(copy, map, some.file(), some.offset() / BLOCK * BLOCK, BLOCK);
        }
    },
    /// One bit of a leaf is another.
    FLIPPED_LEAF {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = settled(map, random);
            return flip(copy, map, some, HEADER + random.nextInt(some.leaf()), random);
        }
    },
    /// One bit of an attachment, or of the padding, is another.
    FLIPPED_ATTACHMENT {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            var some = settled(map, random);
            return flip(copy, map, some, some.length() - 1, random);
        }
    },
    /// One bit of an entry's length is another.
    FLIPPED_LENGTH {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            return flip(copy, map, settled(map, random), 4 + random.nextInt(4), random);
        }
    },
    /// One bit of an entry's index is another.
    FLIPPED_INDEX {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            return flip(copy, map, settled(map, random), 8 + random.nextInt(8), random);
        }
    },
    /// A segment between others is gone.
    SEGMENT_MISSING {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            return remove(copy, map, map.segments().get(1));
        }
    },
    /// The last segment is gone. Only one that holds no entry and is not named by the one before it
    /// (section 5.6) may be gone unnoticed.
    LAST_SEGMENT_MISSING {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) {
            return remove(copy, map, map.segments().getLast());
        }

        @Override
        boolean mayPassUnnamed(JournalMap map) {
            var last = map.segments().getLast();
            return !map.isFollowed(map.segments().get(map.segments().size() - 2))
                    && map.frames().stream().noneMatch(frame -> frame.file().equals(last));
        }
    },
    /// Two segments have changed names.
    SEGMENTS_EXCHANGED {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException {
            var one = copy.resolve(map.segments().get(0).getFileName());
            var other = copy.resolve(map.segments().get(1).getFileName());
            var aside = copy.resolve("aside");
            Files.move(one, aside);
            Files.move(other, one);
            Files.move(aside, other);
            // Nothing is destroyed, but neither segment is where it must be, and that is all that
            // tells what belongs where: frames are bound to their segment.
            return within(map, Set.of(map.segments().get(0), map.segments().get(1)));
        }
    },
    /// One bit of a segment's header is another.
    HEADER_FLIPPED {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException {
            var file = map.segments().get(1);
            change(copy.resolve(file.getFileName()), random.nextInt(BLOCK), random);
            return within(map, Set.of(file));
        }
    },
    /// An entry stands twice: over the next of the same length.
    DOUBLED_ENTRY {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException {
            var frames = map.frames();
            int from = random.nextInt(frames.size() / 2);
            for (int i = from; i < frames.size() - 1; i++) {
                var one = frames.get(i);
                var next = frames.get(i + 1);
                if (one.length() == next.length()
                        && one.file().equals(next.file())
                        && next.index() < frames.getLast().group()) {
                    try (var file =
                            new RandomAccessFile(
                                    copy.resolve(one.file().getFileName()).toFile(), "rw")) {
                        var bytes = new byte[one.length()];
                        file.seek(one.offset());
                        file.readFully(bytes);
                        file.seek(next.offset());
                        file.write(bytes);
                    }
                    return Set.of(next.index());
                }
            }
            throw new IllegalStateException("no two neighbours of one length");
        }
    },
    /// The file that keeps the latest checkpoint is gone.
    HEAD_MISSING {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException {
            Files.delete(copy.resolve("head"));
            return Set.of();
        }
    },
    /// Both slots of the latest checkpoint read back as something else.
    HEAD_BROKEN {
        @Override
        Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException {
            change(copy.resolve("head"), random.nextInt(BLOCK), random);
            change(copy.resolve("head"), BLOCK + random.nextInt(BLOCK), random);
            return Set.of();
        }
    };

    private static final int BLOCK = 4096;
    private static final int HEADER = 24;
    private static final long END = Long.MAX_VALUE;

    /// Damages a copy of the journal.
    ///
    /// @param map of the journal before
    /// @return the indexes of the entries destroyed
    abstract Set<Long> strike(Path copy, JournalMap map, RandomGenerator random) throws IOException;

    /// Whether nobody can tell the damage from a journal that was never written so far.
    boolean mayPassUnnamed(JournalMap map) {
        return false;
    }

    /// Any entry of a segment but its first and last.
    private static JournalMap.Frame some(JournalMap map, Path segment, RandomGenerator random) {
        var frames = map.frames().stream().filter(f -> f.file().equals(segment)).toList();
        return frames.get(frames.size() < 3 ? 0 : random.nextInt(1, frames.size() - 1));
    }

    /// An entry behind which another group was synced.
    private static JournalMap.Frame settled(JournalMap map, RandomGenerator random) {
        long last = map.frames().getLast().group();
        return map.frames().get(random.nextInt((int) Math.max(1, last)));
    }

    private static Set<Long> zero(Path copy, JournalMap map, Path file, long from, long length) {
        var target = copy.resolve(file.getFileName());
        try (var open = new RandomAccessFile(target.toFile(), "rw")) {
            long to = length == END ? open.length() : Math.min(open.length(), from + length);
            open.seek(from);
            open.write(new byte[(int) (to - from)]);
            return overlapping(map, file, from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot damage " + target, failed);
        }
    }

    private static Set<Long> truncate(Path copy, JournalMap map, Path file, long size) {
        var target = copy.resolve(file.getFileName());
        try (var open = new RandomAccessFile(target.toFile(), "rw")) {
            open.setLength(size);
            return overlapping(map, file, size, END);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot damage " + target, failed);
        }
    }

    private static Set<Long> flip(
            Path copy, JournalMap map, JournalMap.Frame frame, int at, RandomGenerator random) {
        var target = copy.resolve(frame.file().getFileName());
        try {
            change(target, frame.offset() + at, random);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot damage " + target, failed);
        }
        return overlapping(map, frame.file(), frame.offset() + at, frame.offset() + at + 1);
    }

    private static void change(Path file, long at, RandomGenerator random) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int was = open.read();
            open.seek(at);
            open.write(was ^ (1 << random.nextInt(8)));
        }
    }

    private static Set<Long> remove(Path copy, JournalMap map, Path file) {
        try {
            Files.delete(copy.resolve(file.getFileName()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file, failed);
        }
        return within(map, Set.of(file));
    }

    private static Set<Long> within(JournalMap map, Set<Path> files) {
        var hit = new TreeSet<Long>();
        for (var frame : map.frames()) {
            if (files.contains(frame.file())) {
                hit.add(frame.index());
            }
        }
        return hit;
    }

    private static Set<Long> overlapping(JournalMap map, Path file, long from, long to) {
        var hit = new TreeSet<Long>();
        for (var frame : map.frames()) {
            if (frame.file().equals(file)
                    && frame.offset() < to
                    && frame.offset() + frame.length() > from) {
                hit.add(frame.index());
            }
        }
        return hit;
    }

    /// Copies a journal without its lock.
    static void copy(Path from, Path to) {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : new ArrayList<>(files.toList())) {
                if (!List.of("lock").contains(file.getFileName().toString())) {
                    Files.copy(
                            file,
                            to.resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot copy " + from, failed);
        }
    }
}
