package org.gongyuan.server.access;

import java.util.Locale;

/// What a member of staff may do.
public enum Role {
    /// Watches a room: proposes, and holds, resumes and tells alone.
    PROCTOR,
    /// Answers for a centre: proposes and approves.
    HEAD,
    /// Answers for the examination: proposes and approves, opens and closes sittings.
    OFFICER;

    /// The word in the register.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of that word.
    public static Role named(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "a role is proctor, head or officer, not \"" + word + "\"");
    }
}
