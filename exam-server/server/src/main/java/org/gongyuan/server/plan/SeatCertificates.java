package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.certificate.SeatCertificate;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.List;

/// Which seats have a certificate, as staff enrolled them (`staff-access.md` 7.4). The newest of a
/// seat counts. It tells staff which desks are ready; that a machine is let in, TLS decides.
public final class SeatCertificates {

    private static final int VERSION = 1;
    private static final int RACES = 5;

    private final RevisedDocuments documents;

    /// Certificates kept in these documents.
    public SeatCertificates(RevisedDocuments documents) {
        this.documents = requireNonNull(documents, "documents");
    }

    /// One enrolled certificate.
    public record Enrolled(
            SeatId seat, Digest fingerprint, Instant from, Instant until, StaffId by, Instant at) {

        public Enrolled {
            requireNonNull(seat, "seat");
            requireNonNull(fingerprint, "fingerprint");
            requireNonNull(from, "from");
            requireNonNull(until, "until");
            requireNonNull(by, "by");
            requireNonNull(at, "at");
        }
    }

    /// The seat a certificate is of: `CENTRE` and `ROOM.DESK` in it are CENTRE/ROOM/DESK.
    ///
    /// @throws IllegalArgumentException when it names no seat
    public static SeatId seat(SeatCertificate certificate) {
        var machine = certificate.machine();
        int dot = machine.seat().lastIndexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException(Sentence.CERTIFICATE_NO_SEAT.of(machine.seat()));
        }
        return new SeatId(
                machine.centre()
                        + "/"
                        + machine.seat().substring(0, dot)
                        + "/"
                        + machine.seat().substring(dot + 1));
    }

    /// Keeps the certificate of a seat in place of one before.
    public Enrolled enrol(SeatCertificate certificate, StaffId by, Instant at) {
        var enrolled =
                new Enrolled(
                        seat(certificate),
                        certificate.fingerprint(),
                        certificate.from(),
                        certificate.until(),
                        by,
                        at);
        var id = new DocumentId(enrolled.seat().text());
        for (int i = 0; i < RACES; i++) {
            long revision =
                    Answered.by(documents.find(id)).map(RevisedDocument::revision).orElse(0L) + 1;
            if (Answered.by(documents.put(new RevisedDocument(id, revision, bytes(enrolled))))) {
                return enrolled;
            }
        }
        throw new IllegalStateException(
                "seat %s is enrolled by others all the time".formatted(enrolled.seat()));
    }

    /// All of them, by seat.
    public List<Enrolled> all() {
        return Answered.by(documents.all()).stream().map(one -> read(one.body())).toList();
    }

    private static Octets bytes(Enrolled one) {
        return Octets.of(
                new CborWriter(256)
                        .array(7)
                        .uint(VERSION)
                        .text(one.seat().text())
                        .bytes(one.fingerprint().toBytes())
                        .uint(one.from().toEpochMilli())
                        .uint(one.until().toEpochMilli())
                        .text(one.by().text())
                        .uint(one.at().toEpochMilli())
                        .toBytes());
    }

    private static Enrolled read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(7);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "a seat's certificate of version %d, known is %d".formatted(version, VERSION));
        }
        var one =
                new Enrolled(
                        new SeatId(from.text()),
                        Digest.of(from.bytes(Digest.LENGTH)),
                        Instant.ofEpochMilli(from.uint()),
                        Instant.ofEpochMilli(from.uint()),
                        new StaffId(from.text()),
                        Instant.ofEpochMilli(from.uint()));
        from.end();
        return one;
    }
}
