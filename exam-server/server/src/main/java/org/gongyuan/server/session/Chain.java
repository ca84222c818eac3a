package org.gongyuan.server.session;

import org.gongyuan.protocol.record.Chains;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

/// The head of an observation or frame chain (`exam-record.md` section 3.4).
final class Chain {

    private final Suite suite;
    private Digest head;
    private long last;

    Chain(Suite suite, Digest first) {
        this.suite = suite;
        this.head = first;
    }

    Digest head() {
        return head;
    }

    long last() {
        return last;
    }

    boolean isNext(long seq, Digest prev) {
        return seq == last + 1 && prev.equals(head);
    }

    void take(long seq, Digest seen) {
        head = Chains.nextSeen(suite, head, seq, seen);
        last = seq;
    }
}
