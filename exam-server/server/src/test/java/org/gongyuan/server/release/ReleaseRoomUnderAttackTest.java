package org.gongyuan.server.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.sitting.Sittings;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody tries who has one custodian's key, or who kept the bytes that others handed in.
@DisplayName("The release room, attacked by a custodian or over the wire,")
class ReleaseRoomUnderAttackTest {

    private static final char[] FORCED = "what I say when forced".toCharArray();

    @TempDir private Path folder;

    private final List<Optional<Digest>> marks = new ArrayList<>();
    private final List<Instant> releases = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private Sittings sittings;
    private SealedExam exam;
    private ReleaseRoom room;

    @BeforeEach
    void openTheRoomTwentyMinutesBeforeTheHour() throws IOException {
        exam = new SealedExam(folder, Sittings.NOON);
        sittings = new Sittings(exam.manifest.formKey().commitments().secret());
        room =
                new ReleaseRoom(
                        exam.manifest,
                        sittings.sitting,
                        random,
                        _ -> {},
                        () -> releases.add(sittings.sitting.clock().instant()),
                        (_, _, _, mark) -> marks.add(mark));
    }

    private byte[] share(int custodian) {
        return exam.handIn(custodian, room.nodeKey());
    }

    private List<HandingIn> handIn(List<byte[]> all) {
        var told = new ArrayList<HandingIn>();
        all.forEach(one -> room.handIn(one, told::add));
        sittings.turn();
        return told;
    }

    private HandingIn handIn(byte[] one) {
        return handIn(List.of(one)).getFirst();
    }

    private static void isRefused(String reason, HandingIn answer) {
        assertEquals(reason, assertInstanceOf(HandingIn.Refused.class, answer).reason());
    }

    private <E> List<E> entries(Class<E> kind) {
        return sittings.log.entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void releasesOnceHoweverOftenTheSharesAreReplayed() {
        sittings.passes(Duration.ofMinutes(20));
        var kept = List.of(share(0), share(2), share(4));
        assertInstanceOf(HandingIn.Released.class, handIn(kept).getLast());
        var given = room.given();
        sittings.passes(Duration.ofMinutes(1));

        handIn(kept).forEach(one -> isRefused("repeated-share", one));
        assertEquals(new HandingIn.Received(2, 4, 3), handIn(share(1)), "late, and noted");
        assertEquals(new HandingIn.Received(4, 5, 3), handIn(share(3)), "late, and noted");
        handIn(kept).forEach(one -> isRefused("repeated-share", one));

        assertEquals(1, entries(SittingEntry.Released.class).size());
        assertEquals(5, entries(SittingEntry.ShareReceived.class).size(), "one of each");
        assertEquals(1, releases.size());
        assertEquals(0, room.have(), "nothing is kept after the release");
        given.forEach((index, at) -> assertEquals(at, room.given().get(index), "who gave when"));
    }

    @Test
    void releasesOnceWhenAllGiveTheLastShareInTheSameInstant() {
        sittings.passes(Duration.ofMinutes(20));
        var _ = handIn(List.of(share(0), share(1)));

        var told = handIn(List.of(share(2), share(3), share(4), share(2)));

        assertEquals(4, told.size());
        assertEquals(1, told.stream().filter(HandingIn.Released.class::isInstance).count());
        assertEquals(1, told.stream().filter(HandingIn.Refused.class::isInstance).count());
        assertEquals(1, entries(SittingEntry.Released.class).size());
        assertEquals(1, releases.size());
        assertTrue(room.isReleased());
    }

    @Test
    void keepsNothingOfSharesThatWereEarlyHoweverMany() {
        var early = List.of(share(0), share(1), share(2));
        handIn(early).forEach(one -> isRefused("too-early", one));
        sittings.passes(Duration.ofMinutes(20));

        assertEquals(0, room.have());
        assertEquals(new HandingIn.Received(4, 1, 3), handIn(share(3)));
        assertFalse(room.isReleased());
    }

    /// Somebody who forces a custodian does not wait for the hour.
    @Test
    void hearsThatACustodianIsForcedBeforeTheHourAndTellsHimOnlyThatHeIsEarly() throws Exception {
        var file =
                KeyFile.sealed(
                        exam.custodian(0),
                        "the right phrase".toCharArray(),
                        new Argon2(8, 1, 1),
                        random);
        var key = exam.custodian(0).publicKey().fingerprint();
        HandIn forced;
        Digest mark;
        try (var paper = SealedForm.read(exam.file, Acceptance.upTo(Classification.INTERNAL));
                var typed = file.typed(Purpose.CUSTODIAN, FORCED);
                var phrase = file.secondPhrase(FORCED)) {
            forced = paper.handIn(SharePurpose.FORM, key, typed, room.nodeKey());
            mark = phrase.mark();
        }

        var one = handIn(forced.toBytes());
        var other = handIn(share(0));

        assertEquals(one, other, "a true share is told the same");
        isRefused("too-early", one);
        assertEquals(Optional.of(mark), marks.getFirst());
        assertNotEquals(Optional.of(mark), marks.getLast());
        assertEquals(0, room.have());
    }

    /// One custodian who has another's bytes may say what he likes around them.
    @Test
    void takesNobodysShareInAnothersName() {
        sittings.passes(Duration.ofMinutes(20));
        var own = exam.custodian(0).publicKey().fingerprint().toBytes();
        var anothers = exam.custodian(1).publicKey().fingerprint().toBytes();
        var renamed = share(1);
        int at = indexOf(renamed, anothers);
        System.arraycopy(own, 0, renamed, at, own.length);

        isRefused("foreign-share", handIn(renamed));
        assertEquals(new HandingIn.Received(2, 1, 3), handIn(share(1)));
        isRefused("repeated-share", handIn(share(1)));
        assertEquals(1, room.have());
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("the bytes are not there");
    }
}
