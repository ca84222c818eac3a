package org.gongyuan.server.audit;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry.Acted;
import org.gongyuan.protocol.record.SittingEntry.Audited;
import org.gongyuan.protocol.record.SittingEntry.DeletionAnnounced;
import org.gongyuan.protocol.record.SittingEntry.KeyDestroyed;
import org.gongyuan.protocol.record.SittingEntry.ResponsesHeld;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.StaffId;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one entry of the record is found by (`staff-access.md` 6.3). Persons and seats are whatever
/// fields of the entry are of those types, so that a new kind of entry is found without being named
/// here.
///
/// @param kind the word of `exam-record.md` section 4
/// @param persons the members of staff it names, in the order of its fields
/// @param seats the seats it names; of several the last is where the session is from then on
public record EntryFacts(
        String kind,
        List<StaffId> persons,
        List<SeatId> seats,
        Optional<SessionId> session,
        String what,
        String upon,
        String outcome,
        String reason) {

    /// What entries that tell no outcome of their own are found by.
    public static final String ENTERED = "entered";

    private static final String NONE = "-";

    private static final ClassValue<Form> FORMS =
            new ClassValue<>() {
                @Override
                protected Form computeValue(Class<?> type) {
                    return new Form(word(type), of(type, StaffId.class), of(type, SeatId.class));
                }
            };

    public EntryFacts {
        persons = List.copyOf(persons);
        seats = List.copyOf(seats);
    }

    private record Form(String word, List<Method> persons, List<Method> seats) {}

    /// The facts of an entry.
    public static EntryFacts of(Entry entry) {
        var form = FORMS.get(entry.getClass());
        var persons = read(form.persons(), entry, StaffId.class);
        var seats = read(form.seats(), entry, SeatId.class);
        Optional<SessionId> session =
                entry instanceof SessionEntry one ? Optional.of(one.session()) : Optional.empty();
        return switch (entry) {
            case Audited one ->
                    new EntryFacts(
                            form.word(),
                            persons,
                            seats,
                            session,
                            one.what(),
                            one.upon(),
                            one.outcome(),
                            one.reason());
            case Acted one -> {
                var act = ActDocument.read(one.act().toBytes());
                yield new EntryFacts(
                        form.word(),
                        List.of(act.proposer(), one.approver()),
                        seats,
                        session,
                        act.kind(),
                        act.digest().hex(),
                        ENTERED,
                        act.reason());
            }
            case KeyDestroyed one -> ended(form, persons, one.purpose(), one.scope());
            case DeletionAnnounced one -> ended(form, persons, one.purpose(), one.scope());
            case RetentionEnded one -> ended(form, persons, one.purpose(), one.scope());
            case ShareEnded one -> ended(form, persons, one.how().word(), one.custodian().hex());
            case ResponsesHeld one -> ended(form, persons, one.isHeld() ? "held" : "free", NONE);
            default ->
                    new EntryFacts(
                            form.word(), persons, seats, session, form.word(), NONE, ENTERED, NONE);
        };
    }

    private static EntryFacts ended(
            Form form, List<StaffId> persons, String purpose, String scope) {
        return new EntryFacts(
                form.word(), persons, List.of(), Optional.empty(), purpose, scope, ENTERED, NONE);
    }

    private static List<Method> of(Class<?> type, Class<?> field) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType().equals(field))
                .map(RecordComponent::getAccessor)
                .toList();
    }

    private static <T> List<T> read(List<Method> fields, Entry entry, Class<T> type) {
        if (fields.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<T>(fields.size());
        for (var field : fields) {
            try {
                values.add(type.cast(field.invoke(entry)));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(
                        "the field %s of an entry cannot be read".formatted(field.getName()),
                        impossible);
            }
        }
        return values;
    }

    /// `ResponseSaved` is `response-saved` in the specification.
    private static String word(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
