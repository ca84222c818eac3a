package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.store.Answered;
import org.gongyuan.server.store.DocumentId;
import org.gongyuan.server.store.RevisedDocument;
import org.gongyuan.server.store.RevisedDocuments;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All planned examinations (`staff-access.md` 7.1), one document of the store each. A change that
/// somebody else outran is made anew upon what he left.
public final class Examinations {

    private static final int RACES = 5;

    private final RevisedDocuments documents;

    /// Examinations kept in these documents.
    public Examinations(RevisedDocuments documents) {
        this.documents = requireNonNull(documents, "documents");
    }

    /// Plans a new one; false when there is one of that name.
    public boolean plan(Examination exam) {
        return Answered.by(
                documents.put(new RevisedDocument(id(exam.id()), 1, ExaminationBytes.of(exam))));
    }

    /// All of them, by name.
    public List<Examination> all() {
        return Answered.by(documents.all()).stream()
                .map(one -> ExaminationBytes.read(one.body()))
                .toList();
    }

    /// The one of that name.
    public Optional<Examination> find(ExaminationId exam) {
        return Answered.by(documents.find(id(exam))).map(one -> ExaminationBytes.read(one.body()));
    }

    /// The one a sitting belongs to, if it is planned.
    public Optional<Examination> of(SittingId sitting) {
        return all().stream().filter(one -> one.sitting(sitting).isPresent()).findFirst();
    }

    /// Changes one; nothing when it is not there.
    ///
    /// @throws IllegalArgumentException when `change` refuses
    public Optional<Examination> change(ExaminationId exam, UnaryOperator<Examination> change) {
        for (int i = 0; i < RACES; i++) {
            var found = Answered.by(documents.find(id(exam)));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            var changed = change.apply(ExaminationBytes.read(found.get().body()));
            if (Answered.by(documents.put(found.get().next(ExaminationBytes.of(changed))))) {
                return Optional.of(changed);
            }
        }
        throw new IllegalStateException(
                "examination %s is changed by others all the time".formatted(exam));
    }

    /// Changes the planned sitting of that name; nothing when none is planned.
    public Optional<PlannedSitting> change(
            SittingId sitting, UnaryOperator<PlannedSitting> change) {
        return of(sitting)
                .flatMap(exam -> change(exam.id(), one -> one.changing(sitting, change)))
                .flatMap(exam -> exam.sitting(sitting));
    }

    private static DocumentId id(ExaminationId exam) {
        return new DocumentId(exam.text());
    }
}
