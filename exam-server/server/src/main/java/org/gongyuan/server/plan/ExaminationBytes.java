package org.gongyuan.server.plan;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.plan.PlannedSitting.Frozen;
import org.gongyuan.server.plan.PlannedSitting.Imported;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Examinations as the store keeps them, version 1 (`store.md` 3.3).
final class ExaminationBytes {

    private static final int VERSION = 1;

    private ExaminationBytes() {}

    static Octets of(Examination exam) {
        var to = new CborWriter(4_096).array(5).uint(VERSION).text(exam.id().text());
        to.text(exam.title());
        list(to, exam.centres(), ExaminationBytes::write);
        list(to, exam.sittings(), ExaminationBytes::write);
        return Octets.of(to.toBytes());
    }

    static Examination read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(5);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "an examination of version %d, known is %d".formatted(version, VERSION));
        }
        var exam =
                new Examination(
                        new ExaminationId(from.text()),
                        from.text(),
                        list(from, ExaminationBytes::centre),
                        list(from, ExaminationBytes::sitting));
        from.end();
        return exam;
    }

    private static void write(CborWriter to, Centre centre) {
        to.array(3).text(centre.code()).text(centre.name());
        list(to, centre.rooms(), ExaminationBytes::write);
    }

    private static Centre centre(CborReader from) {
        from.array(3);
        return new Centre(from.text(), from.text(), list(from, ExaminationBytes::room));
    }

    private static void write(CborWriter to, Room room) {
        to.array(4).text(room.code()).uint(room.rows()).uint(room.columns());
        list(to, List.copyOf(room.closed()), (into, desk) -> into.uint(desk));
    }

    private static Room room(CborReader from) {
        from.array(4);
        return new Room(
                from.text(),
                (int) from.uint(),
                (int) from.uint(),
                new TreeSet<>(list(from, one -> (int) one.uint())));
    }

    private static void write(CborWriter to, PlannedSitting sitting) {
        to.array(7).text(sitting.id().text());
        write(to, sitting.rules());
        optional(
                to,
                sitting.frozen(),
                (into, frozen) ->
                        into.array(3)
                                .uint(frozen.at().toEpochMilli())
                                .text(frozen.proposer().text())
                                .text(frozen.approver().text()));
        optional(to, sitting.frozenRules(), ExaminationBytes::write);
        list(to, sitting.changes(), ExaminationBytes::write);
        optional(
                to,
                sitting.roster(),
                (into, roster) ->
                        into.array(4)
                                .bytes(roster.digest().toBytes())
                                .uint(roster.size())
                                .uint(roster.at().toEpochMilli())
                                .text(roster.by().text()));
        optional(to, sitting.opened(), (into, at) -> into.uint(at.toEpochMilli()));
    }

    private static PlannedSitting sitting(CborReader from) {
        from.array(7);
        return new PlannedSitting(
                new SittingId(from.text()),
                rules(from),
                optional(from, ExaminationBytes::frozen),
                optional(from, ExaminationBytes::rules),
                list(from, ExaminationBytes::change),
                optional(from, ExaminationBytes::imported),
                optional(from, ExaminationBytes::instant));
    }

    private static Frozen frozen(CborReader from) {
        from.array(3);
        return new Frozen(instant(from), new StaffId(from.text()), new StaffId(from.text()));
    }

    private static Imported imported(CborReader from) {
        from.array(4);
        return new Imported(
                Digest.of(from.bytes(Digest.LENGTH)),
                (int) from.uint(),
                instant(from),
                new StaffId(from.text()));
    }

    private static void write(CborWriter to, PlannedRules rules) {
        to.array(7).text(rules.preset().text()).uint(rules.starts().toEpochMilli());
        to.uint(rules.length().toMillis()).uint(rules.notice().toMillis());
        list(to, rules.posture().words(), (into, word) -> into.text(word));
        to.uint(rules.limit().toMillis()).bytes(rules.form().toBytes());
    }

    private static PlannedRules rules(CborReader from) {
        from.array(7);
        return new PlannedRules(
                EntryPreset.named(from.text()),
                instant(from),
                Duration.ofMillis(from.uint()),
                Duration.ofMillis(from.uint()),
                PosturePolicy.ofWords(list(from, CborReader::text)),
                Duration.ofMillis(from.uint()),
                Digest.of(from.bytes(Digest.LENGTH)));
    }

    private static void write(CborWriter to, RuleChange change) {
        to.array(6).text(change.rule().word()).text(change.from()).text(change.to());
        to.uint(change.at().toEpochMilli());
        to.text(change.proposer().text()).text(change.approver().text());
    }

    private static RuleChange change(CborReader from) {
        from.array(6);
        return new RuleChange(
                Rule.named(from.text()),
                from.text(),
                from.text(),
                instant(from),
                new StaffId(from.text()),
                new StaffId(from.text()));
    }

    private static Instant instant(CborReader from) {
        return Instant.ofEpochMilli(from.uint());
    }

    private static <T> void list(CborWriter to, List<T> all, BiConsumer<CborWriter, T> write) {
        to.array(all.size());
        all.forEach(one -> write.accept(to, one));
    }

    private static <T> List<T> list(CborReader from, Function<CborReader, T> read) {
        int length = from.array();
        var all = new ArrayList<T>();
        for (int i = 0; i < length; i++) {
            all.add(read.apply(from));
        }
        return all;
    }

    private static <T> void optional(
            CborWriter to, Optional<T> one, BiConsumer<CborWriter, T> write) {
        one.ifPresentOrElse(there -> write.accept(to, there), to::nil);
    }

    private static <T> Optional<T> optional(CborReader from, Function<CborReader, T> read) {
        return from.nil() ? Optional.empty() : Optional.of(read.apply(from));
    }
}
