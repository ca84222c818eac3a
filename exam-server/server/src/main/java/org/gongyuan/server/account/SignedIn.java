package org.gongyuan.server.account;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;

/// A person who is signed in, as every act of his is judged.
///
/// @param token digest of the sign-in's token
/// @param account as it stands now, with the duties of now
public record SignedIn(Digest token, Account account) {

    public SignedIn {
        requireNonNull(token, "token");
        requireNonNull(account, "account");
    }

    /// Who it is.
    public StaffId person() {
        return account.id();
    }
}
