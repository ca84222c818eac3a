package org.gongyuan.trust.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.vectors.VectorFile.Case;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.List;

/// What the release room's page sealed in a browser's cryptography opens here. The page's own test
/// wrote the file (`exam-server/console/test/unit/custody.test.ts`), and opens what is sealed here.
@DisplayName("What a custodian's browser sealed")
class SealedByThePageTest {

    private static final String REFUSED = "refused";
    private static final HexFormat HEX = HexFormat.of();
    private static final char[] NO_PASSPHRASE = {};

    static List<Case> cases() {
        return VectorFile.read("envelope/sealed-by-the-page.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsItSays(Case vector) throws Exception {
        var file = KeyFile.parse(vector.get("key"));
        assertEquals(
                vector.expect(),
                switch (vector.get("form")) {
                    case "sealed" -> opened(file, vector);
                    case "key file" -> typed(file, vector.get("passphrase").toCharArray());
                    case "envelope" -> share(file, vector);
                    default -> throw new AssertionError("no such form");
                });
    }

    @Test
    void isMostlyRefused() {
        var refused = cases().stream().filter(one -> one.expect().equals(REFUSED)).count();
        assertTrue(refused > 20, refused + " refusals");
    }

    private static SealingKeyPair pair(KeyFile file) throws SealBroken {
        return file.secret(SealingKeyPair.kind(Purpose.CUSTODIAN), NO_PASSPHRASE);
    }

    private static String opened(KeyFile file, Case vector) throws SealBroken {
        try (var pair = pair(file)) {
            return HEX.formatHex(
                    pair.open(
                            HEX.parseHex(vector.get("sealed")),
                            HEX.parseHex(vector.get("associated"))));
        } catch (SealBroken _) {
            return REFUSED;
        }
    }

    private static String typed(KeyFile file, char[] passphrase) throws SealBroken {
        return switch (file.typed(Purpose.CUSTODIAN, passphrase)) {
            case KeyFile.Typed.Opened(var pair) ->
                    "opens " + HEX.formatHex(pair.exposeForSharing());
            case KeyFile.Typed.Another(var phrase) ->
                    "stands for " + HEX.formatHex(phrase.exposeForSharing());
        };
    }

    private static String share(KeyFile file, Case vector) throws Exception {
        try (var pair = pair(file);
                var share = ShareEnvelope.decode(HEX.parseHex(vector.get("sealed"))).open(pair)) {
            return share.index() + " " + share.digestCommitment().hex();
        }
    }
}
