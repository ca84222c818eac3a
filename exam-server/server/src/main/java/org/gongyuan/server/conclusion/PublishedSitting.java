package org.gongyuan.server.conclusion;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.KeptResults;
import org.gongyuan.server.node.SittingFolder;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.result.PublicAnswers;
import org.gongyuan.server.result.PublicReceipts;
import org.gongyuan.server.scoring.Results;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A published sitting, read back from its folder and its log by a node that tells the public
/// (`publication.md` section 5). The record decides: without a `published` entry there, documents
/// in the folder make nothing public.
public final class PublishedSitting {

    private PublishedSitting() {}

    /// Makes the results of a sitting public if its record says that they are.
    ///
    /// @return whether it does
    /// @throws IOException when the record says so, but the documents are missing or are others
    public static boolean tell(
            SittingId sitting,
            SittingFolder folder,
            JournalReader log,
            Roster roster,
            PublicAnswers answers)
            throws IOException {
        if (!Files.isDirectory(folder.conclusion())) {
            return false;
        }
        var published = published(log);
        if (published.isEmpty()) {
            return false;
        }
        var run = published.get().run();
        var documents = Documents.in(folder.conclusion());
        if (new KeptResults(folder.conclusion()).isEnded()) {
            answers.ended(sitting, logs(documents, run));
            return true;
        }
        var results = results(documents, published.get());
        answers.publish(
                sitting, results, roster, sessions(sitting, roster, results), logs(documents, run));
        return true;
    }

    private static Optional<SittingEntry.Published> published(JournalReader log) {
        var last = new SittingEntry.Published[1];
        log.read(
                0,
                log.size(),
                found -> {
                    if (Leaf.read(found.leaf()) instanceof SittingEntry.Published one) {
                        last[0] = one;
                    }
                });
        return Optional.ofNullable(last[0]);
    }

    /// The results of a run that was published.
    ///
    /// @throws IOException when they are missing or are others
    public static Results results(Documents documents, SittingEntry.Published published)
            throws IOException {
        var run = published.run();
        var sealed = SealedResults.parse(documents.read(run + ".results"));
        if (!sealed.results().equals(published.results())) {
            throw new IOException(
                    "the sealed results of run %s are not those the record names".formatted(run));
        }
        try (var key =
                KeyFile.parse(new String(documents.read(run + ".result-key"), UTF_8))
                        .secret(ResultKey.KIND, new char[0])) {
            return sealed.open(key).results();
        } catch (SealBroken broken) {
            throw new IOException(
                    "the results of run %s do not open: %s".formatted(run, broken.getMessage()),
                    broken);
        }
    }

    /// Whoever has a session among the results was admitted; sessions follow from the roster.
    private static Map<Digest, SessionId> sessions(
            SittingId sitting, Roster roster, Results results) {
        var there = new HashSet<SessionId>();
        results.scored().forEach(one -> there.add(one.session()));
        results.excluded().forEach(one -> there.add(one.session()));
        var sessions = new HashMap<Digest, SessionId>();
        for (var candidate : roster.candidates()) {
            var session = candidate.session(roster.suite(), sitting);
            if (there.contains(session)) {
                sessions.put(candidate.commitment(roster.suite()), session);
            }
        }
        return sessions;
    }

    private static List<PublicReceipts.Log> logs(Documents documents, String run)
            throws IOException {
        return new String(documents.read(run + ".logs"), UTF_8)
                .lines()
                .map(NoteKey::parse)
                .map(key -> new PublicReceipts.Log(key.name(), List.of(key)))
                .toList();
    }
}
