package org.gongyuan.server.oidc;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// One way to the identity provider and back, begun by one browser: what came back counts in that
/// browser alone. It lies sealed in a cookie, not at the node.
///
/// @param state what the provider gives back
/// @param nonce what the ID token must hold
/// @param verifier of PKCE
/// @param linking whose account is to be linked; nothing when somebody signs in
record Flow(
        Instant expires, String state, String nonce, String verifier, Optional<Digest> linking) {

    private static final StaffId NOBODY = new StaffId("nobody");
    private static final String FIELD = "provider flow";
    private static final int RANDOM = 32;

    Flow {
        requireNonNull(expires, "expires");
        requireNonNull(state, "state");
        requireNonNull(nonce, "nonce");
        requireNonNull(verifier, "verifier");
        requireNonNull(linking, "linking");
    }

    static Flow begin(Instant expires, Optional<Digest> linking, SecureRandom random) {
        return new Flow(expires, fresh(random), fresh(random), fresh(random), linking);
    }

    private static String fresh(SecureRandom random) {
        var bytes = new byte[RANDOM];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String sealed(AccountBook book) {
        var to = new CborWriter(256).array(5).uint(expires.toEpochMilli()).text(state);
        to.text(nonce).text(verifier);
        linking.ifPresentOrElse(handle -> to.bytes(handle.toBytes()), to::nil);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(book.sealed(NOBODY, FIELD, to.toBytes()).toBytes());
    }

    static Optional<Flow> opened(AccountBook book, String cookie) {
        try {
            var sealed = Octets.of(Base64.getUrlDecoder().decode(cookie));
            var from = new CborReader(book.opened(NOBODY, FIELD, sealed));
            from.array(5);
            var flow =
                    new Flow(
                            Instant.ofEpochMilli(from.uint()),
                            from.text(),
                            from.text(),
                            from.text(),
                            from.nil()
                                    ? Optional.empty()
                                    : Optional.of(Digest.of(from.bytes(Digest.LENGTH))));
            from.end();
            return Optional.of(flow);
        } catch (IllegalArgumentException | IllegalStateException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Flow[secret]";
    }
}
