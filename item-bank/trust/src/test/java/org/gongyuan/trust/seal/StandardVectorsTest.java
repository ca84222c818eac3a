package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;

/// The examples of the standards, beyond those that run at every start.
@DisplayName("The examples of the standards")
class StandardVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    /// GB/T 32907, appendix A.1.
    @Test
    void holdForOneBlockOfSm4() {
        var block = HEX.parseHex("0123456789abcdeffedcba9876543210");
        var engine = new SM4Engine();
        engine.init(true, new KeyParameter(block));
        var out = new byte[16];
        var _ = engine.processBlock(block, 0, out, 0);

        assertEquals("681edf34d206965e86b3e94f536e4246", HEX.formatHex(out));
    }

    /// GB/T 32907, appendix A.2.
    @Test
    void holdForAMillionBlocksOfSm4() {
        var block = HEX.parseHex("0123456789abcdeffedcba9876543210");
        var engine = new SM4Engine();
        engine.init(true, new KeyParameter(block));
        for (var i = 0; i < 1_000_000; i++) {
            var _ = engine.processBlock(block, 0, block, 0);
        }

        assertEquals("595298c7c6fd271f0402f804c33d3f66", HEX.formatHex(block));
    }

    /// GB/T 32918.5, appendix A: the public key that belongs to the private key of the example.
    @Test
    void holdForTheKeyPairOfSm2() {
        assertEquals(
                "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                        + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
                HEX.formatHex(
                        Sm2.publicKey(
                                HEX.parseHex(
                                        "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"))));
    }

    /// draft-connolly-cfrg-xwing-kem, appendix C, the first two vectors.
    @Test
    void holdForXWing() {
        var cases =
                new String[][] {
                    {
                        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
                        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                            + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
                        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384"
                    },
                    {
                        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
                        "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
                            + "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
                        "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150"
                    }
                };
        for (var one : cases) {
            var pair = XWing.keyPair(HEX.parseHex(one[0]));
            var sent = XWing.export(pair.getPublic(), new byte[0], HEX.parseHex(one[1]), 32);
            var shared =
                    new XWingKEMExtractor((XWingPrivateKeyParameters) pair.getPrivate())
                            .extractSecret(sent[0]);

            assertEquals(one[2], HEX.formatHex(shared));
        }
    }

    /// RFC 9180, appendix A.1.1, sequence numbers 0 and 1 and the exports.
    @Test
    void holdForHpke() throws Exception {
        var hpke =
                new HPKE(
                        HPKE.mode_base,
                        HPKE.kem_X25519_SHA256,
                        HPKE.kdf_HKDF_SHA256,
                        HPKE.aead_AES_GCM128);
        var recipient =
                hpke.deserializePrivateKey(
                        HEX.parseHex(
                                "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                        HEX.parseHex(
                                "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));
        var context =
                hpke.setupBaseR(
                        HEX.parseHex(
                                "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
                        recipient,
                        "Ode on a Grecian Urn".getBytes(US_ASCII));
        var plain = "Beauty is truth, truth beauty".getBytes(US_ASCII);

        assertArrayEquals(
                plain,
                context.open(
                        "Count-0".getBytes(US_ASCII),
                        HEX.parseHex(
                                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                                        + "6d8770ac83d07bea87e13c512a")));
        assertArrayEquals(
                plain,
                context.open(
                        "Count-1".getBytes(US_ASCII),
                        HEX.parseHex(
                                "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab25"
                                        + "1c03d0c22a56b8ca42c2063b84")));
        assertEquals(
                "3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee",
                HEX.formatHex(context.export(new byte[0], 32)));
        assertEquals(
                "2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5",
                HEX.formatHex(context.export(new byte[1], 32)));
    }

    /// The encryption of the standard's example with its bits flipped.
    @Test
    void doNotOpenAltered() throws SealBroken {
        var secret =
                Sm2.privateKey(
                        HEX.parseHex(
                                "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"));
        var sealed =
                Sm2.encrypt(
                        Sm2.publicKeyOf(
                                Sm2.publicKey(
                                        HEX.parseHex(
                                                "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"))),
                        "encryption standard".getBytes(US_ASCII),
                        Keys.RANDOM);
        assertArrayEquals(
                "encryption standard".getBytes(US_ASCII),
                Sm2.decrypt(secret, sealed, 0, sealed.length));
        assertTrue(sealed.length == Sm2.OVERHEAD + 19);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(SealBroken.class, () -> Sm2.decrypt(secret, altered, 0, altered.length));
        }
    }
}
