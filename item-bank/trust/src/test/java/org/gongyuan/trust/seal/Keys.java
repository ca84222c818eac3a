package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiFunction;

/// Keys of every purpose, for tests that must hold for all of them.
final class Keys {

    static final SecureRandom RANDOM = new SecureRandom();

    /// How a key of one purpose is generated.
    record Generated(String name, BiFunction<Suite, SecureRandom, SealKey> by) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Generated> ALL =
            List.of(
                    new Generated("FormKey", FormKey::generate),
                    new Generated("BlobKey", BlobKey::generate),
                    new Generated("ItemKey", ItemKey::generate),
                    new Generated("BankKey", BankKey::generate),
                    new Generated("MarkingPartKey", MarkingPartKey::generate),
                    new Generated("ResponseKey", ResponseKey::generate),
                    new Generated("WindowKey", WindowKey::generate),
                    new Generated("EvidenceKey", EvidenceKey::generate),
                    new Generated("ResultKey", ResultKey::generate),
                    new Generated("JournalKey", JournalKey::generate),
                    new Generated("AdmissionKey", AdmissionKey::generate),
                    new Generated("StaffKey", StaffKey::generate),
                    new Generated("PersonKey", PersonKey::generate));

    private Keys() {}

    static List<Generated> all() {
        return ALL;
    }
}
