package org.gongyuan.server.oidc;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

/// A body's identity provider, asked over TLS by the code flow with PKCE. The library checks
/// issuer, audience, algorithm, signature, nonce and times of an ID token; what it refuses is
/// refused here.
public final class IdentityProvider {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int LARGEST = 256 << 10;

    private final Settings settings;
    private final InstantSource clock;
    private volatile OIDCProviderMetadata metadata;
    private volatile IDTokenValidator validator;

    /// How a provider is reached.
    ///
    /// @param algorithm with which it signs; no other is taken
    /// @param redirect where it sends browsers back to
    /// @param sockets the authorities its certificate may be from
    public record Settings(
            String issuer,
            String client,
            String secret,
            String algorithm,
            URI redirect,
            Optional<SSLSocketFactory> sockets) {

        public Settings {
            requireNonNull(issuer, "issuer");
            requireNonNull(client, "client");
            requireNonNull(secret, "secret");
            requireNonNull(algorithm, "algorithm");
            requireNonNull(redirect, "redirect");
            requireNonNull(sockets, "sockets");
        }

        @Override
        public String toString() {
            return "Settings[" + issuer + "]";
        }
    }

    /// Why nobody was vouched for, for the record alone.
    static final class NotVouched extends Exception {

        private static final long serialVersionUID = 1;

        NotVouched(String because) {
            super(because);
        }
    }

    /// A provider that has not been asked yet.
    public IdentityProvider(Settings settings, InstantSource clock) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
    }

    String issuer() {
        return settings.issuer();
    }

    /// Where a browser asks the provider.
    URI authorization(Flow flow) throws NotVouched {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid"),
                        new ClientID(settings.client()),
                        settings.redirect())
                .endpointURI(known().getAuthorizationEndpointURI())
                .state(new State(flow.state()))
                .nonce(new Nonce(flow.nonce()))
                .codeChallenge(new CodeVerifier(flow.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /// The subject the provider vouches for by this code.
    ///
    /// @param from who says that the answer is from him (RFC 9207), where somebody does
    String vouched(Flow flow, String code, Optional<String> from) throws NotVouched {
        var provider = known();
        if (from.isEmpty() && provider.supportsAuthorizationResponseIssuerParam()) {
            throw new NotVouched("provider-other");
        }
        if (from.isPresent() && !from.get().equals(settings.issuer())) {
            throw new NotVouched("provider-other");
        }
        var request =
                new TokenRequest.Builder(
                                provider.getTokenEndpointURI(),
                                new ClientSecretBasic(
                                        new ClientID(settings.client()),
                                        new Secret(settings.secret())),
                                new AuthorizationCodeGrant(
                                        new AuthorizationCode(code),
                                        settings.redirect(),
                                        new CodeVerifier(flow.verifier())))
                        .build()
                        .toHTTPRequest();
        configure(request);
        try {
            var response = OIDCTokenResponseParser.parse(request.send());
            if (!(response instanceof OIDCTokenResponse tokens)) {
                throw new NotVouched("provider-code");
            }
            var claims =
                    validator.validate(
                            tokens.getOIDCTokens().getIDToken(), new Nonce(flow.nonce()));
            if (!clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
                throw new NotVouched("provider-token");
            }
            return claims.getSubject().getValue();
        } catch (IOException unreachable) {
            throw new NotVouched("provider-unreachable");
        } catch (BadJOSEException | JOSEException | GeneralException | RuntimeException refused) {
            throw new NotVouched("provider-token");
        }
    }

    /// What the provider says of itself, asked once it is needed.
    private OIDCProviderMetadata known() throws NotVouched {
        if (metadata == null) {
            try {
                var said =
                        OIDCProviderMetadata.resolve(
                                new Issuer(settings.issuer()), this::configure);
                for (var endpoint :
                        new URI[] {
                            said.getAuthorizationEndpointURI(),
                            said.getTokenEndpointURI(),
                            said.getJWKSetURI()
                        }) {
                    if (endpoint == null || !"https".equals(endpoint.getScheme())) {
                        throw new NotVouched("provider-plain");
                    }
                }
                validator =
                        new IDTokenValidator(
                                new Issuer(settings.issuer()),
                                new ClientID(settings.client()),
                                JWSAlgorithm.parse(settings.algorithm()),
                                said.getJWKSetURI().toURL(),
                                new DefaultResourceRetriever(
                                        PATIENCE_MILLIS,
                                        PATIENCE_MILLIS,
                                        LARGEST,
                                        true,
                                        settings.sockets().orElse(null)));
                metadata = said;
            } catch (IOException | GeneralException unreachable) {
                throw new NotVouched("provider-unreachable");
            }
        }
        return metadata;
    }

    private void configure(HTTPRequest request) {
        request.setConnectTimeout(PATIENCE_MILLIS);
        request.setReadTimeout(PATIENCE_MILLIS);
        request.setFollowRedirects(false);
        settings.sockets().ifPresent(request::setSSLSocketFactory);
    }
}
