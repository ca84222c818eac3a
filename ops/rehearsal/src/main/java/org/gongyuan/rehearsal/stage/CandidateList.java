package org.gongyuan.rehearsal.stage;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.candidate.SeatCamera;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A roster of simulated candidates, with what each would have on his ticket.
public final class CandidateList {

    private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private static final int SECRET = 12;
    private static final int ROOM = 40;

    /// So many have a photo; the others show what a seat does without one.
    private static final int PORTRAITS = 48;
    private static final String[] FAMILY = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"};
    private static final String[] GIVEN = {
        "伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "杰", "娟", "涛", "明", "超", "霞", "平"
    };

    /// One candidate as he comes to the door.
    public record Ticket(SignIn signIn, String name, SeatId seat) {}

    private final List<Ticket> tickets;
    private final Roster roster;

    /// So many candidates, 40 to a room.
    public CandidateList(Suite suite, int candidates, SecureRandom random) {
        tickets = new ArrayList<>(candidates);
        var all = new ArrayList<Candidate>(candidates);
        for (int i = 0; i < candidates; i++) {
            var seat = new SeatId("C01/R%d/%d".formatted(1 + i / ROOM, 1 + i % ROOM));
            var signIn = new SignIn("2026%06d".formatted(i + 1), secret(random));
            var name = FAMILY[i % FAMILY.length] + GIVEN[(i / FAMILY.length + i) % GIVEN.length];
            tickets.add(new Ticket(signIn, name, seat));
            var bytes = new byte[Chains.SALT];
            random.nextBytes(bytes);
            var salt = Octets.of(bytes);
            all.add(
                    new Candidate(
                            signIn.ticketNumber(),
                            name,
                            salt,
                            Candidate.verifier(suite, salt, signIn.ticketNumber(), signIn.secret()),
                            Optional.of(seat),
                            Duration.ZERO,
                            facts(seat),
                            i < PORTRAITS ? Optional.of(portrait(seat)) : Optional.empty()));
        }
        roster = new Roster(suite, all);
    }

    private static List<Fact> facts(SeatId seat) {
        return List.of(
                new Fact("科目", "Subject", "汽车工程技术"),
                new Fact("级别", "Level", "初级"),
                new Fact("考场", "Room", seat.text().split("/", -1)[1]));
    }

    /// Drawn as the person whom the camera at that seat draws.
    private static Portrait portrait(SeatId seat) {
        return new Portrait(Octets.of(SeatCamera.at(seat).portrait()));
    }

    private static String secret(SecureRandom random) {
        var secret = new StringBuilder();
        for (int i = 0; i < SECRET; i++) {
            secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }

    /// The roster as registration hands it to the centre: a table, each row naming its photo.
    ///
    /// @throws IOException when it cannot be written
    public void write(Path table, Path photos) throws IOException {
        var rows = new StringBuilder("准考证号,姓名,口令,座位,照片");
        facts(tickets.getFirst().seat())
                .forEach(fact -> rows.append(",fact:%s/%s".formatted(fact.zh(), fact.en())));
        rows.append('\n');
        try (var zip = new ZipOutputStream(Files.newOutputStream(photos))) {
            for (int i = 0; i < tickets.size(); i++) {
                var ticket = tickets.get(i);
                var number = ticket.signIn().ticketNumber();
                var photo = i < PORTRAITS ? number + ".jpg" : "";
                if (!photo.isEmpty()) {
                    zip.putNextEntry(new ZipEntry(photo));
                    zip.write(SeatCamera.at(ticket.seat()).portrait());
                    zip.closeEntry();
                }
                rows.append(
                        String.join(
                                ",",
                                number,
                                ticket.name(),
                                ticket.signIn().secret(),
                                ticket.seat().text(),
                                photo));
                facts(ticket.seat()).forEach(fact -> rows.append(',').append(fact.value()));
                rows.append('\n');
            }
        }
        Files.writeString(table, rows);
    }

    /// The candidates, in the order of the roster.
    public List<Ticket> tickets() {
        return tickets;
    }

    /// The roster as the server gets it.
    public Roster roster() {
        return roster;
    }
}
