package org.gongyuan.protocol.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.NotAnEntry;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A short text a candidate keeps: the leaf that closed the session, its index, the proof that the
/// leaf is in the
/// log, and the signed checkpoint the proof leads to. Anyone can check it against the record
/// (`seat-protocol.md` section 11). It names no candidate and holds no response.
public record Receipt(Octets leaf, long index, List<Digest> proof, String checkpoint) {

    private static final String FIRST_LINE = "gongyuan-receipt/1";
    private static final int LARGEST = 8_000;
    private static final int LONGEST_PROOF = 64;
    private static final int SHORT_CODE = 10;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 section 6

    public Receipt {
        requireNonNull(leaf, "leaf");
        requireNonNull(checkpoint, "checkpoint");
        proof = List.copyOf(proof);
        if (index < 0) {
            throw new IllegalArgumentException("a leaf's index must not be negative: " + index);
        }
        if (proof.size() > LONGEST_PROOF) {
            throw new IllegalArgumentException(
                    "a proof has at most %d hashes, not %d".formatted(LONGEST_PROOF, proof.size()));
        }
    }

    /// The entry the receipt vouches for: `submitted` or `expired`, also when it stands in the
    /// receipt's log as carried over from another node's.
    ///
    /// @throws NotAReceipt when the leaf is another kind of entry or none
    public SessionEntry entry() {
        try {
            Entry entry = Leaf.read(leaf.toBytes());
            return switch (entry) {
                case SessionEntry.Submitted submitted -> submitted;
                case SessionEntry.Expired expired -> expired;
                case SittingEntry.CarriedOver carried -> carried.closing();
                default ->
                        throw new NotAReceipt(
                                "the leaf of a receipt is not of kind " + entry.kind());
            };
        } catch (NotAnEntry refused) {
            throw new NotAReceipt("the leaf of the receipt: " + refused.getMessage());
        }
    }

    /// The receipt as text: five lines.
    public String toText() {
        var hashes = new ByteArrayOutputStream();
        proof.forEach(hash -> hashes.writeBytes(hash.toBytes()));
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return String.join(
                "\n",
                FIRST_LINE,
                "leaf " + base64.encodeToString(leaf.toBytes()),
                "index " + index,
                "proof " + base64.encodeToString(hashes.toByteArray()),
                "checkpoint " + base64.encodeToString(checkpoint.getBytes(UTF_8)),
                "");
    }

    /// The short code shown beside the receipt (section 11.3).
    public String shortCode() {
        var hash = Suite.INTL_1.digest(leaf.toBytes()).toBytes();
        var code = new StringBuilder(SHORT_CODE);
        for (int bit = 0; code.length() < SHORT_CODE; bit += 5) {
            int pair = ((hash[bit / 8] & 0xff) << 8) | (hash[bit / 8 + 1] & 0xff);
            code.append(BASE32.charAt((pair >>> (11 - bit % 8)) & 31));
        }
        return code.toString();
    }

    /// Reads what [#toText] wrote; a missing last line end and carriage returns are forgiven,
    /// nothing else.
    ///
    /// @throws NotAReceipt when the text is not exactly one receipt of this version
    public static Receipt parse(String text) {
        if (text.length() > LARGEST) {
            throw new NotAReceipt(
                    "a receipt has at most %d characters, this text %d"
                            .formatted(LARGEST, text.length()));
        }
        var lines = text.replace("\r\n", "\n").strip().split("\n", -1);
        if (lines.length != 5 || !lines[0].equals(FIRST_LINE)) {
            throw new NotAReceipt("a receipt has five lines and begins with " + FIRST_LINE);
        }
        try {
            var hashes = bytes("proof", lines[3]);
            if (hashes.length % Digest.LENGTH != 0) {
                throw new NotAReceipt("the proof is not a row of hashes");
            }
            var proof = new ArrayList<Digest>();
            for (int at = 0; at < hashes.length; at += Digest.LENGTH) {
                proof.add(Digest.of(Arrays.copyOfRange(hashes, at, at + Digest.LENGTH)));
            }
            return new Receipt(
                    Octets.of(bytes("leaf", lines[1])),
                    Long.parseLong(value("index", lines[2])),
                    proof,
                    new String(bytes("checkpoint", lines[4]), UTF_8));
        } catch (IllegalArgumentException refused) {
            throw new NotAReceipt(refused.getMessage());
        }
    }

    private static String value(String name, String line) {
        if (!line.startsWith(name + " ")) {
            throw new NotAReceipt("a line of the receipt should begin with \"" + name + " \"");
        }
        return line.substring(name.length() + 1);
    }

    private static byte[] bytes(String name, String line) {
        return Base64.getUrlDecoder().decode(value(name, line));
    }
}
