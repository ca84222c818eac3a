package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.SealBroken;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/// What a candidate's sign-in finds in a seat's journal folder (`seat-journal.md` section 6).
public sealed interface JournalOpening {

    /// How a file is called while it is being written for the first time.
    String UNFINISHED = ".new";

    /// How a file that was damaged is called after what could be read was taken over.
    String DAMAGED = ".damaged";

    /// The session goes on here, with everything before the first damage.
    record Opened(SeatJournal journal, List<Damage> damage) implements JournalOpening {

        public Opened {
            requireNonNull(journal, "journal");
            damage = List.copyOf(damage);
        }
    }

    /// No journal is here.
    record Nothing() implements JournalOpening {}

    /// A journal is here, but this sign-in does not open it: it is another candidate's, the secret
    /// is wrong, or its beginning is damaged.
    record NotOpened(List<Damage> damage) implements JournalOpening {

        public NotOpened {
            damage = List.copyOf(damage);
        }
    }

    /// Looks for the session of this candidate, newest file first.
    static JournalOpening open(JournalFolder folder, SignIn signIn, Executor disk, Executor seat)
            throws IOException {
        var damage = new ArrayList<Damage>();
        var names =
                folder.names().stream()
                        .filter(name -> JournalFrames.numberIn(name).isPresent())
                        .sorted(Comparator.reverseOrder())
                        .toList();
        for (var name : names) {
            var content = folder.read(name);
            var lock = unlock(name, content, signIn, damage);
            if (lock == null) {
                continue;
            }
            var memory = new Memory(lock.suite());
            var found = read(name, content, lock, memory);
            found.ifPresent(damage::add);
            if (memory.isBegun()) {
                var journal = new SeatJournal(folder, lock, memory, nextNumber(folder), disk, seat);
                if (found.isPresent()) {
                    folder.rename(name, name + DAMAGED);
                    folder.sync();
                } else {
                    journal.replaces(name);
                }
                return new Opened(journal, damage);
            }
            lock.close();
        }
        return names.isEmpty() ? new Nothing() : new NotOpened(damage);
    }

    private static JournalLock unlock(
            String name, byte[] content, SignIn signIn, List<Damage> damage) {
        int start = JournalHeader.MAGIC.length;
        if (content.length < start || !startsAsJournal(content)) {
            damage.add(new Damage(name, 0, Damage.Kind.NOT_A_JOURNAL, content.length));
            return null;
        }
        var kind = JournalFrames.damageAt(content, start);
        if (kind != null) {
            damage.add(new Damage(name, start, kind, content.length - start));
            return null;
        }
        try {
            return JournalLock.open(
                    JournalHeader.read(JournalFrames.payload(content, start)), signIn);
        } catch (SealBroken _) {
            return null;
        } catch (IllegalArgumentException | NotCanonical | DateTimeException _) {
            damage.add(new Damage(name, start, Damage.Kind.NOT_A_JOURNAL, content.length - start));
            return null;
        }
    }

    private static boolean startsAsJournal(byte[] content) {
        for (int i = 0; i < JournalHeader.MAGIC.length; i++) {
            if (content[i] != JournalHeader.MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Damage> read(
            String name, byte[] content, JournalLock lock, Memory memory) {
        int at = JournalHeader.MAGIC.length;
        var header = JournalHeader.read(JournalFrames.payload(content, at));
        at = JournalFrames.end(content, at);
        long frame = 0;
        while (at < content.length) {
            frame++;
            var kind = JournalFrames.damageAt(content, at);
            if (kind == null) {
                kind = take(content, at, lock, header, frame, memory);
            }
            if (kind != null) {
                return Optional.of(new Damage(name, at, kind, content.length - at));
            }
            at = JournalFrames.end(content, at);
        }
        return Optional.empty();
    }

    /// Takes one group into the memory; says what is wrong with it, or null.
    private static Damage.Kind take(
            byte[] content,
            int at,
            JournalLock lock,
            JournalHeader header,
            long frame,
            Memory memory) {
        try {
            var group =
                    lock.key()
                            .open(
                                    JournalFrames.payload(content, at),
                                    JournalHeader.associated(header.fileId().toBytes(), frame));
            var from = new CborReader(group);
            int entries = from.array();
            var read = new ArrayList<JournalEntry>();
            for (int i = 0; i < entries; i++) {
                read.add(JournalEntry.read(from));
            }
            from.end();
            read.forEach(memory::take);
            return null;
        } catch (SealBroken _) {
            return Damage.Kind.NOT_AUTHENTIC;
        } catch (IllegalArgumentException | NotCanonical | DateTimeException _) {
            return Damage.Kind.NOT_AN_ENTRY;
        }
    }

    /// The number of the next file.
    static int nextNumber(JournalFolder folder) throws IOException {
        return 1
                + folder.names().stream()
                        .map(name -> name.replace(UNFINISHED, "").replace(DAMAGED, ""))
                        .map(JournalFrames::numberIn)
                        .flatMapToInt(OptionalInt::stream)
                        .max()
                        .orElse(0);
    }

    /// Wipes every journal in a folder, whoever's it is: an operator's act, when no session of the
    /// machine can be wanted any more.
    static void wipeAll(JournalFolder folder) throws IOException {
        for (var name : folder.names()) {
            if (isJournal(name)) {
                folder.wipe(name);
            }
        }
        folder.sync();
    }

    /// Wipes the files written under one lock, and what was never finished.
    static void wipe(JournalFolder folder, JournalLock lock) throws IOException {
        for (var name : folder.names()) {
            if (isJournal(name) && (name.endsWith(UNFINISHED) || isUnder(lock, folder, name))) {
                folder.wipe(name);
            }
        }
        folder.sync();
    }

    private static boolean isJournal(String name) {
        var plain = name.replace(UNFINISHED, "").replace(DAMAGED, "");
        return JournalFrames.numberIn(plain).isPresent();
    }

    private static boolean isUnder(JournalLock lock, JournalFolder folder, String name)
            throws IOException {
        var content = folder.read(name);
        int start = JournalHeader.MAGIC.length;
        if (content.length < start
                || !startsAsJournal(content)
                || JournalFrames.damageAt(content, start) != null) {
            return false;
        }
        try {
            return lock.wrote(JournalHeader.read(JournalFrames.payload(content, start)));
        } catch (IllegalArgumentException | NotCanonical | DateTimeException _) {
            return false;
        }
    }
}
