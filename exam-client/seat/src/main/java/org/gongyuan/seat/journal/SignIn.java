package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

/// What only the candidate brings: the ticket number and the secret on the ticket.
public record SignIn(String ticketNumber, String secret) {

    public SignIn {
        requireNonNull(ticketNumber, "ticketNumber");
        requireNonNull(secret, "secret");
        if (ticketNumber.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("a sign-in needs a ticket number and a secret");
        }
    }

    @Override
    public String toString() {
        return "SignIn[secret]";
    }
}
