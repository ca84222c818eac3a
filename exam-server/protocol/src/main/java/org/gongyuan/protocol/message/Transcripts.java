package org.gongyuan.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;

/// What keys are bound to and what seats sign (`seat-protocol.md` sections 3 and 7).
public final class Transcripts {

    private static final byte[] TRANSCRIPT = label("gongyuan/transcript/1");
    private static final byte[] RETURN = label("gongyuan/return/1");
    private static final byte[] SIGNED_HEAD = label("gongyuan/signed-head/1");
    private static final byte[] SUBMIT = label("gongyuan/submit/1");

    private Transcripts() {}

    /// Section 3.1: what the keys of a connection are bound to.
    public static Digest of(Suite suite, byte[] greetingFrame, byte[] helloFrame) {
        return suite.digest(TRANSCRIPT, greetingFrame, helloFrame);
    }

    /// Section 3.2: what a returning seat signs.
    public static Digest returning(
            Suite suite, byte[] greetingFrame, SessionId session, Octets sealingKey) {
        return suite.digest(RETURN, greetingFrame, session.toBytes(), sealingKey.toBytes());
    }

    /// Section 7: what a seat signs to vouch for its chain.
    public static Digest signedHead(Suite suite, SessionId session, long seq, Digest head) {
        return suite.digest(SIGNED_HEAD, session.toBytes(), number(seq), head.toBytes());
    }

    /// Section 7: what a seat signs to hand in.
    public static Digest submit(
            Suite suite, SessionId session, long lastSeq, Digest head, Digest sheet) {
        return suite.digest(
                SUBMIT, session.toBytes(), number(lastSeq), head.toBytes(), sheet.toBytes());
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] label(String text) {
        return (text + "\0").getBytes(UTF_8);
    }
}
