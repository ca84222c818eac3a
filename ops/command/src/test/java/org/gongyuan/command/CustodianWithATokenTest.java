package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Against SoftHSM2. Its library reads which tokens there are when it is loaded, once for a
/// program, so both are set up before.
@DisplayName("A custodian with a token")
class CustodianWithATokenTest {

    private static final String RIGHT = "the right phrase";
    private static final String FORCED = "what I say when forced";

    private static SoftToken own;
    private static SoftToken anothers;

    @TempDir private Path folder;

    @BeforeAll
    static void plugIn() throws Exception {
        own = SoftToken.fresh();
        anothers = SoftToken.fresh();
    }

    @AfterAll
    static void throwAway() throws Exception {
        if (own != null) {
            own.delete();
            anothers.delete();
        }
    }

    private Path words(String words) throws IOException {
        var file = Files.writeString(folder.resolve("w" + words.hashCode()), words + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private Object[] with(SoftToken token, String pin, Object... arguments) throws IOException {
        return Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--token-library",
                                token.library(),
                                "--token",
                                token.label(),
                                "--pin-file",
                                words(pin)))
                .toArray();
    }

    private Path key(String name, String suite) throws IOException {
        var key = folder.resolve(name);
        good(
                with(
                        own,
                        SoftToken.PIN,
                        "custodian",
                        "keygen",
                        "--suite",
                        suite,
                        "--out",
                        key,
                        "--passphrase-file",
                        words(RIGHT)));
        return key;
    }

    private Object[] prove(Path key, String challenge) throws IOException {
        return new Object[] {
            "custodian",
            "prove",
            "--key",
            key,
            "--person",
            "li.na",
            "--challenge",
            challenge,
            "--passphrase-file",
            words(RIGHT),
            "--second-phrase-file",
            words(FORCED),
            "--json"
        };
    }

