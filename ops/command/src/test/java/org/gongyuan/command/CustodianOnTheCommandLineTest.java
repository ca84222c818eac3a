package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.gongyuan.command.Terminal.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;

@DisplayName("A custodian on the command line")
class CustodianOnTheCommandLineTest {

    private static final String RIGHT = "the right phrase";
    private static final String FORCED = "what I say when forced";

    @TempDir private Path folder;

    private Path words(String words) throws IOException {
        var file = Files.writeString(folder.resolve("w" + words.hashCode()), words + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private Path key(String suite) throws IOException {
        var key = folder.resolve("key-" + suite);
        good(
                "custodian",
                "keygen",
                "--suite",
                suite,
                "--out",
                key,
                "--passphrase-file",
                words(RIGHT));
        return key;
    }

    private static SealingPublicKey publicKey(Path key) throws IOException {
        return SealingPublicKey.parse(
                KeyFile.parse(Files.readString(key)).publicText().orElseThrow());
    }

    @Test
    void provesThatAKeyIsHisWithEitherSuite() throws Exception {
        for (var suite : Suite.values()) {
            var key = key(suite.id());
            var secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            var sealed =
                    publicKey(key)
                            .seal(
                                    secret,
                                    CustodianKeys.bound(new StaffId("li.na"), publicKey(key)));
            var challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);

            var told =
                    good(
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
                                    "--json")
                            .json();

            var mark = Digest.parse(told.getString("mark"));
            try (var phrase =
                    KeyFile.parse(Files.readString(key)).secondPhrase(FORCED.toCharArray())) {
                assertEquals(phrase.mark(), mark);
            }
            assertEquals(
                    CustodianKeys.answer(publicKey(key), secret, mark).hex(),
                    told.getString("answer"));
            var anothers =
                    gongyuan(
                            "custodian",
                            "prove",
                            "--key",
                            key,
                            "--person",
                            "wang.wei",
                            "--challenge",
                            challenge,
                            "--passphrase-file",
                            words(RIGHT));
            assertEquals(Refused.REFUSED, anothers.status(), anothers.err());
        }
    }

    @Test
    void destroysTheFileOfTheKeyThatWasNamedAndSaysWhatItDoesNotReach() throws Exception {
        var key = key("INTL-1");
        var fingerprint = publicKey(key).fingerprint().hex();
        // Another name of the same bytes shows what became of them.
        var also = Files.createLink(folder.resolve("also"), key);
        var secret = Files.readString(key);

        var unasked = gongyuan("custodian", "destroy", key, "--fingerprint", fingerprint);
        assertEquals(Refused.MISUSED, unasked.status(), "there is nobody to ask");
        assertEquals(secret, Files.readString(key));
        var told =
                good("custodian", "destroy", key, "--fingerprint", fingerprint, "--yes", "--json")
                        .json();

        assertEquals(fingerprint, told.getString("fingerprint"));
        assertEquals(secret.getBytes(UTF_8).length, told.getInteger("bytes"));
        assertTrue(told.getJsonArray("notReached").contains("copies"));
        assertTrue(Files.notExists(key));
        assertEquals(0, Files.size(also), "overwritten before its name went");
        assertTrue(Files.exists(PublicPart.beside(key)), "the public part is nobody's secret");
    }

    @Test
    void destroysNoFileThatIsAnotherAndSaysWhatItIs() throws Exception {
        var key = key("INTL-1");
        var fingerprint = publicKey(key).fingerprint().hex();
        var text = Files.readString(key);
        var letter = Files.writeString(folder.resolve("letter"), "Dear Li\n");
        var empty = Files.createFile(folder.resolve("empty"));
        var link = Files.createSymbolicLink(folder.resolve("link"), key);
        var node = folder.resolve("proctor");
        good("key", "new", "--purpose", "proctor", "--open", "--out", node);

        refused("it holds the key " + fingerprint, key, "0".repeat(64));
        refused("it is no key file", letter, fingerprint);
        refused("it is empty", empty, fingerprint);
        refused("is a link to", link, fingerprint);
        refused("it holds a proctor signing key", node, fingerprint);
        var none = gongyuan("custodian", "destroy", letter, "--fingerprint", "12", "--yes");
        assertEquals(Refused.MISUSED, none.status(), none.err());
        assertEquals(text, Files.readString(key));
        assertEquals("Dear Li\n", Files.readString(letter));
    }

    private static void refused(String because, Path file, String fingerprint) {
        var run = gongyuan("custodian", "destroy", file, "--fingerprint", fingerprint, "--yes");
        assertEquals(Refused.REFUSED, run.status(), run.err());
        assertTrue(run.err().contains(because), run.err());
        assertTrue(Files.exists(file));
    }

    @Test
    void handsInWhateverHisPassphraseStandsForAndIsToldNothingOfIt() throws Exception {
        var paper = SealedPaper.assembled(folder);
        Files.delete(paper.custodian(2));
        Files.delete(PublicPart.beside(paper.custodian(2)));
        good("custodian", "keygen", "--out", paper.custodian(2), "--passphrase-file", words(RIGHT));
        good(paper.seal(paper.folder.resolve("reviewer"), "2126-05-04T01:00:00Z"));
        try (var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, new SecureRandom())) {
            var nodeKey = Files.writeString(folder.resolve("node"), node.publicKey().text() + "\n");
            var handIns = new ArrayList<HandIn>();
            var lengths = new HashSet<Integer>();
            var said = new HashSet<String>();
            for (var phrase : new String[] {RIGHT, FORCED, "the rihgt phrase"}) {
                var share = folder.resolve("share");
                var told =
                        good(
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
                                share);
                said.add(told.out() + told.err());
                var bytes = Files.readAllBytes(share);
                lengths.add(bytes.length);
                handIns.add(HandIn.parse(bytes));
                Files.delete(share);
            }
            assertEquals(1, lengths.size());
            assertEquals(1, said.size(), said::toString);
            var mark =
                    KeyFile.parse(Files.readString(paper.custodian(2)))
                            .secondPhrase(FORCED.toCharArray())
                            .mark();
            assertEquals(mark, handIns.get(1).open(node).secondPhraseMark());
            assertNotEquals(mark, handIns.get(2).open(node).secondPhraseMark());
            assertNotEquals(mark, handIns.get(0).open(node).secondPhraseMark());
            assertTrue(
                    handIns.stream()
                            .allMatch(one -> one.manifest().equals(handIns.getFirst().manifest())));
        }
    }
}
