package org.gongyuan.server.privacy;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What must not be deleted while a dispute is open (`staff-access.md` 9.6): a sitting with all its
/// candidates, one candidate (`SITTING COMMITMENT`), a member of staff (`staff ID`) or a request
/// (`request ID`).
public final class LegalHolds {

    private final RevisedDocuments documents;
    private final InstantSource clock;

    /// One hold.
    ///
    /// @param upon what is held
    /// @param lifted when it ended, if it did
    public record Hold(
            String upon,
            String reason,
            Instant placed,
            StaffId by,
            Optional<Instant> lifted,
            String because) {

        public Hold {
            requireNonNull(upon, "upon");
            requireNonNull(reason, "reason");
            requireNonNull(placed, "placed");
            requireNonNull(by, "by");
            requireNonNull(lifted, "lifted");
            requireNonNull(because, "because");
        }

        /// The sitting it lies on, or on something of; nothing for a member of staff or a request.
        public Optional<String> sitting() {
            return upon.startsWith("staff ") || upon.startsWith("request ")
                    ? Optional.empty()
                    : Optional.of(upon.split("[ /]", 2)[0]);
        }

        private Octets toBytes() {
            var to = new CborWriter(256).array(6).text(upon).text(reason);
            to.uint(placed.toEpochMilli()).text(by.text());
            lifted.ifPresentOrElse(at -> to.uint(at.toEpochMilli()), to::nil);
            return Octets.of(to.text(because).toBytes());
        }

        private static Hold read(Octets body) {
            var from = new CborReader(body.toBytes());
            from.array(6);
            var hold =
                    new Hold(
                            from.text(),
                            from.text(),
                            Instant.ofEpochMilli(from.uint()),
                            new StaffId(from.text()),
                            from.nil()
                                    ? Optional.empty()
                                    : Optional.of(Instant.ofEpochMilli(from.uint())),
                            from.text());
            from.end();
            return hold;
        }
    }

    /// Holds in these documents.
    public LegalHolds(RevisedDocuments documents, InstantSource clock) {
        this.documents = requireNonNull(documents, "documents");
        this.clock = requireNonNull(clock, "clock");
    }

    /// All holds, lifted ones too.
    public List<Hold> all() {
        return Answered.by(documents.all()).stream().map(one -> Hold.read(one.body())).toList();
    }

    /// The hold that keeps this from being deleted, if there is one: on itself, or on the sitting
    /// it begins with.
    public Optional<Hold> upon(String what) {
        return find(what)
                .or(
                        () -> {
                            var sitting = what.split("[ /]", 2)[0];
                            return sitting.equals(what) || what.startsWith("staff ")
                                    ? Optional.empty()
                                    : find(sitting);
                        });
    }

    /// The holds that lie on a sitting or on anything of it: what ends for all of it at once waits
    /// for each of them.
    public List<Hold> within(SittingId sitting) {
        return all().stream()
                .filter(hold -> hold.lifted().isEmpty())
                .filter(hold -> hold.sitting().filter(sitting.text()::equals).isPresent())
                .toList();
    }

    /// The hold upon this itself, if there is one.
    public Optional<Hold> of(String what) {
        return find(what);
    }

    private Optional<Hold> find(String what) {
        return Answered.by(documents.find(new DocumentId(what)))
                .map(one -> Hold.read(one.body()))
                .filter(hold -> hold.lifted().isEmpty());
    }

    /// Places a hold; false when there is one.
    public boolean place(String upon, String reason, StaffId by) {
        var found = Answered.by(documents.find(new DocumentId(upon)));
        if (found.filter(one -> Hold.read(one.body()).lifted().isEmpty()).isPresent()) {
            return false;
        }
        var hold = new Hold(upon, reason, clock.instant(), by, Optional.empty(), "-");
        long revision = found.map(RevisedDocument::revision).orElse(0L) + 1;
        return Answered.by(
                documents.put(new RevisedDocument(new DocumentId(upon), revision, hold.toBytes())));
    }

    /// Lifts a hold; false when there is none.
    public boolean lift(String upon, String because) {
        var found = Answered.by(documents.find(new DocumentId(upon)));
        if (found.isEmpty()) {
            return false;
        }
        var hold = Hold.read(found.get().body());
        if (hold.lifted().isPresent()) {
            return false;
        }
        var lifted =
                new Hold(
                        hold.upon(),
                        hold.reason(),
                        hold.placed(),
                        hold.by(),
                        Optional.of(clock.instant()),
                        because);
        return Answered.by(documents.put(found.get().next(lifted.toBytes())));
    }
}
