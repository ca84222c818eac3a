package org.gongyuan.command;

import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.TokenAgreement;
import org.gongyuan.trust.token.Token;
import org.gongyuan.trust.token.TokenLibrary;
import org.gongyuan.trust.token.TokenRefused;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// Which token a key file is bound to, and where its PIN comes from: the terminal, or a file that
/// only its owner may read. Never the arguments (`item-bank/spec/trust.md`, section 14).
final class TokenChoice implements AutoCloseable {

    @Option(
            names = "--token-library",
            paramLabel = "FILE",
            description = {
                "令牌厂商的 PKCS#11 库；密钥文件绑定令牌时要给。",
                "The token's PKCS#11 library; needed for a key file bound to a token."
            })
    private Path library;

    @Option(
            names = "--token",
            paramLabel = "LABEL|SERIAL",
            description = {
                "用哪一个令牌；只插着一个时可不给。",
                "Which token; need not be said when only one is plugged in."
            })
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = {
                "PIN 文件第一行；只有所有者可读，否则拒绝。不给则在终端询问。",
                "First line is the PIN; refused unless only its owner may read it. Without it the"
                        + " terminal is asked."
            })
    private Path pinFile;

    private Token opened;

    /// Whether a token is to be used.
    boolean isGiven() {
        if (library == null && (name.isPresent() || pinFile != null)) {
            throw new Refused(
                    Refused.MISUSED,
                    "say by which library the token is spoken to: --token-library FILE");
        }
        return library != null;
    }

    /// A key on the token for a new key file: the one that is named, or a new one.
    TokenAgreement forNewFile(Optional<String> key, String fresh, SecureRandom random)
            throws IOException {
        try {
            var token = token();
            return key.isPresent() ? token.named(key.get()) : token.create(fresh, random);
        } catch (TokenRefused refused) {
            throw refused(refused);
        }
    }

    /// Lets the token do its part for a key file that needs it.
    void unlock(KeyFile key, Path of) throws IOException {
        if (key.token().isEmpty()) {
            if (isGiven()) {
                throw new Refused(
                        Refused.REFUSED,
                        "the key file %s is not bound to a token; leave the token's options out"
                                .formatted(of));
            }
            return;
        }
        if (!isGiven()) {
            throw new Refused(
                    Refused.REFUSED,
                    "the key file %s opens only with its token: plug it in and give --token-library FILE"
                            .formatted(of));
        }
        try {
            key.unlock(token().key(key.token().get()));
        } catch (TokenRefused refused) {
            throw refused(refused);
        } catch (KeyRefused refused) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(of, refused.getMessage()));
        }
    }

    private Token token() throws IOException, TokenRefused {
        if (opened == null) {
            var there = TokenLibrary.at(library);
            var slot = there.token(name);
            var pin =
                    pinFile == null
                            ? Passphrase.asked(
                                    "PIN: " + slot.named() + ": ",
                                    "the PIN",
                                    slot.named(),
                                    "--pin-file")
                            : Passphrase.fromFile(pinFile, "PIN file");
            try {
                opened = there.open(slot, pin);
            } finally {
                Arrays.fill(pin, '\0');
            }
        }
        return opened;
    }

    private static Refused refused(TokenRefused refused) {
        return new Refused(Refused.REFUSED, refused.getMessage());
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
