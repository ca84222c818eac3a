package org.gongyuan.bank.sealing;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Digest;

import java.util.Optional;
import java.util.Set;

/// What a deployment accepts: forms up to a classification, and, if it says so, only those signed
/// by signers it trusts (`sealed-form.md` 4.2 and section 7).
public record Acceptance(Classification ceiling, Optional<Set<Digest>> trusted) {

    public Acceptance {
        requireNonNull(ceiling, "ceiling");
        trusted = trusted.map(Set::copyOf);
    }

    /// Forms up to this classification, whoever signed them.
    public static Acceptance upTo(Classification ceiling) {
        return new Acceptance(ceiling, Optional.empty());
    }

    /// The same, but only from signers with these fingerprints.
    public Acceptance trusting(Set<Digest> signers) {
        return new Acceptance(ceiling, Optional.of(signers));
    }

    void check(Manifest manifest) throws FormRefused {
        var classification = manifest.identity().classification();
        if (classification.exceeds(ceiling)) {
            throw new FormRefused(
                    FormRefused.Reason.CLASSIFICATION,
                    "form %s is %s, this deployment may hold up to %s"
                            .formatted(manifest.form(), classification.word(), ceiling.word()));
        }
        if (trusted.isPresent()) {
            var signers = manifest.signers();
            for (var signer : Set.of(signers.assembler(), signers.reviewer())) {
                if (!trusted.get().contains(signer)) {
                    throw new FormRefused(
                            FormRefused.Reason.SIGNER,
                            "form %s is signed by %s, who is not trusted here"
                                    .formatted(manifest.form(), signer.hex().substring(0, 16)));
                }
            }
        }
    }
}
