package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.RosterCsv;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.imageio.ImageIO;

@DisplayName("The photos a node keeps")
class PhotoFileTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path folder;

    private static byte[] picture(String name) throws IOException {
        var to = new ByteArrayOutputStream();
        var image = new BufferedImage(100, 140, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, name.hashCode());
        assertTrue(ImageIO.write(image, "png", to));
        return to.toByteArray();
    }

    private static Roster brought() {
        var table =
                """
                ticket,name,secret,seat,extra_minutes,photo
                t-1,王小明,123456,,,one.png
                t-2,李华,654321,,,
                t-3,张敏,abcdef,,,three.png
                """;
        return ((RosterCsv.Reading.Read)
                        RosterCsv.read(
                                Suite.INTL_1,
                                table.getBytes(UTF_8),
                                RANDOM,
                                PhotoFileTest::picture))
                .roster();
    }

    private static CandidateKeys keys(Roster roster) {
        return CandidateKeys.made(roster, AdmissionKey.generate(Suite.INTL_1, RANDOM), RANDOM);
    }

    @Test
    void leadEachCandidateToHisOwnAndNobodyElses() throws IOException {
        var key = AdmissionKey.generate(Suite.INTL_1, RANDOM);
        var kept = brought().keptUnder(key);
        var file = folder.resolve("photos");
        var keys = CandidateKeys.made(kept, key, RANDOM);
        var _ = Files.write(file, PhotoFile.bytes(kept, keys));
        var again = Roster.readKept(kept.toBytes(), key, PhotoFile.open(file, keys));

        for (var ticket : new String[] {"t-1", "t-3"}) {
            var photo = again.photo(again.withTicket(ticket).orElseThrow()).orElseThrow();
            var name = ticket.equals("t-1") ? "one.png" : "three.png";
            assertTrue(Arrays.equals(picture(name), photo.bytes().toBytes()), ticket);
        }
        assertEquals(Optional.empty(), again.photo(again.withTicket("t-2").orElseThrow()));
    }

    @Test
    void areNotInTheRosterTheNodeKeeps() throws IOException {
        var kept = brought().keptUnder(AdmissionKey.generate(Suite.INTL_1, RANDOM));

        assertTrue(kept.toBytes().length < 1_000, "it holds no pictures");
    }

    @Test
    void mayBeAbsent() throws IOException {
        var brought = brought();
        var none = PhotoFile.open(folder.resolve("photos"), keys(brought));

        assertEquals(
                Optional.empty(),
                none.of(brought.withTicket("t-1").orElseThrow().commitment(Suite.INTL_1)));
    }

    @Test
    void cutShortAreRefusedAndOneThatWasDamagedIsLeftOut() throws IOException {
        var brought = brought();
        var keys = keys(brought);
        var bytes = PhotoFile.bytes(brought, keys);
        var file = folder.resolve("photos");
        for (int length : new int[] {4, 20, 60, bytes.length - 1}) {
            var _ = Files.write(file, Arrays.copyOf(bytes, length));
            assertThrows(IOException.class, () -> PhotoFile.open(file, keys), length + " bytes");
        }
        bytes[12 + 2 * 36] = 0;
        var _ = Files.write(file, bytes);
        var photos = PhotoFile.open(file, keys);
        assertEquals(
                Optional.empty(),
                photos.of(brought.withTicket("t-1").orElseThrow().commitment(Suite.INTL_1)));
        assertTrue(
                photos.of(brought.withTicket("t-3").orElseThrow().commitment(Suite.INTL_1))
                        .isPresent());
    }
}
