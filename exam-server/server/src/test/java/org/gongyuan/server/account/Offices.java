package org.gongyuan.server.account;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Area;
import org.gongyuan.server.duty.Duty;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.duty.Grant;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.seal.Totp;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An office with its people, over a real embedded store and a clock that a test moves.
public final class Offices implements AutoCloseable {

    public static final String ORIGIN = "https://staff.example.org";
    public static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    public static final String PASSWORD = "correct horse battery";

    public final SecureRandom random = new SecureRandom();
    public Instant now = NOON;
    public final Store store;
    public final StaffKey key = StaffKey.generate(Suite.INTL_1, random);
    public final DutyTable table = DutyTable.standard();
    public final PersonKeys persons;
    public final AccountBook book;
    public final Passkeys passkeys = new Passkeys(URI.create(ORIGIN));
    public final SignInPolicy policy = SignInPolicy.standard();
    public final SignIns signIns;
    public final Invitations invitations;
    public final Staffing staffing;
    public final FreshProofs proofs;

    public Offices(Path folder) throws IOException {
        store = Store.open(new StoreSettings.Embedded(folder, "gongyuan"));
        persons = new PersonKeys(store.personKeys(), key, random);
        book = new AccountBook(store.accounts(), key, persons);
        signIns =
                new SignIns(
                        book,
                        store.signIns(),
                        new Attempts(store.signInAttempts(), () -> now),
                        passkeys,
                        policy,
                        () -> now,
                        random);
        invitations = new Invitations(book, passkeys, policy, () -> now, random);
        staffing = new Staffing(book, table, () -> now);
        proofs = new FreshProofs(book, signIns, passkeys, () -> now);
    }

    public Grant grant(String duty) {
        return new Grant(
                new Duty(duty), Area.ALL, now, now.plus(Duration.ofDays(30)), new StaffId("zhao"));
    }

    public String invited(String id, String... duties) {
        var grants = new ArrayList<Grant>();
        for (var duty : duties) {
            grants.add(grant(duty));
        }
        return ((Invitations.Outcome.Invited)
                        invitations.invite(new StaffId(id), "李伟", List.copyOf(grants)))
                .code();
    }

    /// A person with a passkey.
    public TestAuthenticator passkey(String id, String... duties) {
        var code = invited(id, duties);
        var device = new TestAuthenticator(ORIGIN, "staff.example.org");
        var challenge = invitations.open(code).orElseThrow().challenge();
        var _ = invitations.redeem(code, device.register(decoded(challenge))).orElseThrow();
        return device;
    }

    /// A person with a password and codes of this secret.
    public byte[] password(String id, String... duties) {
        var code = invited(id, duties);
        var secret = unbase32(invitations.open(code).orElseThrow().totp());
        var _ = invitations.redeem(code, PASSWORD.toCharArray(), code(secret)).orElseThrow();
        now = now.plus(Totp.STEP);
        return secret;
    }

    /// Writes into the store that one account has the passkeys of another, which no way in does.
    public void shareDevice(StaffId of, StaffId with) {
        var passkeys = book.find(of).orElseThrow().account().passkeys();
        var kept = book.find(with).orElseThrow();
        var account = kept.account();
        var sharing =
                new Account(
                        account.id(),
                        account.name(),
                        account.state(),
                        account.invitation(),
                        account.password(),
                        passkeys,
                        account.grants(),
                        account.signIns(),
                        account.spent());
        if (!book.keep(kept, sharing)) {
            throw new IllegalStateException("somebody else changed the account of " + with);
        }
    }

    public String code(byte[] secret) {
        return Totp.code(secret, Totp.step(now));
    }

    public SignedIn in(String id, TestAuthenticator device) {
        return ((SignIns.Outcome.In) byPasskey(id, device)).signedIn();
    }

    public SignIns.Outcome byPasskey(String id, TestAuthenticator device) {
        var challenge = signIns.challenge();
        return signIns.byPasskey(
                challenge, book.handle(new StaffId(id)), device.answer(decoded(challenge)));
    }

    public static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    public static byte[] unbase32(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        long bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            bits = (bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
            count += 5;
            if (count >= 8 && at < bytes.length) {
                bytes[at++] = (byte) (bits >>> (count - 8));
                count -= 8;
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        store.close();
        key.close();
    }
}
