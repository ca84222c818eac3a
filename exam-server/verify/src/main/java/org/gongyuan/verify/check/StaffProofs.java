package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Whether a member of staff stood for something, by the keys of a bundle (`staff-access.md` 3.4).
final class StaffProofs {

    private static final int FLAGS_AT = 32;
    private static final int SHORTEST = 37;
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final PublishedKeys keys;

    StaffProofs(PublishedKeys keys) {
        this.keys = keys;
    }

    /// Why this is no proof of that person for what the challenge is the digest of. What the node
    /// alone attests is taken.
    Optional<String> refusal(StaffId person, ActProof proof, Digest challenge) {
        if (!(proof instanceof ActProof.Asserted asserted)) {
            return Optional.empty();
        }
        PasskeyKey key;
        try {
            key = PasskeyKey.decode(asserted.key().toBytes());
        } catch (IllegalArgumentException refused) {
            return Optional.of("the passkey of %s: %s".formatted(person, refused.getMessage()));
        }
        var known = keys.of("staff:" + person, key.fingerprint());
        if (known.isEmpty() || !known.get().equals(asserted.key())) {
            return Optional.of(
                    "the passkey that stands for %s is not known as his".formatted(person));
        }
        return isBound(asserted, key, challenge)
                ? Optional.empty()
                : Optional.of("the assertion of %s is not over this".formatted(person));
    }

    /// WebAuthn level 3, 7.2, as far as bytes alone tell: what the browser said begins as its
    /// section 5.8.1.1 serialises it, so it is compared, not parsed.
    private static boolean isBound(ActProof.Asserted asserted, PasskeyKey key, Digest challenge) {
        var client = asserted.client().toBytes();
        var authenticator = asserted.authenticator().toBytes();
        var begins =
                "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://"
                        .formatted(
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(challenge.toBytes()));
        var said = new String(client, UTF_8);
        if (!said.startsWith(begins) || authenticator.length < SHORTEST) {
            return false;
        }
        var host = said.substring(begins.length()).split("[\":/]", 2)[0];
        var party = Hashing.sha256().update(host.getBytes(UTF_8)).digest();
        if (!party.isAt(authenticator, 0)
                || (authenticator[FLAGS_AT] & PRESENT_AND_VERIFIED) != PRESENT_AND_VERIFIED) {
            return false;
        }
        var signed = Arrays.copyOf(authenticator, authenticator.length + Digest.LENGTH);
        Hashing.sha256().update(client).digest().copyInto(signed, authenticator.length);
        return key.holds(asserted.signature().toBytes(), signed);
    }
}
