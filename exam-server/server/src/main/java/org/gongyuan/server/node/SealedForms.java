package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The sealed forms that were brought to this node over the staff port (`staff-access.md` 8.2): one
/// waits, checked and untouched, until two persons have stood for its manifest digest; then it is
/// taken in and sittings can be opened with it. Nothing of a form's content is readable here.
public final class SealedForms {

    /// So many forms wait at most.
    public static final int MOST_WAITING = 20;

    private static final String NAME = "[0-9a-f]{64}";

    private final Path waiting;
    private final Path takenIn;
    private final Path inbox;
    private final Acceptance acceptance;
    private boolean isFirst = true;
    private final Map<Path, Manifest> read = new ConcurrentHashMap<>();
    private final Map<Path, Map<Digest, ShareEnvelope>> envelopes = new ConcurrentHashMap<>();

    /// A form on the shelf.
    ///
    /// @param isTakenIn whether two persons stood for it
    public record Shelved(Manifest manifest, boolean isTakenIn) {

        public Shelved {
            requireNonNull(manifest, "manifest");
        }
    }

    /// Forms in `forms` of a data folder; what is taken in goes to the inbox, where openings look.
    public SealedForms(Path data, Path inbox, Acceptance acceptance) {
        this.waiting = data.resolve("forms").resolve("waiting");
        this.takenIn = data.resolve("forms").resolve("taken-in");
        this.inbox = requireNonNull(inbox, "inbox");
        this.acceptance = requireNonNull(acceptance, "acceptance");
    }

    /// A file into which a form that is being brought can be written.
    ///
    /// @throws IllegalArgumentException when too many wait, or this one is here
    public synchronized Path begin(Digest manifest) throws IOException {
        if (find(manifest).isPresent()) {
            throw new IllegalArgumentException(Sentence.FORM_HERE.of(manifest.hex()));
        }
        Files.createDirectories(waiting);
        if (isFirst) {
            discardParts();
            isFirst = false;
        }
        try (var files = Files.list(waiting)) {
            if (files.count() >= MOST_WAITING) {
                throw new IllegalArgumentException(Sentence.FORMS_WAIT.of(MOST_WAITING));
            }
        }
        return Files.createTempFile(waiting, manifest.hex() + "-", ".part");
    }

    /// What was under way when the node went down comes no further.
    private void discardParts() throws IOException {
        try (var parts = Files.newDirectoryStream(waiting, "*.part")) {
            for (var part : parts) {
                Files.delete(part);
            }
        }
    }

    /// Checks all of a form that was brought, and lets it wait.
    ///
    /// @throws FormRefused when it is not a form this deployment takes
    /// @throws IllegalArgumentException when it is another than was said
    public synchronized Shelved brought(Digest manifest, Path part)
            throws FormRefused, IOException {
        try (var form = SealedForm.read(part, acceptance)) {
            if (!form.manifestDigest().equals(manifest)) {
                throw new IllegalArgumentException(
                        Sentence.FORM_IS_ANOTHER.of(form.manifestDigest().hex(), manifest.hex()));
            }
        }
        var target = waiting.resolve(manifest.hex());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        return new Shelved(manifest(target), false);
    }

    /// Takes a waiting form away again; false when none waits under this name.
    public synchronized boolean takeAway(Digest manifest) throws IOException {
        var file = waiting.resolve(manifest.hex());
        read.remove(file);
        return Files.deleteIfExists(file);
    }

    /// All that were brought.
    public List<Shelved> all() {
        var all = new ArrayList<Shelved>();
        names(waiting)
                .forEach(name -> all.add(new Shelved(manifest(waiting.resolve(name)), false)));
        for (var name : names(takenIn)) {
            var file = inbox.resolve(name);
            if (Files.exists(file)) {
                all.add(new Shelved(manifest(file), true));
            }
        }
        return all;
    }

    /// One of them.
    public Optional<Shelved> find(Digest manifest) {
        return all().stream().filter(one -> one.manifest().digest().equals(manifest)).findFirst();
    }

    /// Whether two persons stood for a form.
    public boolean isTakenIn(Digest manifest) {
        return Files.exists(takenIn.resolve(manifest.hex()));
    }

    /// Takes in a waiting form that two persons stand for, and checks it once more.
    ///
    /// @param act by which they stand for it
    public synchronized Manifest takeIn(Digest manifest, Digest act)
            throws FormRefused, IOException {
        var file = waiting.resolve(manifest.hex());
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(Sentence.FORM_NOT_WAITING.of(manifest.hex()));
        }
        try (var form = SealedForm.read(file, acceptance)) {
            if (!form.manifestDigest().equals(manifest)) {
                throw new IllegalArgumentException(Sentence.FORM_CHANGED.of());
            }
        }
        Files.createDirectories(inbox);
        Files.createDirectories(takenIn);
        Files.writeString(takenIn.resolve(manifest.hex()), act.hex() + "\n", UTF_8);
        var target = inbox.resolve(manifest.hex());
        Files.move(
                file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        read.remove(file);
        return manifest(target);
    }

    /// The envelope of a custodian in a sealed form that is held here, if he is one of it.
    public Optional<ShareEnvelope> envelope(Path file, Digest custodian) {
        return Optional.ofNullable(
                envelopes.computeIfAbsent(file, this::readEnvelopes).get(custodian));
    }

    private Map<Digest, ShareEnvelope> readEnvelopes(Path file) {
        try (var form = SealedForm.read(file, acceptance)) {
            var all = new java.util.HashMap<Digest, ShareEnvelope>();
            for (var custodian : form.manifest().formKey().custodians()) {
                all.put(custodian, form.envelope(SharePurpose.FORM, custodian));
            }
            return all;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (FormRefused refused) {
            throw new IllegalStateException("the sealed form %s".formatted(file), refused);
        }
    }

    private Manifest manifest(Path file) {
        return read.computeIfAbsent(
                file,
                _ -> {
                    try (var form = SealedForm.read(file, acceptance)) {
                        return form.manifest();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    } catch (FormRefused refused) {
                        throw new IllegalStateException(
                                "the sealed form %s".formatted(file), refused);
                    }
                });
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(NAME))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
