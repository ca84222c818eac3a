package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks that every act under two persons is as both of them proved it (V40): the signatures of
/// their passkeys are over the act itself, so the node that entered it need not be believed.
final class TwoPersonActs {

    private static final int FLAGS_AT = 32;
    private static final int SHORTEST = 37;
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final PublishedKeys keys;
    private final Findings findings;
    private final Set<Octets> entered = new HashSet<>();

    TwoPersonActs(PublishedKeys keys, Findings findings) {
        this.keys = keys;
        this.findings = findings;
    }

    void check(List<SittingTrail.Placed<SittingEntry.Acted>> acts) {
        for (var placed : acts) {
            var because = refusal(placed.entry());
            findings.claim(because.isEmpty(), Check.V40, placed.where(), because.orElse(""));
        }
    }

    private Optional<String> refusal(SittingEntry.Acted entry) {
        ActDocument act;
        ActProof proposed;
        ActProof approved;
        try {
            act = ActDocument.read(entry.act().toBytes());
            proposed = ActProof.read(entry.proposed().toBytes());
            approved = ActProof.read(entry.approved().toBytes());
        } catch (IllegalArgumentException unreadable) {
            return Optional.of("this is no act with two proofs: " + unreadable.getMessage());
        }
        if (!entered.add(entry.act())) {
            return Optional.of("the act was entered before");
        }
        if (act.proposer().equals(entry.approver())) {
            return Optional.of("%s approves what he proposed".formatted(act.proposer()));
        }
        if (entry.at().isBefore(act.proposed()) || entry.at().isAfter(act.expires())) {
            return Optional.of(
                    "entered at %s, the act stood from %s to %s"
                            .formatted(entry.at(), act.proposed(), act.expires()));
        }
        if (device(proposed).equals(device(approved))) {
            return Optional.of("both stand by one and the same device");
        }
        return refusal(act.proposer(), proposed, act.toPropose())
                .or(() -> refusal(entry.approver(), approved, act.toApprove()));
    }

    private static Octets device(ActProof proof) {
        return switch (proof) {
            case ActProof.Asserted asserted -> asserted.key();
            case ActProof.Attested attested -> Octets.of(attested.signIn().toBytes());
        };
    }

    private Optional<String> refusal(StaffId person, ActProof proof, Digest challenge) {
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
                : Optional.of("the assertion of %s is not over this act".formatted(person));
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
