package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborWriter;

/// How a hello proves that it may speak (`seat-protocol.md` section 3.2).
public sealed interface Proof {

    /// The candidate typed the secret of the admission ticket.
    record Secret(String secret) implements Proof {

        public Secret {
            requireNonNull(secret, "secret");
        }

        @Override
        public void write(CborWriter to) {
            to.array(2).uint(0).text(secret);
        }

        @Override
        public String toString() {
            return "Secret[secret]";
        }
    }

    /// The seat of a session comes back and signs with the key in force.
    record Return(SessionId session, Octets signature) implements Proof {

        public Return {
            requireNonNull(session, "session");
            requireNonNull(signature, "signature");
        }

        @Override
        public void write(CborWriter to) {
            to.array(3).uint(1).bytes(session.toBytes()).bytes(signature.toBytes());
        }
    }

    /// Writes the proof as one array.
    void write(CborWriter to);

    /// Reads what [#write] wrote.
    static Proof read(Fields field) {
        int length = field.anyArray();
        long kind = field.number();
        if (kind == 0 && length == 2) {
            return new Secret(field.text());
        }
        if (kind == 1 && length == 3) {
            return new Return(field.session(), field.octets());
        }
        throw new NotAMessage("unknown proof %d with %d fields".formatted(kind, length));
    }
}
