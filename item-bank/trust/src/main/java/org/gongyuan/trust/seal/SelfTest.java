package org.gongyuan.trust.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Known-answer tests of every algorithm of both suites, to be run at start
/// (`item-bank/spec/trust.md`, section 12). A failing one stops the program: a library that was
/// exchanged or miscompiled must not hold an exam.
public final class SelfTest {

    private static final HexFormat HEX = HexFormat.of();

    private SelfTest() {}

    /// A known answer that did not come.
    public static final class Failed extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        Failed(String test, Throwable because) {
            super("the self-test \"%s\" failed".formatted(test), because);
        }
    }

    private interface Answer {

        boolean holds() throws Exception;
    }

    private record Test(String name, Answer answer) {}

    /// Runs all tests and tells their names. The first that fails throws with its name.
    public static List<String> run() {
        return run(tests());
    }

    private static List<String> run(List<Test> tests) {
        for (var test : tests) {
            boolean holds;
            try {
                holds = test.answer().holds();
            } catch (Exception broken) {
                throw new Failed(test.name(), broken);
            }
            if (!holds) {
                throw new Failed(test.name(), null);
            }
        }
        return tests.stream().map(Test::name).toList();
    }

    private static List<Test> tests() {
        return List.of(
                new Test("SHA-256", SelfTest::sha256),
                new Test("SM3", SelfTest::sm3),
                new Test("AES-256-GCM", SelfTest::aesGcm),
                new Test("SM4-GCM", SelfTest::sm4Gcm),
                new Test("HMAC-SHA-256", () -> hmac(Suite.INTL_1)),
                new Test("HMAC-SM3", () -> hmac(Suite.SM_1)),
                new Test("HKDF-SHA-256", SelfTest::hkdf),
                new Test("Ed25519", SelfTest::ed25519),
                new Test("SM2 signature", SelfTest::sm2Signature),
                new Test("X-Wing", SelfTest::xWing),
                new Test("HPKE", SelfTest::hpke),
                new Test("SM2 encryption", SelfTest::sm2Encryption),
                new Test("Argon2id", SelfTest::argon2),
                new Test("chunked seal INTL-1", () -> chunks(Suite.INTL_1)),
                new Test("chunked seal SM-1", () -> chunks(Suite.SM_1)));
    }

    /// FIPS 180-4, "abc".
    private static boolean sha256() {
        return Suite.INTL_1
                .digest("abc".getBytes(US_ASCII))
                .hex()
                .equals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    /// GB/T 32905, appendix A.1.
    private static boolean sm3() {
        return Suite.SM_1
                .digest("abc".getBytes(US_ASCII))
                .hex()
                .equals("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    /// The GCM specification of McGrew and Viega, test case 14.
    private static boolean aesGcm() throws SealBroken {
        return aead(
                Suite.INTL_1,
                new byte[32],
                new byte[12],
                new byte[0],
                new byte[16],
                "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    }

    /// RFC 8998, appendix A.1.
    private static boolean sm4Gcm() throws SealBroken {
        return aead(
                Suite.SM_1,
                HEX.parseHex("0123456789abcdeffedcba9876543210"),
                HEX.parseHex("00001234567800000000abcd"),
                HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                HEX.parseHex(
                        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                            + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"),
                "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                        + "83de3541e4c2b58177e065a9bf7b62ec");
    }

    private static boolean aead(
            Suite suite, byte[] key, byte[] nonce, byte[] associated, byte[] plain, String expected)
            throws SealBroken {
        var secret = new AeadKey(key);
        var cipher = Aead.of(suite);
        var sealed = new byte[plain.length + Aead.TAG];
        cipher.begin(true, secret, nonce);
        cipher.associated(associated, 0, associated.length);
        var _ = cipher.seal(plain, 0, plain.length, sealed, 0);
        if (!HEX.formatHex(sealed).equals(expected)) {
            return false;
        }
        var opened = new byte[plain.length];
        cipher.begin(false, secret, nonce);
        cipher.associated(associated, 0, associated.length);
        var _ = cipher.finish(sealed, 0, sealed.length, opened, 0);
        sealed[0] ^= 1;
        cipher.begin(false, secret, nonce);
        cipher.associated(associated, 0, associated.length);
        try {
            var _ = cipher.finish(sealed, 0, sealed.length, new byte[plain.length], 0);
            return false;
        } catch (SealBroken _) {
            return Arrays.equals(plain, opened);
        }
    }

    /// HMAC against its definition in RFC 2104, over the suite's digest.
    private static boolean hmac(Suite suite) {
        var key = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        var inner = new byte[64];
        var outer = new byte[64];
        for (var i = 0; i < 64; i++) {
            var b = i < key.length ? key[i] : 0;
            inner[i] = (byte) (b ^ 0x36);
            outer[i] = (byte) (b ^ 0x5c);
        }
        var message = "Hi There".getBytes(US_ASCII);
        var expected = suite.digest(outer, suite.digest(inner, message).toBytes()).toBytes();
        try (var mac = new MacKey(suite, key)) {
            return Arrays.equals(expected, mac.full(message))
                    && mac.holds(Arrays.copyOf(expected, MacKey.TAG), message);
        }
    }

    /// RFC 5869, test case 1.
    private static boolean hkdf() {
        var ikm = new byte[22];
        Arrays.fill(ikm, (byte) 0x0b);
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(
                new HKDFParameters(
                        ikm,
                        HEX.parseHex("000102030405060708090a0b0c"),
                        HEX.parseHex("f0f1f2f3f4f5f6f7f8f9")));
        var out = new byte[42];
        var _ = hkdf.generateBytes(out, 0, out.length);
        return HEX.formatHex(out)
                .equals(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                                + "34007208d5b887185865");
    }

    /// RFC 8032, section 7.1, test 2.
    private static boolean ed25519() {
        var expected =
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        try (var pair =
                SigningKeyPair.restore(
                        Suite.INTL_1,
                        SigningPurpose.CHECKPOINT,
                        HEX.parseHex(
                                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))) {
            var text = new byte[] {0x72};
            var other = new byte[] {0x73};
            return HEX.formatHex(pair.signNote(text)).equals(expected)
                    && pair.verifyingKey().holdsOnNote(HEX.parseHex(expected), text)
                    && !pair.verifyingKey().holdsOnNote(HEX.parseHex(expected), other);
        }
    }

    /// GB/T 32918.5, appendix A: the signature over "message digest" by the default identity on the
    /// recommended curve.
    private static boolean sm2Signature() {
        var key =
                Sm2.publicKeyOf(
                        HEX.parseHex(
                                "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                                    + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"));
        var signature =
                HEX.parseHex(
                        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                            + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
        var message = "message digest".getBytes(US_ASCII);
        var secret =
                HEX.parseHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
        var fresh = Sm2.sign(Sm2.privateKey(secret), message);
        return Sm2.holds(key, signature, message)
                && Sm2.holds(key, fresh, message)
                && !Sm2.holds(key, signature, "message digess".getBytes(US_ASCII));
    }

    /// draft-connolly-cfrg-xwing-kem, appendix C, first vector; the shared secret is a hash over
    /// all the rest.
    private static boolean xWing() throws SealBroken {
        var seed = HEX.parseHex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
        var encapsulationSeed =
                HEX.parseHex(
                        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                            + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2");
        var pair = XWing.keyPair(seed);
        var sent = XWing.export(pair.getPublic(), new byte[0], encapsulationSeed, 32);
        var shared =
                new XWingKEMExtractor((XWingPrivateKeyParameters) pair.getPrivate())
                        .extractSecret(sent[0]);
        return HEX.formatHex(XWing.publicKey(pair), 0, 16)
                        .equals("e2236b35a8c24b39b10aa1323a96a919")
                && HEX.formatHex(sent[0], 0, 16).equals("b83aa828d4d62b9a83ceffe1d3d3bb1e")
                && HEX.formatHex(shared)
                        .equals("d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384")
                && Arrays.equals(
                        sent[1], XWing.received(pair, sent[0], new byte[0], Secret.LENGTH));
    }

    /// RFC 9180, appendix A.1.1: the machinery of HPKE with the KEM that its vectors have.
    private static boolean hpke() throws Exception {
        var hpke =
                new HPKE(
                        HPKE.mode_base,
                        HPKE.kem_X25519_SHA256,
                        HPKE.kdf_HKDF_SHA256,
                        HPKE.aead_AES_GCM128);
        var context =
                hpke.setupBaseR(
                        HEX.parseHex(
                                "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
                        hpke.deserializePrivateKey(
                                HEX.parseHex(
                                        "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                                HEX.parseHex(
                                        "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")),
                        "Ode on a Grecian Urn".getBytes(US_ASCII));
        var plain =
                context.open(
                        "Count-0".getBytes(US_ASCII),
                        HEX.parseHex(
                                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                                        + "6d8770ac83d07bea87e13c512a"));
        return Arrays.equals(plain, "Beauty is truth, truth beauty".getBytes(US_ASCII))
                && HEX.formatHex(context.export("TestContext".getBytes(US_ASCII), 32))
                        .equals("e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931");
    }

    /// GB/T 32918.5, appendix C: what was encrypted to the key of appendix A opens.
    private static boolean sm2Encryption() throws SealBroken {
        var secret =
                Sm2.privateKey(
                        HEX.parseHex(
                                "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"));
        var sealed =
                HEX.parseHex(
                        "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
                                + "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
                                + "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
                                + "21886ca989ca9c7d58087307ca93092d651efa");
        return Arrays.equals(
                "encryption standard".getBytes(US_ASCII),
                Sm2.decrypt(secret, sealed, 0, sealed.length));
    }

    /// The vector that implementations of Argon2id without secret and associated data share.
    private static boolean argon2() {
        return HEX.formatHex(
                        new Argon2(256, 2, 1)
                                .hash("password".toCharArray(), "somesalt".getBytes(US_ASCII)))
                .equals("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
    }

    private static boolean chunks(Suite suite) throws SealBroken {
        try (var key = new BlobKey(suite, new byte[Secret.LENGTH])) {
            var plain = new byte[Chunks.SIZE + 5];
            plain[Chunks.SIZE] = 1;
            var sealed = key.sealChunked(plain, new byte[0]);
            if (!Arrays.equals(plain, key.openChunked(sealed, new byte[0]))) {
                return false;
            }
            try {
                var _ =
                        key.openChunked(
                                Arrays.copyOf(sealed, (int) Chunks.sealedOffset(1)), new byte[0]);
                return false;
            } catch (SealBroken _) {
                return true;
            }
        }
    }
}
