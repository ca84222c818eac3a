package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.Outline;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// What everybody may know of a sealed form before its release, and what its assembler and its
/// reviewer sign (`sealed-form.md` section 2). Holds no text of the exam.
public record Manifest(
        Identity identity,
        RuleDefaults rules,
        Contents contents,
        Signers signers,
        Quorum formKey,
        MarkingTerms markingKey,
        Vault vault) {

    private static final byte[] LABEL = "gongyuan/manifest/1\0".getBytes(UTF_8);
    private static final int LONGEST_TEXT = 200;

    /// Which form of which exam this is, since when it is sealed and until when it must stay so.
    public record Identity(
            Suite suite,
            SealingId sealing,
            String body,
            String exam,
            FormId form,
            Classification classification,
            Instant sealedAt,
            Instant notBefore) {

        public Identity {
            requireNonNull(suite, "suite");
            requireNonNull(sealing, "sealing");
            bounded("body", body);
            bounded("exam", exam);
            requireNonNull(form, "form");
            requireNonNull(classification, "classification");
            sealedAt = Instant.ofEpochMilli(sealedAt.toEpochMilli());
            notBefore = Instant.ofEpochMilli(notBefore.toEpochMilli());
        }

        private static void bounded(String what, String text) {
            if (text.isBlank() || text.length() > LONGEST_TEXT) {
                throw new IllegalArgumentException(
                        "%s must have 1 to %d characters: \"%s\""
                                .formatted(what, LONGEST_TEXT, text));
            }
        }
    }

    /// What is in the form: its outline, which blob each placement shows (the first of the list is
    /// that of placement 1), all blobs, and a commitment to the item revisions.
    public record Contents(Outline outline, List<Integer> items, List<Blob> blobs, Digest itemSet) {

        private static final int MOST_BLOBS = 20_000;

        public Contents {
            requireNonNull(outline, "outline");
            items = List.copyOf(items);
            blobs = List.copyOf(blobs);
            requireNonNull(itemSet, "itemSet");
            if (blobs.size() > MOST_BLOBS) {
                throw new IllegalArgumentException(
                        "a form has at most %d blobs, this has %d"
                                .formatted(MOST_BLOBS, blobs.size()));
            }
            if (items.size() != outline.size()) {
                throw new IllegalArgumentException(
                        "%d placements and items for %d of them"
                                .formatted(outline.size(), items.size()));
            }
        }
    }

    /// The fingerprints of the two keys that sign.
    public record Signers(Digest assembler, Digest reviewer) {

        public Signers {
            requireNonNull(assembler, "assembler");
            requireNonNull(reviewer, "reviewer");
        }
    }

    /// The marking key pair: its public part, and who holds the shares of its private part.
    public record MarkingTerms(SealingPublicKey publicKey, Quorum quorum) {

        public MarkingTerms {
            requireNonNull(publicKey, "publicKey");
            requireNonNull(quorum, "quorum");
        }
    }

    /// The parts that never go to a seat: custody, the sealed marking part, and a commitment to
    /// what is in it.
    public record Vault(
            Digest custody, int custodySize, Digest marking, long markingSize, Digest answerKey) {

        static final int LARGEST_CUSTODY = 16 << 20;

        public Vault {
            requireNonNull(custody, "custody");
            requireNonNull(marking, "marking");
            requireNonNull(answerKey, "answerKey");
            if (custodySize < 1 || custodySize > LARGEST_CUSTODY) {
                throw new IllegalArgumentException(
                        "custody of %d bytes is outside 1..%d"
                                .formatted(custodySize, LARGEST_CUSTODY));
            }
            if (markingSize < 1 || markingSize > Blob.LARGEST) {
                throw new IllegalArgumentException(
                        "marking part of %d bytes is outside 1..%d"
                                .formatted(markingSize, Blob.LARGEST));
            }
        }
    }

    public Manifest {
        requireNonNull(identity, "identity");
        requireNonNull(rules, "rules");
        requireNonNull(contents, "contents");
        requireNonNull(signers, "signers");
        requireNonNull(formKey, "formKey");
        requireNonNull(markingKey, "markingKey");
        requireNonNull(vault, "vault");
    }

    /// The suite everything of this form is in.
    public Suite suite() {
        return identity.suite();
    }

    /// The form.
    public FormId form() {
        return identity.form();
    }

    /// Before this instant nobody may open the form.
    public Instant notBefore() {
        return identity.notBefore();
    }

    /// Sections, blocks and placements.
    public Outline outline() {
        return contents.outline();
    }

    /// The blob of the item at a placement.
    public int blobOf(PlacementId placement) {
        if (placement.number() > contents.items().size()) {
            throw new IllegalArgumentException(
                    "form %s has %d placements, none is %s"
                            .formatted(form(), contents.items().size(), placement));
        }
        return contents.items().get(placement.number() - 1);
    }

    /// The bytes that are signed (section 2.1).
    public byte[] toBytes() {
        return ManifestFormat.write(this);
    }

    /// The name under which everything else refers to the form (section 2.3).
    public Digest digest() {
        return digest(suite(), toBytes());
    }

    static Digest digest(Suite suite, byte[] manifest) {
        return suite.digest(LABEL, manifest);
    }

    /// Reads a manifest and holds its parts against each other (sections 2.4 and 2.5).
    public static Manifest parse(byte[] bytes) throws FormRefused {
        var manifest = ManifestFormat.read(bytes);
        manifest.checkStructure();
        return manifest;
    }

    private void checkStructure() throws FormRefused {
        var blobs = contents.blobs();
        if (blobs.isEmpty() || blobs.getFirst().kind() != Blob.Kind.LAYOUT) {
            throw structure("blob 0 is not the layout");
        }
        if (blobs.stream().map(Blob::id).distinct().count() != blobs.size()) {
            throw structure("two blobs have one id");
        }
        var used = new HashSet<Integer>();
        for (var blob : contents.items()) {
            if (blob >= blobs.size() || blobs.get(blob).kind() != Blob.Kind.ITEM) {
                throw structure("a placement shows blob %d, which is no item".formatted(blob));
            }
            used.add(blob);
        }
        for (var index = 1; index < blobs.size(); index++) {
            switch (blobs.get(index).kind()) {
                case LAYOUT -> throw structure("blob %d is a second layout".formatted(index));
                case ITEM -> {
                    if (!used.contains(index)) {
                        throw new FormRefused(
                                FormRefused.Reason.UNLISTED,
                                "no placement shows item blob %d".formatted(index));
                    }
                }
                case STIMULUS, ASSET -> {}
            }
        }
        if (markingKey.publicKey().suite() != suite()) {
            throw structure("the marking key is of another suite");
        }
        checkQuorum(formKey, SharePurpose.FORM);
        checkQuorum(markingKey.quorum(), SharePurpose.MARKING);
        if (signers.assembler().equals(signers.reviewer())) {
            throw new FormRefused(
                    FormRefused.Reason.SAME_SIGNER, "assembler and reviewer have one key");
        }
    }

    private void checkQuorum(Quorum quorum, SharePurpose purpose) throws FormRefused {
        if (quorum.commitments().suite() != suite()
                || !quorum.commitments().splitId().equals(Bindings.of(this).splitId(purpose))) {
            throw new FormRefused(
                    FormRefused.Reason.QUORUM,
                    "the shares of the %s key are of another sealing".formatted(purpose.word()));
        }
    }

    private static FormRefused structure(String because) {
        return new FormRefused(FormRefused.Reason.STRUCTURE, because);
    }
}
