package org.gongyuan.server.account;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.Account.Invitation;
import org.gongyuan.server.account.Account.Passkey;
import org.gongyuan.server.account.Account.PasswordSignIn;
import org.gongyuan.server.account.Account.Spent;
import org.gongyuan.server.account.Account.State;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.password.PasswordHash;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// An account as it lies in the store (`staff-access.md` 1.5): one canonical array.
final class AccountBytes {

    private static final int VERSION = 1;

    private AccountBytes() {}

    static Octets of(Account account) {
        var to = new CborWriter(512).array(10).uint(VERSION);
        to.text(account.id().text());
        to.bytes(account.name().toBytes());
        to.text(account.state().name());
        list(
                to,
                account.invitation().stream().toList(),
                (out, one) -> {
                    out.array(3).bytes(one.code().toBytes());
                    out.uint(one.expires().toEpochMilli()).bytes(one.totp().toBytes());
                });
        list(
                to,
                account.password().stream().toList(),
                (out, one) -> {
                    out.array(3).text(one.hash().text());
                    out.bytes(one.totp().toBytes()).uint(one.lastStep());
                });
        list(
                to,
                account.passkeys(),
                (out, one) -> {
                    out.array(5).bytes(one.credential().toBytes());
                    out.bytes(one.key().toBytes()).bytes(one.attested().toBytes());
                    out.uint(one.count()).uint(one.added().toEpochMilli());
                });
        list(
                to,
                account.grants(),
                (out, one) -> {
                    out.array(5).text(one.duty().name()).text(one.area().text());
                    out.uint(one.from().toEpochMilli()).uint(one.until().toEpochMilli());
                    out.text(one.by().text());
                });
        list(to, account.signIns(), (out, one) -> out.bytes(one.toBytes()));
        list(
                to,
                account.spent(),
                (out, one) ->
                        out.array(2)
                                .bytes(one.challenge().toBytes())
                                .uint(one.until().toEpochMilli()));
        return Octets.of(to.toBytes());
    }

    static Account read(Octets body) {
        var from = new CborReader(body.toBytes());
        from.array(10);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown version of an account: " + version);
        }
        var account =
                new Account(
                        new StaffId(from.text()),
                        Octets.of(from.bytes()),
                        State.valueOf(from.text()),
                        one(from, AccountBytes::invitation),
                        one(from, AccountBytes::password),
                        list(from, AccountBytes::passkey),
                        list(from, AccountBytes::grant),
                        list(from, in -> Digest.of(in.bytes(Digest.LENGTH))),
                        list(from, AccountBytes::spent));
        from.end();
        return account;
    }

    private static Invitation invitation(CborReader from) {
        from.array(3);
        return new Invitation(
                Digest.of(from.bytes(Digest.LENGTH)), instant(from), Octets.of(from.bytes()));
    }

    private static PasswordSignIn password(CborReader from) {
        from.array(3);
        return new PasswordSignIn(
                new PasswordHash(from.text()), Octets.of(from.bytes()), from.uint());
    }

    private static Passkey passkey(CborReader from) {
        from.array(5);
        return new Passkey(
                Octets.of(from.bytes()),
                PasskeyKey.decode(from.bytes()),
                Octets.of(from.bytes()),
                from.uint(),
                instant(from));
    }

    private static Grant grant(CborReader from) {
        from.array(5);
        return new Grant(
                new Duty(from.text()),
                new Area(from.text()),
                instant(from),
                instant(from),
                new StaffId(from.text()));
    }

    private static Spent spent(CborReader from) {
        from.array(2);
        return new Spent(Digest.of(from.bytes(Digest.LENGTH)), instant(from));
    }

    private static Instant instant(CborReader from) {
        return Instant.ofEpochMilli(from.uint());
    }

    private static <T> void list(CborWriter to, List<T> all, BiConsumer<CborWriter, T> each) {
        to.array(all.size());
        all.forEach(one -> each.accept(to, one));
    }

    private static <T> List<T> list(CborReader from, Function<CborReader, T> each) {
        int length = from.array();
        var all = new ArrayList<T>();
        for (int i = 0; i < length; i++) {
            all.add(each.apply(from));
        }
        return all;
    }

    private static <T> Optional<T> one(CborReader from, Function<CborReader, T> each) {
        var found = list(from, each);
        if (found.size() > 1) {
            throw new IllegalArgumentException("at most one is due, there are " + found.size());
        }
        return found.stream().findFirst();
    }
}