    private static String challenge(SealingPublicKey key, byte[] secret) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.seal(secret, CustodianKeys.bound(new StaffId("li.na"), key)));
    }

    private static SealingPublicKey publicKey(Path key) throws IOException {
        return SealingPublicKey.parse(
                KeyFile.parse(Files.readString(key)).publicText().orElseThrow());
    }

    private void refused(String because, Object... arguments) {
        var run = gongyuan(arguments);
        assertEquals(Refused.REFUSED, run.status(), run.out() + run.err());
        assertTrue(run.err().contains(because), run.err());
        assertFalse(run.err().contains(SoftToken.PIN), run.err());
        assertEquals("", run.out());
    }

    @Test
    void provesThatAKeyIsHisWithEitherSuite() throws Exception {
        for (var suite : Suite.values()) {
            var key = key("proven-" + suite.id(), suite.id());
            var secret = new byte[32];
            new SecureRandom().nextBytes(secret);

            var told =
                    good(with(own, SoftToken.PIN, prove(key, challenge(publicKey(key), secret))))
                            .json();

            assertEquals(
                    CustodianKeys.answer(
                                    publicKey(key), secret, Digest.parse(told.getString("mark")))
                            .hex(),
                    told.getString("answer"));
        }
    }

    /// As without a token: whether a passphrase was right, mistyped or the second one, is told
    /// neither by words nor by lengths.
    @Test
    void handsInWhateverHisPassphraseStandsForAndIsToldNothingOfIt() throws Exception {
        var paper = SealedPaper.assembled(folder);
        Files.delete(paper.custodian(2));
        Files.delete(PublicPart.beside(paper.custodian(2)));
        var key = key("own", "INTL-1");
        Files.move(key, paper.custodian(2));
        Files.move(PublicPart.beside(key), PublicPart.beside(paper.custodian(2)));
        good(paper.seal(paper.folder.resolve("reviewer"), "2126-05-04T01:00:00Z"));
        var proof =
                prove(paper.custodian(2), challenge(publicKey(paper.custodian(2)), new byte[32]));
        var mark = Digest.parse(good(with(own, SoftToken.PIN, proof)).json().getString("mark"));
        try (var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, new SecureRandom())) {
            var nodeKey = Files.writeString(folder.resolve("node"), node.publicKey().text() + "\n");
            var marks = new ArrayList<Digest>();
            var lengths = new HashSet<Integer>();
            var said = new HashSet<String>();
            for (var phrase : List.of(RIGHT, FORCED, "the rihgt phrase")) {
                var share = folder.resolve("share");
                var told =
                        good(
                                with(
                                        own,
                                        SoftToken.PIN,
                                        "custodian",
                                        "share",
                                        paper.form,
                                        "--key",
                                        paper.custodian(2),
                                        "--passphrase-file",
                                        words(phrase),
                                        "--node-key",
                                        nodeKey,
                                        "--out",
                                        share));
                said.add(told.out() + told.err());
                var bytes = Files.readAllBytes(share);
                lengths.add(bytes.length);
                marks.add(HandIn.parse(bytes).open(node).secondPhraseMark());
                Files.delete(share);
            }
            assertEquals(1, lengths.size());
            assertEquals(1, said.size(), said::toString);
            assertNotEquals(mark, marks.get(0));
            assertEquals(mark, marks.get(1));
            assertNotEquals(mark, marks.get(2));
        }
    }

    @Test
    void isToldWhatIsWrongBeforeAnyPassphraseIsTyped() throws Exception {
        var key = key("told", "INTL-1");
        var proof = prove(key, challenge(publicKey(key), new byte[32]));
        for (int i = 0; i < proof.length; i++) {
            if (proof[i].equals("--passphrase-file")) {
                proof[i + 1] = folder.resolve("there-is-none");
            }
        }
        var strange = Files.writeString(folder.resolve("strange.so"), "no library");

        refused("opens only with its token", proof);
        refused(
                "no PKCS#11 library is at",
                with(new SoftToken(own.label(), folder.resolve("none.so")), SoftToken.PIN, proof));
        refused(
                "is no PKCS#11 library",
                with(new SoftToken(own.label(), strange), SoftToken.PIN, proof));
        refused(
                "no token is called mine; there are: ",
                with(new SoftToken("mine", own.library()), SoftToken.PIN, proof));
        refused(
                "say which token, by serial number",
                Stream.concat(Stream.of(proof), Stream.of("--token-library", own.library()))
                        .toArray());
        refused("does not hold the key of this file", with(anothers, SoftToken.PIN, proof));
        var altered = key("altered", "INTL-1");
        Files.writeString(altered, swapped(Files.readString(key), Files.readString(altered)));
        refused("does not open this key file", with(own, SoftToken.PIN, prove(altered, "AAAA")));
        var plain = folder.resolve("plain");
        good("custodian", "keygen", "--out", plain, "--passphrase-file", words(RIGHT));
        refused("is not bound to a token", with(own, SoftToken.PIN, prove(plain, "AAAA")));
    }

    /// The second file with the check of the first one's token.
    private static String swapped(String from, String into) {
        return into.replaceAll("check=\\S+", from.replaceAll("(?s).*(check=\\S+).*", "$1"));
    }

    @Test
    void isToldThatThePinIsWrongAndHowItStands() throws Exception {
        var key = key("pin", "INTL-1");
        var proof = prove(key, challenge(publicKey(key), new byte[32]));

        refused("the PIN is not that of token", with(own, "000000", proof));
        assertEquals("typed-wrong", pin(own));
        refused("the token counts wrong ones", with(own, "000001", proof));
        good(with(own, SoftToken.PIN, proof));

        assertEquals("good", pin(own));
        assertEquals("good", pin(anothers));
    }

    private static String pin(SoftToken token) {
        var told = good("custodian", "tokens", "--token-library", token.library(), "--json").json();
        return told.getJsonArray("tokens").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("label").equals(token.label()))
                .findFirst()
                .orElseThrow()
                .getString("pin");
    }

    @Test
    void isToldThatHisKeyWasRemoved() throws Exception {
        var key = folder.resolve("removed");
        var made =
                good(
                        with(
                                anothers,
                                SoftToken.PIN,
                                "custodian",
                                "keygen",
                                "--out",
                                key,
                                "--passphrase-file",
                                words(RIGHT)));
        var name = made.out().replaceAll("(?s).*(gongyuan-[0-9a-f]{16}).*", "$1");
        var again = folder.resolve("again");
        good(
                with(
                        anothers,
                        SoftToken.PIN,
                        "custodian",
                        "keygen",
                        "--out",
                        again,
                        "--token-key",
                        name,
                        "--passphrase-file",
                        words(RIGHT)));
        assertEquals(
                KeyFile.parse(Files.readString(key)).token(),
                KeyFile.parse(Files.readString(again)).token());
        remove(anothers, name);

        refused(
                "it is another token, or the key was removed",
                with(anothers, SoftToken.PIN, prove(key, "AAAA")));
        refused(
                "has no key called " + name,
                with(
                        anothers,
                        SoftToken.PIN,
                        "custodian",
                        "keygen",
                        "--out",
                        folder.resolve("third"),
                        "--token-key",
                        name,
                        "--passphrase-file",
                        words(RIGHT)));
        assertFalse(Files.exists(folder.resolve("third")));
    }

    private static void remove(SoftToken from, String name) throws Exception {
        var slot =
                org.gongyuan.trust.token.TokenLibrary.at(from.library())
                        .token(java.util.Optional.of(from.label()))
                        .slot();
        var provider =
                Security.getProvider("SunPKCS11")
                        .configure(
                                "--name = remover\nlibrary = %s\nslot = %d\n"
                                        .formatted(from.library(), slot));
        var objects = KeyStore.getInstance("PKCS11", provider);
        objects.load(null, SoftToken.PIN.toCharArray());
        objects.deleteEntry(name);
        ((java.security.AuthProvider) provider).logout();
    }

    @Test
    void isMisunderstoodWithoutALibraryOrLyingOpen() throws Exception {
        var key = folder.resolve("misused");
        for (var arguments :
                List.of(
                        new Object[] {"custodian", "keygen", "--out", key, "--token", own.label()},
                        new Object[] {"custodian", "keygen", "--out", key, "--token-key", "one"},
                        with(own, SoftToken.PIN, "custodian", "keygen", "--out", key, "--open"))) {
            var run = gongyuan(arguments);
            assertEquals(Refused.MISUSED, run.status(), run.out() + run.err());
            assertFalse(Files.exists(key));
        }
    }
}
