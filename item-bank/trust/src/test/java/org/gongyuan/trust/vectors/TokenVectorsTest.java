package org.gongyuan.trust.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.TokenAgreement;
import org.gongyuan.trust.seal.TokenPoint;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.trust.vectors.VectorFile.Case;
import org.gongyuan.trust.vectors.VectorFile.Writer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.KeyAgreement;

/// Key files that are bound to a token (`item-bank/spec/trust.md`, section 14), the token's key
/// being given in the open. Most are refused.
@DisplayName("Vectors of key files with a token")
class TokenVectorsTest {

    private static final String NAME = "token/token-files.json";
    private static final String REFUSED = "refused";
    private static final String PASSPHRASE = "三人行必有我师";
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    /// A token whose key lies in the open.
    private record OpenToken(TokenPoint point, PrivateKey key) implements TokenAgreement {

        static OpenToken of(KeyPair pair) {
            return new OpenToken(TokenPoint.of(pair.getPublic()), pair.getPrivate());
        }

        @Override
        public byte[] agree(TokenPoint other) {
            try {
                var agreement = KeyAgreement.getInstance("ECDH");
                agreement.init(key);
                var _ = agreement.doPhase(other.key(), true);
                return agreement.generateSecret();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static List<Case> cases() {
        return VectorFile.read(NAME);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsItSays(Case vector) throws Exception {
        var factory = KeyFactory.getInstance("EC");
        var token =
                OpenToken.of(
                        new KeyPair(
                                factory.generatePublic(
                                        new X509EncodedKeySpec(hex(vector, "public"))),
                                factory.generatePrivate(
                                        new PKCS8EncodedKeySpec(hex(vector, "private")))));
        if (vector.expect().equals(REFUSED)) {
            assertThrows(KeyRefused.class, () -> KeyFile.parse(vector.get("file")).unlock(token));
            return;
        }
        var file = KeyFile.parse(vector.get("file"));
        assertEquals(vector.get("file"), file.text());
        assertThrows(KeyRefused.class, () -> typed(file, vector), "without its token");
        file.unlock(token);
        assertEquals(vector.expect(), typed(file, vector));
        file.forgetToken();
        assertThrows(KeyRefused.class, () -> typed(file, vector), "after it forgot its token");
    }

    @Test
    void areMostlyRefusals() {
        var all = cases();
        var refused = all.stream().filter(one -> one.expect().equals(REFUSED)).count();
        assertTrue(2 * refused > all.size(), refused + " of " + all.size());
    }

    private static byte[] hex(Case vector, String field) {
        return HEX.parseHex(vector.get(field));
    }

    private static String typed(KeyFile file, Case vector) throws Exception {
        return typed(file, vector.get("passphrase"));
    }

    private static String typed(KeyFile file, String passphrase) throws Exception {
        return switch (file.typed(Purpose.CUSTODIAN, passphrase.toCharArray())) {
            case KeyFile.Typed.Opened(var pair) ->
                    "opens " + HEX.formatHex(pair.exposeForSharing());
            case KeyFile.Typed.Another(var phrase) ->
                    "stands for " + HEX.formatHex(phrase.exposeForSharing());
        };
    }

    private static KeyPair fresh() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    /// `-Dgongyuan.vectors=write -Dtest=TokenVectorsTest#areWrittenAnew`. Of phrases, what they
    /// stand for is asked of the code; that it stays so is what the file is for.
    @Test
    @EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
    void areWrittenAnew() throws Exception {
        var to = new Writer();
        for (var suite : Suite.values()) {
            var token = fresh();
            var other = fresh();
            var pair = SealingKeyPair.generate(suite, Purpose.CUSTODIAN, RANDOM);
            var file = sealed(pair, token);
            var text = file.text();
            var again = sealed(pair, token).text();
            file.unlock(OpenToken.of(token));
            var name = suite.id() + ": ";
            add(
                    to,
                    name + "good",
                    token,
                    text,
                    PASSPHRASE,
                    "opens " + HEX.formatHex(pair.exposeForSharing()));
            add(to, name + "another phrase", token, text, "forced", typed(file, "forced"));
            var spoiled =
                    text.replaceAll("(?<=secret: )..", text.contains("secret: AA") ? "BB" : "AA");
            add(
                    to,
                    name + "altered secret: as any phrase that does not open",
                    token,
                    spoiled,
                    PASSPHRASE,
                    typed(unlocked(spoiled, token), PASSPHRASE));
            refused(to, name + "another token", other, text);
            refused(
                    to,
                    name + "another token's key in the line",
                    token,
                    text.replaceAll(
                            "token: ecdh-p256 key=\\S+",
                            "token: ecdh-p256 key=" + TokenPoint.of(other.getPublic()).text()));
            refused(to, name + "once of another file", token, with("once", again, text));
            refused(to, name + "check of another file", token, with("check", again, text));
            refused(
                    to,
                    name + "once off the curve",
                    token,
                    with("once", "once=" + "BAAA" + "A".repeat(83), text));
            refused(to, name + "once compressed", token, text.replaceAll("once=B", "once=A"));
            refused(to, name + "on another curve", token, text.replace("ecdh-p256", "ecdh-p384"));
            refused(
                    to,
                    name + "check too short",
                    token,
                    text.replaceAll("(check=\\S{21})\\S", "$1"));
            refused(to, name + "no token's line", token, text.replaceAll("token: .*\n", ""));
            refused(
                    to,
                    name + "token's line twice",
                    token,
                    text.replaceAll("(token: .*\n)", "$1$1"));
            refused(
                    to,
                    name + "version 1",
                    token,
                    text.replace("gongyuan-key/2", "gongyuan-key/1"));
            refused(
                    to,
                    name + "version 3",
                    token,
                    text.replace("gongyuan-key/2", "gongyuan-key/3"));
            refused(
                    to,
                    name + "lying open",
                    token,
                    text.replaceAll("passphrase: .*", "passphrase: none")
                            .replaceAll("secret: .*", "secret: " + "A".repeat(43)));
            refused(to, name + "not bound to a token", token, KeyFile.lyingOpen(pair).text());
        }
        to.write(NAME);
    }

    private static KeyFile unlocked(String text, KeyPair token) {
        var file = KeyFile.parse(text);
        file.unlock(OpenToken.of(token));
        return file;
    }

    private static String with(String field, String from, String into) {
        return into.replaceAll(
                field + "=\\S+", from.replaceAll("(?s).*?(" + field + "=\\S+).*", "$1"));
    }

    private static KeyFile sealed(SealingKeyPair pair, KeyPair token) {
        return KeyFile.sealed(
                pair, OpenToken.of(token), PASSPHRASE.toCharArray(), new Argon2(8, 1, 1), RANDOM);
    }

    private static void refused(Writer to, String description, KeyPair token, String file) {
        add(to, description, token, file, PASSPHRASE, REFUSED);
    }

    private static void add(
            Writer to,
            String description,
            KeyPair token,
            String file,
            String passphrase,
            String expect) {
        var _ =
                to.add(
                        "description",
                        description,
                        "public",
                        HEX.formatHex(token.getPublic().getEncoded()),
                        "private",
                        HEX.formatHex(token.getPrivate().getEncoded()),
                        "file",
                        file,
                        "passphrase",
                        passphrase,
                        "expect",
                        expect);
    }
}
