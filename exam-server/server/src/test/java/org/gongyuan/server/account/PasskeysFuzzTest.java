package org.gongyuan.server.account;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Passkeys.Assertion;
import org.gongyuan.server.account.Passkeys.Registration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/// What browsers and devices say at a sign-in comes from anybody: whatever the bytes, they hold or
/// they do not, and never a fault. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("What a device answers")
class PasskeysFuzzTest {

    private static final String ORIGIN = "https://staff.example.org";
    private static final byte[] CHALLENGE = new byte[32];
    private static final Instant AT = Instant.parse("2026-05-04T01:00:00Z");
    private static final TestAuthenticator DEVICE =
            new TestAuthenticator(ORIGIN, "staff.example.org");
    private static final Passkeys PASSKEYS = new Passkeys(URI.create(ORIGIN));
    private static final Account.Passkey KEPT =
            PASSKEYS.registered(DEVICE.register(CHALLENGE), CHALLENGE, AT).orElseThrow();

    /// Where the fuzzer begins: a registration and an answer that hold, each in its parts.
    static List<byte[]> good() {
        var made = DEVICE.register(CHALLENGE);
        var answer = DEVICE.answer(CHALLENGE);
        return List.of(
                parts(made.attestation(), made.client(), Octets.of(new byte[0])),
                parts(answer.authenticator(), answer.client(), answer.signature()));
    }

    private static byte[] parts(Octets... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.write(part.length() >> 8);
            all.write(part.length());
            all.writeBytes(part.toBytes());
        }
        return all.toByteArray();
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void holdsOrDoesNot(byte[] bytes) {
        var first = part(bytes, 0);
        var second = part(bytes, 2 + first.length());
        var third = part(bytes, 4 + first.length() + second.length());
        var _ = PASSKEYS.registered(new Registration(first, second), CHALLENGE, AT);
        var _ =
                PASSKEYS.answered(
                        KEPT,
                        new Assertion(Octets.of(DEVICE.credential()), first, second, third),
                        CHALLENGE);
    }

    /// A part behind two bytes of its length, as far as there is so much.
    private static Octets part(byte[] bytes, int at) {
        if (at + 2 > bytes.length) {
            return Octets.of(new byte[0]);
        }
        int due = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
        int length = Math.min(due, bytes.length - at - 2);
        var part = new byte[length];
        System.arraycopy(bytes, at + 2, part, 0, length);
        return Octets.of(part);
    }
}
