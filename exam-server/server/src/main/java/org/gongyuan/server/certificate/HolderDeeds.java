package org.gongyuan.server.certificate;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.HoldersPayload;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.act.Deed;
import org.gongyuan.server.act.DeedPart;
import org.gongyuan.server.act.Effects.Came;
import org.gongyuan.server.act.ExamDeed;
import org.gongyuan.server.conclusion.Documents;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.sentence.Sentence;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/// The drawing of a list of proposed holders by an act under two persons (`certificate.md` 3). The
/// list lies beside the results before the record names it.
public final class HolderDeeds implements DeedPart {

    private final HolderLists lists;
    private final Hall hall;
    private final Lane lane;
    private final InstantSource clock;

    /// Deeds upon the lists of a hall's sittings.
    public HolderDeeds(HolderLists lists, Hall hall, Lane lane, InstantSource clock) {
        this.lists = requireNonNull(lists, "lists");
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public boolean does(Deed deed) {
        return deed instanceof ExamDeed.DrawHolders;
    }

    @Override
    public Optional<String> refusal(Deed deed) {
        if (!(deed instanceof ExamDeed.DrawHolders(var what))) {
            return Optional.empty();
        }
        try {
            return refusal(what, lists.standing(what.sitting()));
        } catch (IOException unreadable) {
            return Optional.of(Sentence.RUN_UNREADABLE.of(what.run()));
        }
    }

    private static Optional<String> refusal(
            HoldersPayload what, Optional<HolderLists.Standing> standing) {
        if (standing.isEmpty()) {
            return Optional.of(Sentence.HOLDERS_NOT_PUBLISHED.of(what.sitting()));
        }
        var now = standing.get();
        if (!now.published().run().equals(what.run())
                || !now.published().results().equals(what.results())) {
            return Optional.of(Sentence.HOLDERS_OTHER_RUN.of(what.run()));
        }
        if (now.state() == HolderLists.State.DRAWN) {
            return Optional.of(Sentence.HOLDERS_STAND.of(what.run()));
        }
        return now.digest().equals(what.list())
                ? Optional.empty()
                : Optional.of(Sentence.HOLDERS_OTHER_LIST.of());
    }

    /// Those who reached a level, proposed or held back.
    @Override
    public OptionalInt reach(Deed deed) {
        try {
            return deed instanceof ExamDeed.DrawHolders(var what)
                    ? lists.standing(what.sitting())
                            .map(now -> OptionalInt.of(now.reached().size()))
                            .orElse(OptionalInt.empty())
                    : OptionalInt.empty();
        } catch (IOException unreadable) {
            // The refusal says that the run's documents cannot be read.
            return OptionalInt.empty();
        }
    }

    /// Of two that are approved at once the second finds that the list stands.
    @Override
    public synchronized Came carryOut(ActDocument act, Deed deed, StaffId approver) {
        if (!(deed instanceof ExamDeed.DrawHolders(var what))) {
            throw new IllegalArgumentException("no deed of drawing a list");
        }
        try {
            var standing = lists.standing(what.sitting());
            var refused = refusal(what, standing);
            return refused.isPresent()
                    ? new Came(false, refused.get(), refused.get())
                    : drawn(what.sitting(), standing.orElseThrow(), act.proposer(), approver);
        } catch (IOException unreadable) {
            var told = Sentence.RUN_UNREADABLE.of(what.run());
            return new Came(false, told, told);
        }
    }

    private Came drawn(
            SittingId sitting, HolderLists.Standing now, StaffId proposer, StaffId approver)
            throws IOException {
        var held = hall.sitting(sitting).orElseThrow();
        var list = now.next();
        var digest = now.digest();
        Documents.in(held.folder().conclusion()).write(HolderLists.name(digest), list.toBytes());
        var _ =
                StaffLog.enter(
                        held.log(),
                        lane,
                        clock,
                        at ->
                                new SittingEntry.ProposedHolders(
                                        at,
                                        list.run(),
                                        list.results(),
                                        digest,
                                        list.predecessor(),
                                        list.proposed().size(),
                                        list.held().size(),
                                        proposer,
                                        approver));
        var told = Sentence.HOLDERS_DRAWN.of(list.proposed().size(), list.held().size());
        return new Came(true, told, told);
    }
}
