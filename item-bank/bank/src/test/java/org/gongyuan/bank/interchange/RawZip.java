package org.gongyuan.bank.interchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Zip files byte by byte, as programs other than Java write them: names in any encoding, sizes
/// after the data, ZIP64 for small files, folders of their own, UTF-8 names beside others.
final class RawZip {

    private static final int STREAMED = 1 << 3;
    private static final int UTF_8_NAME = 1 << 11;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();
    private Charset names = UTF_8;
    private boolean flagged;
    private boolean streamed;
    private boolean zip64;
    private boolean besideName;

    /// Names in an encoding, with or without the flag that says UTF-8.
    RawZip names(Charset charset, boolean saysUtf8) {
        names = charset;
        flagged = saysUtf8;
        return this;
    }

    /// Sizes and checksum only after the data, as when written to a stream.
    RawZip streamed() {
        streamed = true;
        return this;
    }

    /// ZIP64 throughout, though nothing is large.
    RawZip zip64() {
        zip64 = true;
        return this;
    }

    /// The name in UTF-8 in an extra field beside the other.
    RawZip utf8BesideTheName() {
        besideName = true;
        return this;
    }

    RawZip folder(String path) {
        return file(path, new byte[0]);
    }

    RawZip file(String path, String content) {
        return file(path, content.getBytes(UTF_8));
    }

    RawZip file(String path, byte[] content) {
        var name = path.getBytes(names);
        var packed = deflate(content);
        var crc = new CRC32();
        crc.update(content);
        int offset = out.size();
        int flags = (streamed ? STREAMED : 0) | (flagged ? UTF_8_NAME : 0);
        var localExtra =
                zip64
                        ? little(20)
                                .putShort((short) 1)
                                .putShort((short) 16)
                                .putLong(streamed ? 0 : content.length)
                                .putLong(streamed ? 0 : packed.length)
                                .array()
                        : new byte[0];
        int wide = 0xFFFFFFFF;
        out.writeBytes(
                little(30)
                        .putInt(0x04034b50)
                        .putShort((short) (zip64 ? 45 : 20))
                        .putShort((short) flags)
                        .putShort((short) 8)
                        .putInt(0)
                        .putInt(streamed ? 0 : (int) crc.getValue())
                        .putInt(zip64 ? wide : streamed ? 0 : packed.length)
                        .putInt(zip64 ? wide : streamed ? 0 : content.length)
                        .putShort((short) name.length)
                        .putShort((short) localExtra.length)
                        .array());
        out.writeBytes(name);
        out.writeBytes(localExtra);
        out.writeBytes(packed);
        if (streamed) {
            var after = little(zip64 ? 24 : 16).putInt(0x08074b50).putInt((int) crc.getValue());
            out.writeBytes(
                    (zip64
                                    ? after.putLong(packed.length).putLong(content.length)
                                    : after.putInt(packed.length).putInt(content.length))
                            .array());
        }
        var extra = extra(path, name, content.length, packed.length, offset);
        directory.add(
                little(46 + name.length + extra.length)
                        .putInt(0x02014b50)
                        .putShort((short) 45)
                        .putShort((short) (zip64 ? 45 : 20))
                        .putShort((short) flags)
                        .putShort((short) 8)
                        .putInt(0)
                        .putInt((int) crc.getValue())
                        .putInt(zip64 ? wide : packed.length)
                        .putInt(zip64 ? wide : content.length)
                        .putShort((short) name.length)
                        .putShort((short) extra.length)
                        .putShort((short) 0)
                        .putShort((short) 0)
                        .putShort((short) 0)
                        .putInt(0)
                        .putInt(zip64 ? wide : offset)
                        .put(name)
                        .put(extra)
                        .array());
        return this;
    }

    private byte[] extra(String path, byte[] name, int size, int packed, int offset) {
        var extra = little(400);
        if (zip64) {
            extra.putShort((short) 1).putShort((short) 24);
            extra.putLong(size).putLong(packed).putLong(offset);
        }
        if (besideName) {
            var utf8 = path.getBytes(UTF_8);
            var crc = new CRC32();
            crc.update(name);
            extra.putShort((short) 0x7075).putShort((short) (5 + utf8.length)).put((byte) 1);
            extra.putInt((int) crc.getValue()).put(utf8);
        }
        var bytes = new byte[extra.position()];
        extra.flip().get(bytes);
        return bytes;
    }

    byte[] bytes() {
        int offset = out.size();
        var all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        directory.forEach(all::writeBytes);
        int size = all.size() - offset;
        int end64 = all.size();
        if (zip64) {
            all.writeBytes(
                    little(76)
                            .putInt(0x06064b50)
                            .putLong(44)
                            .putShort((short) 45)
                            .putShort((short) 45)
                            .putInt(0)
                            .putInt(0)
                            .putLong(directory.size())
                            .putLong(directory.size())
                            .putLong(size)
                            .putLong(offset)
                            .putInt(0x07064b50)
                            .putInt(0)
                            .putLong(end64)
                            .putInt(1)
                            .array());
        }
        int count = zip64 ? 0xFFFF : directory.size();
        all.writeBytes(
                little(22)
                        .putInt(0x06054b50)
                        .putInt(0)
                        .putShort((short) count)
                        .putShort((short) count)
                        .putInt(zip64 ? 0xFFFFFFFF : size)
                        .putInt(zip64 ? 0xFFFFFFFF : offset)
                        .putShort((short) 0)
                        .array());
        return all.toByteArray();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] content) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        var packed = new byte[content.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        var exact = new byte[length];
        System.arraycopy(packed, 0, exact, 0, length);
        return exact;
    }
}
