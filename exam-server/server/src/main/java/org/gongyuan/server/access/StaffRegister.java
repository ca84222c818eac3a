package org.gongyuan.server.access;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.seal.VerifyingKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who is staff: a text of lines `id role key`, the key as `gongyuan … keygen` prints it; empty
/// lines and lines that
/// begin with `#` are passed over (`staff-orders.md` section 2).
public final class StaffRegister {

    /// One member of staff.
    public record Member(StaffId id, Role role, VerifyingKey key) {}

    private final Map<StaffId, Member> members = new HashMap<>();

    /// Nobody.
    public static StaffRegister empty() {
        return new StaffRegister();
    }

    /// Reads a register.
    ///
    /// @throws IllegalArgumentException when a line is wrong, with its number
    public static StaffRegister read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /// Reads a register from its text.
    ///
    /// @throws IllegalArgumentException when a line is wrong, with its number
    public static StaffRegister parse(String text) {
        var register = new StaffRegister();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var words = line.strip().split(" +", -1);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                if (words.length != 3) {
                    throw new IllegalArgumentException("a line is: id role key");
                }
                var member =
                        new Member(
                                new StaffId(words[0]),
                                Role.named(words[1]),
                                VerifyingKey.parse(words[2]));
                if (register.members.put(member.id(), member) != null) {
                    throw new IllegalArgumentException(member.id() + " is there twice");
                }
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "staff register, line %d: %s".formatted(number, wrong.getMessage()), wrong);
            }
        }
        return register;
    }

    /// The member of that id.
    public Optional<Member> member(StaffId id) {
        return Optional.ofNullable(members.get(id));
    }

    /// How many there are.
    public int size() {
        return members.size();
    }
}
