package org.gongyuan.bank.interchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32;

/// The names of a zip file's entries as its maker meant them (`item-bank/spec/interchange.md`,
/// section 8): UTF-8, or what Chinese Windows writes without saying so, with `/` or `\` between
/// folders. What was read otherwise than written is remembered for the report.
final class ZipNames {

    private static final int UTF_8_FLAG = 1 << 11;
    private static final int UNICODE_PATH = 0x7075;
    private static final Charset CHINESE = Charset.forName("GB18030");

    private final SequencedMap<String, String> remarks = new LinkedHashMap<>();

    /// Paths whose names were read otherwise than they were written, each with why.
    SequencedMap<String, String> remarks() {
        return remarks;
    }

    /// The path of an entry from its name's bytes, its flags and its extra fields.
    String read(byte[] name, int flags, ByteBuffer extra) throws PackageRefused {
        var text = text(name, flags, extra);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var path = text.replace('\\', '/');
        remarks.putIfAbsent(path, "its folders were divided by \\; read as /");
        return path;
    }

    private String text(byte[] name, int flags, ByteBuffer extra) throws PackageRefused {
        var plain = decode(name, StandardCharsets.UTF_8);
        if (plain.isPresent()) {
            return plain.get();
        }
        if ((flags & UTF_8_FLAG) == 0) {
            var beside = besideName(name, extra);
            if (beside.isPresent()) {
                return beside.get();
            }
            var chinese = decode(name, CHINESE);
            if (chinese.isPresent()) {
                remarks.putIfAbsent(
                        chinese.get().replace('\\', '/'),
                        "its name is not UTF-8; read as GB18030 (GBK), as Chinese Windows packs");
                return chinese.get();
            }
        }
        throw new PackageRefused(
                new String(name, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?"),
                "file name that is neither UTF-8 nor GB18030",
                "pack with UTF-8 names");
    }

    private static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException other) {
            return Optional.empty();
        }
    }

    /// The UTF-8 name that some programs write beside the name; it counts only if it says which
    /// name it belongs to.
    private static Optional<String> besideName(byte[] name, ByteBuffer extra) {
        var fields = extra.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (fields.remaining() >= 4) {
            int id = fields.getShort() & 0xFFFF;
            int length = fields.getShort() & 0xFFFF;
            if (length > fields.remaining()) {
                return Optional.empty();
            }
            if (id == UNICODE_PATH && length > 5 && fields.get(fields.position()) == 1) {
                var crc = new CRC32();
                crc.update(name);
                if (fields.getInt(fields.position() + 1) == (int) crc.getValue()) {
                    var utf8 = new byte[length - 5];
                    fields.get(fields.position() + 5, utf8);
                    return decode(utf8, StandardCharsets.UTF_8);
                }
            }
            fields.position(fields.position() + length);
        }
        return Optional.empty();
    }
}
