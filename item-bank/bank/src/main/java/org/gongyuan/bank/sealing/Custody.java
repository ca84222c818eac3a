package org.gongyuan.bank.sealing;

import org.gongyuan.bank.sealing.FormRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.ArrayList;
import java.util.List;

/// The envelopes of a sealed form: the shares of both keys, and the key of the marking part
/// (`sealed-form.md` section 5). All of it is ciphertext.
final class Custody {

    private static final int VERSION = 1;

    private final List<byte[]> form;
    private final List<byte[]> marking;
    private final byte[] markingPartKey;

    Custody(List<byte[]> form, List<byte[]> marking, byte[] markingPartKey) {
        this.form = List.copyOf(form);
        this.marking = List.copyOf(marking);
        this.markingPartKey = markingPartKey.clone();
    }

    /// The envelope of share `index`, from 1.
    byte[] envelope(SharePurpose purpose, int index) {
        return switch (purpose) {
            case FORM -> form.get(index - 1).clone();
            case MARKING -> marking.get(index - 1).clone();
            case RESULTS, REHEARSAL -> throw none();
        };
    }

    static IllegalArgumentException none() {
        return new IllegalArgumentException("a sealed form holds no shares of results");
    }

    byte[] markingPartKey() {
        return markingPartKey.clone();
    }

    byte[] toBytes(Quorum formQuorum, Quorum markingQuorum) {
        var to = new CborWriter(8192).array(4).uint(VERSION);
        write(to, form, formQuorum);
        write(to, marking, markingQuorum);
        return to.bytes(markingPartKey).toBytes();
    }

    private static void write(CborWriter to, List<byte[]> envelopes, Quorum quorum) {
        to.array(envelopes.size());
        for (var i = 0; i < envelopes.size(); i++) {
            to.array(3)
                    .uint(i + 1)
                    .bytes(quorum.custodians().get(i).toBytes())
                    .bytes(envelopes.get(i));
        }
    }

    static Custody parse(byte[] bytes, Manifest manifest) throws FormRefused {
        var from = new CborReader(bytes);
        try {
            from.array(4);
            var version = from.uint();
            if (version != VERSION) {
                throw new FormRefused(
                        Reason.VERSION, "custody of version %d, known is 1".formatted(version));
            }
            var custody =
                    new Custody(
                            read(from, manifest.formKey()),
                            read(from, manifest.markingKey().quorum()),
                            from.bytes());
            from.end();
            return custody;
        } catch (NotCanonical wrong) {
            throw new FormRefused(Reason.NOT_CANONICAL, "custody: " + wrong.getMessage(), wrong);
        }
    }

    private static List<byte[]> read(CborReader from, Quorum quorum) throws FormRefused {
        var count = from.array();
        if (count != quorum.n()) {
            throw new FormRefused(
                    Reason.QUORUM, "%d envelopes for %d custodians".formatted(count, quorum.n()));
        }
        var envelopes = new ArrayList<byte[]>();
        for (var index = 1; index <= count; index++) {
            from.array(3);
            var given = from.uint();
            var custodian = Digest.of(from.bytes(Digest.LENGTH));
            if (given != index || !custodian.equals(quorum.custodians().get(index - 1))) {
                throw new FormRefused(
                        Reason.QUORUM,
                        "envelope %d is numbered %d or to another custodian"
                                .formatted(index, given));
            }
            envelopes.add(from.bytes());
        }
        return envelopes;
    }
}
