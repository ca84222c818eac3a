package org.gongyuan.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.BitSet;

/// Texts one behind the other in one array, numbered from 1, so that those having a part are found
/// by walking bytes that lie together. A million texts that lie each somewhere in memory take a
/// tenth of a second and more. One thread adds, any number look.
final class Texts {

    private static final int FIRST_BYTES = 1 << 14;
    private static final int FIRST_TEXTS = 1 << 10;

    /// What UTF-8 never has: nothing is found across the end of a text.
    private static final byte END = (byte) 0xFF;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[FIRST_TEXTS];
    private int count;

    synchronized void add(String text) {
        var added = text.getBytes(UTF_8);
        int from = count == 0 ? 0 : ends[count - 1];
        int end = Math.addExact(from, added.length + 1);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(added, 0, bytes, from, added.length);
        bytes[end - 1] = END;
        ends[count] = end;
        count++;
    }

    /// The numbers of the texts that have this part.
    BitSet having(String part) {
        byte[] in;
        int[] until;
        int texts;
        synchronized (this) {
            in = bytes;
            until = ends;
            texts = count;
        }
        // What is before the count never changes, whoever adds meanwhile.
        var wanted = part.getBytes(UTF_8);
        var found = new BitSet();
        int text = 0;
        int at = 0;
        while (text < texts) {
            if (isAt(in, at, until[text], wanted)) {
                found.set(text + 1);
                at = until[text];
            } else {
                at++;
            }
            if (at >= until[text]) {
                text++;
            }
        }
        return found;
    }

    private static boolean isAt(byte[] in, int at, int end, byte[] wanted) {
        if (at + wanted.length >= end) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (in[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
