package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Sealed forms that staff bring (`staff-access.md` 8.2): named by their manifest digest, checked
/// whole before they are said to be here.
final class BroughtForms implements Uploads.Kind {

    /// A sealed form may have so many bytes.
    static final long LARGEST = 1L << 30;

    private final SealedForms forms;
    private final FormOperations told;
    private final Duration longest;

    /// Forms that wait among others.
    ///
    /// @param longest within which one must have come whole
    BroughtForms(SealedForms forms, FormOperations told, Duration longest) {
        this.forms = requireNonNull(forms, "forms");
        this.told = requireNonNull(told, "told");
        this.longest = requireNonNull(longest, "longest");
    }

    void into(Map<String, StaffOperation> operations) {
        operations.put(operation(), this::brought);
    }

    @Override
    public String operation() {
        return "bringForm";
    }

    @Override
    public int atOnce() {
        return 4;
    }

    @Override
    public Duration longest() {
        return longest;
    }

    @Override
    public Uploads.Place begin(SignedIn who, Map<String, String> given) {
        var form = given.getOrDefault("form", "");
        if (!form.matches("[0-9a-f]{64}")) {
            throw new Uploads.NotTaken(400, "not-as-contracted", Sentence.FORM_NAME.of());
        }
        try {
            var file = forms.begin(Digest.parse(form));
            return new Uploads.Place(file, 1, LARGEST, () -> discard(file));
        } catch (IllegalArgumentException refused) {
            throw new Uploads.NotTaken(409, "refused", refused.getMessage());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void discard(Path file) {
        try {
            var _ = Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private StaffAnswer brought(StaffCall call) {
        var manifest = Digest.parse(call.parameter("form"));
        return checked(manifest, Path.of(call.parameter(Uploads.FILE))).upon(manifest.hex());
    }

    private StaffAnswer checked(Digest manifest, Path file) {
        try {
            forms.brought(manifest, file);
            return StaffAnswer.of(201, told.json(manifest).orElseGet(JsonObject::new));
        } catch (FormRefused refused) {
            return StaffAnswer.refused(
                    409,
                    "form-refused",
                    Sentence.FORM_REFUSED.of(refused.reason().word(), refused.getMessage()));
        } catch (IllegalArgumentException other) {
            return StaffAnswer.refused(409, "form-refused", other.getMessage());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
