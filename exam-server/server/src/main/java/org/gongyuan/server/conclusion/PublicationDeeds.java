package org.gongyuan.server.conclusion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.PublicationPayload;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.result.Publication;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.trust.seal.VerifyingKey;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Publication by an act under two persons (`publication.md` 1.4), upon a closed and scored sitting
/// that a running node holds: the act stands for both approvals, and the notice period begins with
/// it. Opening the results when it has ended takes the approvers' shares and stays with the command
/// line.
public final class PublicationDeeds implements DeedPart {

    private final Hall hall;
    private final Lane lane;
    private final InstantSource clock;

    /// Deeds upon the sittings of a hall.
    public PublicationDeeds(Hall hall, Lane lane, InstantSource clock) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.clock = requireNonNull(clock, "clock");
    }

    /// A run and how far it has come.
    ///
    /// @param scored how many candidates were scored
    public record Run(Publication publication, long scored) {

        public Run {
            requireNonNull(publication, "publication");
        }
    }

    /// The runs of a sitting that this node holds, in the order in which they were scored.
    ///
    /// @throws IOException when its documents cannot be read
    public List<Run> runs(SittingId sitting) throws IOException {
        var held = hall.sitting(sitting);
        if (held.isEmpty() || !held.get().sitting().isClosed()) {
            return List.of();
        }
        var facts = facts(held.get());
        var runs = new ArrayList<Run>();
        for (var fact : facts) {
            if (fact instanceof SittingEntry.Scored scored) {
                var publication = publication(held.get(), scored);
                for (var later : facts) {
                    publication = publication.after(later);
                }
                runs.add(new Run(publication, scored.sheets()));
            }
        }
        return runs;
    }

    private static Publication publication(Hall.Held held, SittingEntry.Scored scored)
            throws IOException {
        var documents = Documents.in(held.folder().conclusion());
        var approvers =
                new String(documents.read(scored.run() + ".approvers"), UTF_8)
                        .lines()
                        .map(VerifyingKey::parse)
                        .toList();
        return Publication.of(
                held.manifest().suite(), scored, held.folder().plan().notice(), approvers);
    }

    private static List<SittingEntry> facts(Hall.Held held) {
        var reader = held.log().reader();
        var facts = new ArrayList<SittingEntry>();
        reader.read(
                0,
                reader.size(),
                found -> {
                    if (Leaf.read(found.leaf()) instanceof SittingEntry fact
                            && !(fact instanceof SittingEntry.Absent)) {
                        facts.add(fact);
                    }
                });
        return facts;
    }

    private Optional<Run> run(PublicationPayload what) throws IOException {
        return runs(what.sitting()).stream()
                .filter(one -> one.publication().run().equals(what.run()))
                .findFirst();
    }

    @Override
    public boolean does(Deed deed) {
        return deed instanceof ExamDeed.Publish;
    }

    @Override
    public Optional<String> refusal(Deed deed) {
        if (!(deed instanceof ExamDeed.Publish(var what))) {
            return Optional.empty();
        }
        try {
            var run = run(what);
            if (run.isEmpty()) {
                return Optional.of(Sentence.RUN_MISSING.of(what.sitting(), what.run()));
            }
            var publication = run.get().publication();
            if (!publication.results().equals(what.results())) {
                return Optional.of(Sentence.RUN_OTHER_RESULTS.of(what.run()));
            }
            return publication.until().isPresent()
                    ? Optional.of(Sentence.RUN_ANNOUNCED.of(what.run(), publication.until().get()))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(Sentence.RUN_UNREADABLE.of(what.run()));
        }
    }

    /// Those who were scored.
    @Override
    public OptionalInt reach(Deed deed) {
        try {
            return deed instanceof ExamDeed.Publish(var what)
                    ? run(what)
                            .map(run -> OptionalInt.of(Math.toIntExact(run.scored())))
                            .orElse(OptionalInt.empty())
                    : OptionalInt.empty();
        } catch (IOException unreadable) {
            // The refusal says that the run's documents cannot be read.
            return OptionalInt.empty();
        }
    }

    @Override
    public Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        if (!(deed instanceof ExamDeed.Publish(var what))) {
            throw new IllegalArgumentException("no deed of publication");
        }
        try {
            var publication = run(what).orElseThrow().publication();
            if (publication.beginNotice(clock.instant())
                    instanceof Publication.Step.Refused(_, var because)) {
                var told = Sentence.RUN_NOT_TAKEN.of(because);
                return new Came(false, told, told);
            }
            var held = hall.sitting(what.sitting()).orElseThrow();
            var _ =
                    StaffLog.enter(
                            held.log(),
                            lane,
                            clock,
                            at -> ((Publication.Step.Taken) publication.beginNotice(at)).entry());
            var told =
                    Sentence.ANNOUNCED_UNTIL.of(
                            run(what).orElseThrow().publication().until().orElseThrow());
            return new Came(true, told, told);
        } catch (IOException unreadable) {
            return new Came(
                    false,
                    "the documents of the run cannot be read: " + unreadable.getMessage(),
                    Sentence.RUN_DOCUMENTS_UNREADABLE.of());
        }
    }
}
