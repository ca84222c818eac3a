package org.gongyuan.server.duty;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.server.duty.Area.Target;
import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of duties and permissions, which an auditor reads as it is (`duties.txt`), and the
/// questions the server asks of it (`staff-access.md` section 4).
public final class DutyTable {

    /// A duty with its family and its names in Chinese and English.
    public record Named(Duty duty, String family, String zh, String en) {}

    /// A permission: its kind, its names, and the duties that carry it.
    ///
    /// @param kind `plain`, `personal` (every use is an entry of the record) or `secret`
    public record Permitted(
            Permission permission, String kind, String zh, String en, Set<Duty> duties) {

        public Permitted {
            duties = Set.copyOf(duties);
        }
    }

    /// Two families that are never in one hand, and why.
    public record Apart(String one, String other, String zh, String en) {

        boolean joins(String first, String second) {
            boolean isAsWritten = one.equals(first) && other.equals(second);
            return isAsWritten || (one.equals(second) && other.equals(first));
        }
    }

    private static final Set<String> KINDS = Set.of("plain", "personal", "secret");

    private final Map<Duty, Named> duties = new LinkedHashMap<>();
    private final Map<Permission, Permitted> permissions = new LinkedHashMap<>();
    private final Set<Apart> apart = new LinkedHashSet<>();

    private DutyTable() {}

    /// The table that comes with the server.
    public static DutyTable standard() {
        try (var in = DutyTable.class.getResourceAsStream("duties.txt")) {
            if (in == null) {
                throw new IllegalStateException("duties.txt is missing from the server");
            }
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Reads a table.
    ///
    /// @throws IllegalArgumentException when a line is wrong, with its number
    static DutyTable parse(String text) {
        var table = new DutyTable();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                table.line(line.strip());
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "duties, line %d: %s".formatted(number, wrong.getMessage()), wrong);
            }
        }
        return table;
    }

    private void line(String line) {
        int space = line.indexOf(' ');
        var fields =
                Arrays.stream(line.substring(space + 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
        switch (space < 0 ? line : line.substring(0, space)) {
            case "duty" -> {
                expect(fields, 4);
                var duty = new Duty(fields.getFirst());
                isFirst(
                        duties.put(
                                duty, new Named(duty, fields.get(1), fields.get(2), fields.get(3))),
                        duty);
            }
            case "apart" -> {
                expect(fields, 3);
                var families = fields.getFirst().split(" +", -1);
                if (families.length != 2 || !isFamily(families[0]) || !isFamily(families[1])) {
                    throw new IllegalArgumentException("apart names two families of duties");
                }
                apart.add(new Apart(families[0], families[1], fields.get(1), fields.get(2)));
            }
            case "permission" -> {
                expect(fields, 5);
                var permission = new Permission(fields.getFirst());
                if (!KINDS.contains(fields.get(1))) {
                    throw new IllegalArgumentException(
                            "a permission is plain, personal or secret, not " + fields.get(1));
                }
                var holders = new LinkedHashSet<Duty>();
                for (var name : fields.get(4).split(",", -1)) {
                    holders.add(known(new Duty(name.strip())));
                }
                isFirst(
                        permissions.put(
                                permission,
                                new Permitted(
                                        permission,
                                        fields.get(1),
                                        fields.get(2),
                                        fields.get(3),
                                        holders)),
                        permission);
            }
            default -> throw new IllegalArgumentException("a line is duty, apart or permission");
        }
    }

    private static void expect(List<String> fields, int count) {
        if (fields.size() != count || fields.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "%d fields with | between are due, there are %d"
                            .formatted(count, fields.size()));
        }
    }

    private static void isFirst(Object before, Object name) {
        if (before != null) {
            throw new IllegalArgumentException(name + " is there twice");
        }
    }

    private boolean isFamily(String name) {
        return duties.values().stream().anyMatch(duty -> duty.family().equals(name));
    }

    /// This duty, when the table has it.
    ///
    /// @throws IllegalArgumentException when it does not
    public Duty known(Duty duty) {
        if (!duties.containsKey(duty)) {
            throw new IllegalArgumentException(Sentence.DUTY_UNKNOWN.of(duty));
        }
        return duty;
    }

    /// All duties, in the table's order.
    public List<Named> duties() {
        return List.copyOf(duties.values());
    }

    /// All permissions, in the table's order.
    public List<Permitted> permissions() {
        return List.copyOf(permissions.values());
    }

    /// All pairs of families that stay apart.
    public Set<Apart> apart() {
        return Set.copyOf(apart);
    }

    /// What the table says of a permission.
    ///
    /// @throws IllegalArgumentException when it has none of that name
    public Permitted permitted(Permission permission) {
        var found = permissions.get(permission);
        if (found == null) {
            throw new IllegalArgumentException("there is no permission \"" + permission + "\"");
        }
        return found;
    }

    /// Whether somebody with these grants may do this to that target now.
    public boolean may(
            Collection<Grant> grants, Permission permission, Target target, Instant now) {
        var carriers = permitted(permission).duties();
        return grants.stream()
                .anyMatch(
                        grant ->
                                grant.holdsAt(now)
                                        && carriers.contains(grant.duty())
                                        && grant.area().covers(target));
    }

    /// Whether somebody with these grants may do this somewhere now.
    public boolean mayAnywhere(Collection<Grant> grants, Permission permission, Instant now) {
        var carriers = permitted(permission).duties();
        return grants.stream()
                .anyMatch(grant -> grant.holdsAt(now) && carriers.contains(grant.duty()));
    }

    /// Why a person who holds these grants may not be given this duty too, if so. Grants that have
    /// ended do not count, those to come do: nobody prepares for holding two hands at once.
    public Optional<Apart> refusal(Collection<Grant> held, Duty more, Instant now) {
        var family = duties.get(known(more)).family();
        for (var grant : held) {
            if (!now.isBefore(grant.until())) {
                continue;
            }
            var other = duties.get(known(grant.duty())).family();
            for (var pair : apart) {
                if (pair.joins(family, other)) {
                    return Optional.of(pair);
                }
            }
        }
        return Optional.empty();
    }
}
