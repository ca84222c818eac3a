package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.privacy.PersonKeys.Subject;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.StaffKey;
import org.gongyuan.trust.suite.Digest;

import java.util.List;
import java.util.Optional;

/// All accounts, in the store (`staff-access.md` 1.5). A person is found by a keyed hash; of two
/// who change an account at once the store refuses one.
public final class AccountBook {

    /// What stands in place of a name that was deleted.
    public static final String ERASED = "（已删除）";

    private final RevisedDocuments documents;
    private final StaffKey key;
    private final PersonKeys persons;

    /// An account and the revision it was read at; 0 when it is not kept yet.
    public record Kept(Account account, long revision) {

        public Kept {
            requireNonNull(account, "account");
        }
    }

    /// The accounts in these documents, under this key; names under keys of their own.
    public AccountBook(RevisedDocuments documents, StaffKey key, PersonKeys persons) {
        this.documents = requireNonNull(documents, "documents");
        this.key = requireNonNull(key, "key");
        this.persons = requireNonNull(persons, "persons");
    }

    /// The handle by which authenticators and the store know a person: it names nobody.
    public Digest handle(StaffId id) {
        return key.lookUp("staff", id.text());
    }

    /// The account of a person.
    public Optional<Kept> find(StaffId id) {
        return find(handle(id));
    }

    /// The account of this handle.
    public Optional<Kept> find(Digest handle) {
        return Answered.by(documents.find(new DocumentId(handle.hex()))).map(AccountBook::kept);
    }

    /// All accounts.
    public List<Kept> all() {
        return Answered.by(documents.all()).stream().map(AccountBook::kept).toList();
    }

    /// Whether a passkey, or its key, is somebody's.
    boolean isSomebodys(Account.Passkey made) {
        return all().stream()
                .flatMap(kept -> kept.account().passkeys().stream())
                .anyMatch(
                        one ->
                                one.key().equals(made.key())
                                        || one.credential().equals(made.credential()));
    }

    /// Keeps what became of an account; false when somebody else changed it meanwhile.
    public boolean keep(Kept seen, Account changed) {
        return Answered.by(
                documents.put(
                        new RevisedDocument(
                                new DocumentId(handle(changed.id()).hex()),
                                seen.revision() + 1,
                                AccountBytes.of(changed))));
    }

    /// Keeps a new account; false when there is one already.
    public boolean keepNew(Account account) {
        return keep(new Kept(account, 0), account);
    }

    /// Seals a field of a person.
    public Octets sealed(StaffId id, String field, byte[] plain) {
        return Octets.of(key.seal(plain, place(id, field)));
    }

    /// Opens a field of a person. Who asked wipes it when it is a secret.
    public byte[] opened(StaffId id, String field, Octets sealed) {
        try {
            return key.open(sealed.toBytes(), place(id, field));
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "the %s of %s does not open; is staff.key the one it was sealed under?"
                            .formatted(field, id),
                    broken);
        }
    }

    /// Seals the name of a person under his own key.
    Octets sealedName(StaffId id, String name) {
        return persons.seal(subject(id), "name", name.getBytes(UTF_8));
    }

    /// The name of a person, or that it was deleted.
    public String name(Account account) {
        return persons.open(subject(account.id()), "name", account.name())
                .map(plain -> new String(plain, UTF_8))
                .orElse(ERASED);
    }

    /// Whether the person's name was not deleted.
    boolean isNamed(Account account) {
        return persons.isLiving(subject(account.id()));
    }

    /// Under which key a person's name is sealed.
    public static Subject subject(StaffId id) {
        return new Subject(id.text(), RetentionTable.STAFF_NAME);
    }

    private static byte[] place(StaffId id, String field) {
        return (field + "/" + id.text()).getBytes(UTF_8);
    }

    private static Kept kept(RevisedDocument document) {
        return new Kept(AccountBytes.read(document.body()), document.revision());
    }
}
