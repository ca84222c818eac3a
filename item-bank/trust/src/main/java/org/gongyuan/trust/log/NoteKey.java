package org.gongyuan.trust.log;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Who signs notes, as verifiers know him: a name and a key (`item-bank/spec/trust.md`, section
/// 9.4). Ed25519 keys have the C2SP type 0x01; SM2 keys have type 0xff with an identifier of our
/// own, so that other tools pass over their lines.
///
/// @param name of the key, by custom the origin of the log
/// @param key that checks the signatures
public record NoteKey(String name, VerifyingKey key) {

    static final int ID = 4;
    static final String SM2_TYPE = "gongyuan.org/sm2-sm3/1";

    private static final byte ED25519 = 1;
    private static final byte NAMED = (byte) 0xff;

    /// A name and a key that go together.
    public NoteKey {
        requireNonNull(key, "key");
        checkName(name);
        if (!key.purpose().signsNotes()) {
            throw new NoteRefused("a key of purpose %s signs no notes".formatted(key.purpose()));
        }
    }

    static void checkName(String name) {
        requireNonNull(name, "name");
        if (name.isEmpty()) {
            throw new NoteRefused("the name of a note key is empty");
        }
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c == '+' || c < 0x20 || c == 0x85 || Character.isSpaceChar(c)) {
                throw new NoteRefused(
                        "the name of a note key has a space, a plus or a control character: " + i);
            }
        }
    }

    /// The key written as `name+id+base64`, which other tools call a verifier key.
    public static NoteKey parse(String text) {
        var parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteRefused("a note key is written name+id+base64");
        }
        var bytes = base64(parts[2], "a note key");
        NoteKey key;
        try {
            key = new NoteKey(parts[0], decode(bytes));
        } catch (KeyRefused refused) {
            throw new NoteRefused(refused.getMessage());
        }
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
            throw new NoteRefused(
                    "the id of note key %s is %s, not %s"
                            .formatted(parts[0], HexFormat.of().formatHex(key.id()), parts[1]));
        }
        return key;
    }

    private static VerifyingKey decode(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == ED25519) {
            return VerifyingKey.ofRaw(
                    Suite.INTL_1,
                    SigningPurpose.CHECKPOINT,
                    Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        var sm2 = type(Suite.SM_1);
        if (bytes.length > sm2.length && Arrays.equals(bytes, 0, sm2.length, sm2, 0, sm2.length)) {
            return VerifyingKey.ofRaw(
                    Suite.SM_1,
                    SigningPurpose.CHECKPOINT,
                    Arrays.copyOfRange(bytes, sm2.length, bytes.length));
        }
        throw new NoteRefused("a note key of a type that is not known here");
    }

    /// The four bytes that stand in front of this key's signatures.
    public byte[] id() {
        var id =
                Hashing.sha256()
                        .update(name.getBytes(StandardCharsets.UTF_8))
                        .update((byte) '\n')
                        .update(type(key.suite()))
                        .update(key.raw())
                        .digest()
                        .toBytes();
        return Arrays.copyOf(id, ID);
    }

    /// The key as `name+id+base64`.
    public String text() {
        var type = type(key.suite());
        var raw = key.raw();
        var bytes = Arrays.copyOf(type, type.length + raw.length);
        System.arraycopy(raw, 0, bytes, type.length, raw.length);
        return "%s+%s+%s"
                .formatted(
                        name,
                        HexFormat.of().formatHex(id()),
                        Base64.getEncoder().encodeToString(bytes));
    }

    private static byte[] type(Suite suite) {
        return switch (suite) {
            case INTL_1 -> new byte[] {ED25519};
            case SM_1 -> {
                var identifier = SM2_TYPE.getBytes(StandardCharsets.US_ASCII);
                var type = new byte[1 + identifier.length];
                type[0] = NAMED;
                System.arraycopy(identifier, 0, type, 1, identifier.length);
                yield type;
            }
        };
    }

    static byte[] base64(String text, String what) {
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // refused below, as every other form that is not the one form
        }
        throw new NoteRefused("%s is not in its one base64 form".formatted(what));
    }
}
