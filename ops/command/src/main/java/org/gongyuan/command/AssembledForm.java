package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.Form;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.SealBroken;

import java.io.IOException;
import java.nio.file.Path;

/// A form between assembly and sealing: a file under the bank's key, since it tells which items the
/// exam has (`item-bank/spec/forms.md`, 2.7).
final class AssembledForm {

    private static final byte[] BOUND = "gongyuan/assembled-form/1".getBytes(UTF_8);
    private static final long LARGEST = 16L << 20;

    private AssembledForm() {}

    static void write(Path file, Form form, BankFolder bank) throws IOException {
        OwnFile.create(file, bank.key().seal(form.toBytes(), BOUND));
    }

    static Form read(Path file, BankFolder bank) throws IOException {
        try {
            return Form.parse(bank.key().open(OwnFile.read(file, "form", LARGEST), BOUND));
        } catch (SealBroken broken) {
            throw new Refused(
                    Refused.REFUSED,
                    "%s is no form assembled from this bank: %s"
                            .formatted(file, broken.getMessage()));
        } catch (NotCanonical wrong) {
            throw new Refused(Refused.REFUSED, "%s: %s".formatted(file, wrong.getMessage()));
        }
    }
}
