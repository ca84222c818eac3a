package org.gongyuan.server.store;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

import org.h2.mvstore.MVStore;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/// The embedded store's backend, with the durability it does not have by itself: a command that may
/// write is answered after the group commit that covers it (`store.md` section 5).
final class DurableBackend extends H2Backend {

    /// Commands known to change nothing; every other one counts as a write.
    private static final Set<String> READING =
            Set.of(
                    "find",
                    "aggregate",
                    "count",
                    "distinct",
                    "getmore",
                    "killcursors",
                    "ping",
                    "ismaster",
                    "hello",
                    "buildinfo",
                    "listindexes",
                    "listcollections",
                    "listdatabases",
                    "serverstatus",
                    "whatsmyuri",
                    "endsessions",
                    "dbstats",
                    "collstats");

    private final GroupCommitter committer;

    DurableBackend(MVStore file, GroupCommitter committer) {
        super(file);
        this.committer = committer;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        return isReading(message.getDocument())
                ? super.handleMessage(message)
                : committer.durably(() -> super.handleMessage(message));
    }

    /// Commits what waits, then closes the file.
    @Override
    public void close() {
        committer.close();
        super.close();
    }

    private static boolean isReading(Document query) {
        var command = query.keySet().iterator().next().toLowerCase(Locale.ROOT);
        return READING.contains(command)
                && !(command.equals("aggregate") && writes(query.get("pipeline")));
    }

    private static boolean writes(Object pipeline) {
        return pipeline instanceof Collection<?> stages
                && stages.stream()
                        .anyMatch(
                                stage ->
                                        stage instanceof Document document
                                                && (document.containsKey("$out")
                                                        || document.containsKey("$merge")));
    }
}
