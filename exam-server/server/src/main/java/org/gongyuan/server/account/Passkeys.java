package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.account.Account.Passkey;
import org.gongyuan.trust.seal.PasskeyKey;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Passkeys of one origin (WebAuthn level 3): registered and asked, always with the person verified
/// by the device. An assertion for another origin, another challenge or a key that says it was used
/// less often than before does not hold (`staff-access.md` 2.2).
public final class Passkeys {

    private static final List<PublicKeyCredentialParameters> ALGORITHMS =
            List.of(
                    new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
                    new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.EdDSA));

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter attested =
            new AttestedCredentialDataConverter(converter);
    private final URI origin;

    /// What a device answered when it was asked to make a passkey.
    public record Registration(Octets attestation, Octets client) {

        public Registration {
            requireNonNull(attestation, "attestation");
            requireNonNull(client, "client");
        }
    }

    /// What a device answered when it was asked for one.
    public record Assertion(
            Octets credential, Octets authenticator, Octets client, Octets signature) {

        public Assertion {
            requireNonNull(credential, "credential");
            requireNonNull(authenticator, "authenticator");
            requireNonNull(client, "client");
            requireNonNull(signature, "signature");
        }
    }

    /// Passkeys for pages of this origin, `https://staff.example.org`.
    public Passkeys(URI origin) {
        if (!"https".equals(origin.getScheme()) || origin.getHost() == null) {
            throw new IllegalArgumentException(
                    "the origin of staff is https://HOST or https://HOST:PORT, not " + origin);
        }
        this.origin = origin;
    }

    /// The relying party: the origin's host.
    public String party() {
        return origin.getHost();
    }

    /// The passkey that a device made for this challenge, or nothing.
    Optional<Passkey> registered(Registration answer, byte[] challenge, Instant at) {
        try {
            var data =
                    manager.verify(
                            new RegistrationRequest(
                                    answer.attestation().toBytes(), answer.client().toBytes()),
                            new RegistrationParameters(server(challenge), ALGORITHMS, true, true));
            var object = requireNonNull(data.getAttestationObject(), "attestation");
            var said = object.getAuthenticatorData();
            var credential =
                    requireNonNull(said.getAttestedCredentialData(), "attested credential");
            var key = requireNonNull(credential.getCOSEKey().getPublicKey(), "public key");
            return Optional.of(
                    new Passkey(
                            Octets.of(credential.getCredentialId()),
                            PasskeyKey.decode(key.getEncoded()),
                            Octets.of(attested.convert(credential)),
                            said.getSignCount(),
                            at));
        } catch (RuntimeException refused) {
            // Whatever the library throws at bytes that anybody may send.
            return Optional.empty();
        }
    }

    /// The passkey as it stands after an answer to this challenge, or nothing when the answer does
    /// not hold.
    Optional<Passkey> answered(Passkey passkey, Assertion answer, byte[] challenge) {
        try {
            var record =
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            true,
                            null,
                            null,
                            passkey.count(),
                            attested.convert(passkey.attested().toBytes()),
                            null,
                            null,
                            null,
                            null);
            var data =
                    manager.verify(
                            new AuthenticationRequest(
                                    answer.credential().toBytes(),
                                    answer.authenticator().toBytes(),
                                    answer.client().toBytes(),
                                    answer.signature().toBytes()),
                            new AuthenticationParameters(
                                    server(challenge),
                                    record,
                                    List.of(passkey.credential().toBytes()),
                                    true,
                                    true));
            var said = requireNonNull(data.getAuthenticatorData(), "authenticator data");
            return Optional.of(
                    new Passkey(
                            passkey.credential(),
                            passkey.key(),
                            passkey.attested(),
                            said.getSignCount(),
                            passkey.added()));
        } catch (RuntimeException refused) {
            // Whatever the library throws at bytes that anybody may send.
            return Optional.empty();
        }
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(origin.toString()))
                .rpId(party())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }
}
