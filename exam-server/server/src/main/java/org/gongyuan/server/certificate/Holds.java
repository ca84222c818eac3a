package org.gongyuan.server.certificate;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.Conflicts.Declared;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Who of those that reached a level is held back, by what members of staff declared
/// (`certificate.md` section 1).
///
/// @param held every declaration that holds somebody back; one candidate may have several
/// @param unnamed declarations that would hold a candidate back, but name none
public record Holds(List<Held> held, List<Declared> unnamed) {

    /// One candidate held back by one declaration.
    public record Held(SessionId session, String ticket, Declared because) {

        public Held {
            requireNonNull(session, "session");
            requireNonNull(ticket, "ticket");
            requireNonNull(because, "because");
        }
    }

    public Holds {
        held = List.copyOf(held);
        unnamed = List.copyOf(unnamed);
    }

    /// The holds over the candidates of a sitting.
    ///
    /// @param tickets the ticket numbers of those who reached a level, by session
    /// @param hadPart whether a member of staff had a part in the sitting
    public static Holds over(
            SittingId sitting,
            Map<SessionId, String> tickets,
            Conflicts conflicts,
            Predicate<StaffId> hadPart) {
        var declared =
                conflicts.all().stream()
                        .filter(one -> one.sitting().equals(sitting))
                        .filter(
                                one ->
                                        one.kind() == Conflicts.Kind.CANDIDATE
                                                || hadPart.test(one.person()))
                        .toList();
        if (declared.isEmpty()) {
            return new Holds(List.of(), List.of());
        }
        var byHash = new HashMap<Digest, SessionId>();
        tickets.forEach(
                (session, number) -> byHash.put(conflicts.ticket(sitting, number), session));
        var held = new ArrayList<Held>();
        var unnamed = new ArrayList<Declared>();
        for (var one : declared) {
            if (one.ticket().isEmpty()) {
                unnamed.add(one);
                continue;
            }
            var session = byHash.get(one.ticket().get());
            if (session != null) {
                held.add(new Held(session, tickets.get(session), one));
            }
        }
        return new Holds(held, unnamed);
    }

    /// The sessions that are held back, rising.
    public Set<SessionId> sessions() {
        return held.stream().map(Held::session).collect(toCollection(TreeSet::new));
    }
}
