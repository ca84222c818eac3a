package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.privacy.PrivacyRequest;
import org.gongyuan.server.sentence.Sentence;

import java.util.Optional;

/// Who has no part in deciding on a request about data (`staff-access.md` 9.4): whom it is about,
/// and who declared a conflict of interest with the sitting of the candidate it is about.
public final class RequestConflicts {

    private final Conflicts declared;

    /// By these declarations.
    public RequestConflicts(Conflicts declared) {
        this.declared = requireNonNull(declared, "declared");
    }

    /// What keeps this person from deciding on a request, as a sentence for him, if something does.
    public Optional<String> with(StaffId person, PrivacyRequest request) {
        if (request.isAbout(person)) {
            return Optional.of(Sentence.CONFLICT_OWN_REQUEST.of());
        }
        return request.sitting()
                .flatMap(sitting -> declared.with(person, sitting))
                .map(one -> one.kind().sentence());
    }
}
