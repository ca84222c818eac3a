package org.gongyuan.trust.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;

@DisplayName("A signed note")
class SignedNoteTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// The key and the note that implementations of signed notes test each other with.
    private static final String PETER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NOTE =
            TEXT
                    + "\n\u2014 PeterNeumann "
                    + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
                    + "Zb6KE6RyyBwJnAM=\n";

    private final NoteSigner log =
            new NoteSigner("example.org/log", pair(Suite.INTL_1, SigningPurpose.CHECKPOINT));
    private final NoteSigner sm =
            new NoteSigner("example.org/log", pair(Suite.SM_1, SigningPurpose.CHECKPOINT));
    private final NoteSigner witness =
            new NoteSigner("example.net/witness", pair(Suite.INTL_1, SigningPurpose.WITNESS));

    @Test
    void ofTheStandardsExampleKeyHolds() {
        var peter = NoteKey.parse(PETER);
        var note = SignedNote.parse(NOTE);

        assertEquals(TEXT, note.text());
        assertEquals(Set.of(peter), note.signers(List.of(log.key(), peter)));
        assertEquals(NOTE, note.toString());
        assertEquals(PETER, peter.text());
    }

    @Test
    void ofTheStandardsExampleKeyDoesNotHoldWithAnyCharacterChanged() {
        var peter = List.of(NoteKey.parse(PETER));
        for (var i = 0; i < NOTE.length(); i++) {
            var altered = new StringBuilder(NOTE);
            altered.setCharAt(i, (char) (NOTE.charAt(i) + 1));
            refused(altered.toString(), peter);
        }
    }

    @Test
    void keyIsRefusedWithAnyCharacterChangedOrLeftOut() {
        for (var i = 0; i < PETER.length(); i++) {
            var altered = new StringBuilder(PETER);
            altered.setCharAt(i, (char) (PETER.charAt(i) + 1));
            assertThrows(NoteRefused.class, () -> NoteKey.parse(altered.toString()));
            var shorter = new StringBuilder(PETER).deleteCharAt(i);
            assertThrows(NoteRefused.class, () -> NoteKey.parse(shorter.toString()));
            var cut = PETER.substring(0, i);
            assertThrows(NoteRefused.class, () -> NoteKey.parse(cut));
        }
    }

    @Test
    void keyIdIsTheOneOfTheStandard() {
        var hash =
                Hashing.sha256()
                        .update("example.org/log\n\u0001".getBytes(UTF_8))
                        .update(log.key().key().raw())
                        .digest()
                        .hex();

        assertTrue(log.key().text().startsWith("example.org/log+" + hash.substring(0, 8) + "+"));
    }

    @Test
    void carriesALineOfBothSuites() {
        var note = SignedNote.parse(SignedNote.sign(TEXT, List.of(log, sm)).toBytes());

        assertEquals(Set.of(log.key()), note.signers(List.of(log.key())));
        assertEquals(Set.of(sm.key()), note.signers(List.of(sm.key())));
        assertEquals(Set.of(log.key(), sm.key()), note.signers(List.of(log.key(), sm.key())));
        assertEquals(sm.key(), NoteKey.parse(sm.key().text()));
    }

    @Test
    void isWitnessedByOneMoreLine() {
        var note = SignedNote.sign(TEXT, List.of(log)).and(witness);

        assertEquals(
                Set.of(log.key(), witness.key()),
                SignedNote.parse(note.toString()).signers(List.of(log.key(), witness.key())));
    }

    @Test
    void thatNoKnownKeySignedIsRefused() {
        var note = SignedNote.sign(TEXT, List.of(log));

        assertThrows(NoteRefused.class, () -> note.signers(List.of(witness.key())));
        assertThrows(NoteRefused.class, () -> note.signers(List.of()));
    }

    @Test
    void withOneLineThatDoesNotHoldIsRefusedWhoeverElseSigned() {
        var other = SignedNote.sign("another text\n", List.of(log)).toString();
        var line = other.substring(other.lastIndexOf("\n\n") + 2);
        var note = SignedNote.sign(TEXT, List.of(witness)) + line;

        assertEquals(Set.of(witness.key()), SignedNote.parse(note).signers(List.of(witness.key())));
        refused(note, List.of(witness.key(), log.key()));
    }

    @Test
    void isNotSignedByTheSameKeyUnderAnotherName() {
        var note = SignedNote.sign(TEXT, List.of(log)).toString();

        refused(
                note.replace("\u2014 example.org/log ", "\u2014 example.org/lag "),
                List.of(log.key()));
        refused(note, List.of(new NoteKey("example.org/lag", log.key().key())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\nno dash AAAAAAA=\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAAAAA= more\n",
                "text\n\n\u2014  AAAAAAA=\n",
                "text\n\n\u2014 na+me AAAAAAA=\n",
                "text\n\n\u2014 na\u3000me AAAAAAA=\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAA==\n",
                "text\n\n\u2014 name AAAAAAB=\n",
                "text\n\n\u2014 name AAAAAAA\n",
                "text\n\n\u2014 name AAAAAAA=",
                "te\txt\n\n\u2014 name AAAAAAA=\n",
                "te\u0000xt\n\n\u2014 name AAAAAAA=\n",
                "text\r\n\n\u2014 name AAAAAAA=\n",
                "te\ud800xt\n\n\u2014 name AAAAAAA=\n",
                "text\n\n\u2014 name AAAAAAA=\n\n"
            })
    void isRefusedInAnyOtherForm(String note) {
        assertThrows(NoteRefused.class, () -> SignedNote.parse(note));
    }

    @Test
    void isRefusedIfItIsNotUtf8OrTooLong() {
        var bytes = NOTE.getBytes(UTF_8);
        bytes[3] = (byte) 0xff;
        assertThrows(NoteRefused.class, () -> SignedNote.parse(bytes));
        assertThrows(NoteRefused.class, () -> SignedNote.parse(new byte[SignedNote.LONGEST + 1]));
        var line = "\u2014 name AAAAAAA=\n";
        assertEquals("text\n", SignedNote.parse("text\n\n" + line.repeat(100)).text());
        assertThrows(NoteRefused.class, () -> SignedNote.parse("text\n\n" + line.repeat(101)));
    }

    @Test
    void isNotMadeOfWhatCannotBeRead() {
        assertThrows(NoteRefused.class, () -> SignedNote.sign("no end", List.of(log)));
        assertThrows(NoteRefused.class, () -> SignedNote.sign("a\tb\n", List.of(log)));
        assertThrows(IllegalArgumentException.class, () -> SignedNote.sign(TEXT, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SignedNote.sign(TEXT, Collections.nCopies(101, log)));
        var seat = pair(Suite.INTL_1, SigningPurpose.SEAT);
        assertThrows(NoteRefused.class, () -> new NoteSigner("example.org/seat", seat));
        var checkpoint = pair(Suite.INTL_1, SigningPurpose.CHECKPOINT);
        for (var name : new String[] {"", "a b", "a+b", "a\nb", "a\u00a0b"}) {
            assertThrows(NoteRefused.class, () -> new NoteSigner(name, checkpoint));
        }
    }

    @Test
    void canHoldACheckpoint() {
        var root =
                Digest.of(
                        Base64.getDecoder().decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="));
        var checkpoint = new Checkpoint("example.com/behind-the-sofa", 20_852_163, root);
        var text =
                """
                example.com/behind-the-sofa
                20852163
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
                """;

        assertEquals(text, checkpoint.text());
        assertEquals(checkpoint, Checkpoint.parse(text));
        assertEquals(
                checkpoint,
                Checkpoint.open(checkpoint.sign(List.of(log, sm)).toBytes(), List.of(sm.key())));
        assertThrows(
                NoteRefused.class,
                () ->
                        Checkpoint.open(
                                checkpoint.sign(List.of(log)).toBytes(), List.of(witness.key())));
        var extended = new Checkpoint("a", 0, root, List.of("more", "and more"));
        assertEquals(extended, Checkpoint.parse(extended.text()));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "a",
        "a;1",
        ";1;ROOT",
        "a;;ROOT",
        "a;01;ROOT",
        "a;+1;ROOT",
        "a;-1;ROOT",
        "a;1 ;ROOT",
        "a;9223372036854775808;ROOT",
        "a;18446744073709551616;ROOT",
        "a;1;",
        "a;1;AAAA",
        "a;1;ROOT;;more",
        "a;1;CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=",
        "a;1;CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I"
    })
    void holdsNoCheckpointInAnyOtherForm(String lines) {
        var text =
                lines.replace("ROOT", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
                                .replace(';', '\n')
                        + "\n";

        assertThrows(NoteRefused.class, () -> Checkpoint.parse(text));
        assertThrows(NoteRefused.class, () -> Checkpoint.parse(text.strip()));
    }

    @Test
    void countsASignerOnceHoweverOftenHeSigned() {
        List<NoteSigner> twice = new ArrayList<>(List.of(log, log));

        assertEquals(Set.of(log.key()), SignedNote.sign(TEXT, twice).signers(List.of(log.key())));
    }

    private static void refused(String note, List<NoteKey> known) {
        assertThrows(NoteRefused.class, () -> SignedNote.parse(note).signers(known), note);
    }

    private static SigningKeyPair pair(Suite suite, SigningPurpose purpose) {
        return SigningKeyPair.generate(suite, purpose, RANDOM);
    }
}
