package org.gongyuan.server.store;

import de.bwaldvogel.mongo.MongoServer;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A store in one file that speaks MongoDB's protocol on a loopback port, durable by group commit
/// (`store.md` section 5). It knows no accounts, so it never listens anywhere else.
public final class EmbeddedStore implements Closeable {

    /// Lets the system choose the port.
    public static final int ANY_PORT = 0;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

    private static final String FILE = "store.mv";

    /// A thread waits in each event loop for the commit; more loops than connections, so that no
    /// connection waits for another one's commit.
    private static final int EVENT_LOOPS = 96;

    private static final long COMPACT_FROM_BYTES = 64L << 20;
    private static final int TIDY_EVERY_MINUTES = 1;
    private static final int TIDY_TO_PERCENT = 70;
    private static final int TIDY_BYTES = 16 << 20;

    private final Path path;
    private final MVStore file;
    private final GroupCommitter committer;
    private final MongoServer server;
    private final ScheduledExecutorService schedule;

    private EmbeddedStore(Path path, MVStore file, GroupCommitter committer, MongoServer server) {
        this.path = path;
        this.file = file;
        this.committer = committer;
        this.server = server;
        this.schedule =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("store-compaction").factory());
    }

    /// Opens the store in `folder` and listens on a loopback port.
    public static EmbeddedStore open(Path folder, int port) throws IOException {
        return open(folder, port, COMPACT_FROM_BYTES);
    }

    /// The same, shortening a file of at least `compactFrom` bytes first.
    static EmbeddedStore open(Path folder, int port, long compactFrom) throws IOException {
        Files.createDirectories(folder);
        var path = folder.resolve(FILE);
        MVStore file;
        try {
            MVStoreTool.compactCleanUp(path.toString());
            if (Files.exists(path) && Files.size(path) >= compactFrom) {
                MVStoreTool.compact(path.toString(), false);
            }
            file =
                    new MVStore.Builder()
                            .fileName(path.toString())
                            .autoCommitDisabled()
                            .autoCommitBufferSize(0)
                            .open();
        } catch (MVStoreException refused) {
            throw new IOException(
                    "the store in %s cannot be opened: %s".formatted(folder, refused.getMessage()),
                    refused);
        }
        var committer = new GroupCommitter(file);
        committer.start();
        var server = new MongoServer(new DurableBackend(file, committer));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, EVENT_LOOPS);
        var store = new EmbeddedStore(path, file, committer, server);
        var _ =
                store.schedule.scheduleWithFixedDelay(
                        store::tidy, TIDY_EVERY_MINUTES, TIDY_EVERY_MINUTES, TimeUnit.MINUTES);
        return store;
    }

    /// Where a driver reaches it.
    public String uri() {
        var address = server.getLocalAddress();
        return "mongodb://%s:%d"
                .formatted(address.getAddress().getHostAddress(), address.getPort());
    }

    /// Rewrites what is still used of sparsely used parts of the file, so that their room is used
    /// again. Writers wait meanwhile. (Moving parts to shorten the file is left to the next start:
    /// done beside readers it broke the library's own assertions.)
    void tidy() {
        try {
            committer.alone(() -> file.compact(TIDY_TO_PERCENT, TIDY_BYTES));
        } catch (RuntimeException fault) {
            LOG.error("the store in {} could not be tidied", path, fault);
        }
    }

    /// Answers what was asked, commits, and closes the file.
    @Override
    public void close() throws IOException {
        schedule.close();
        server.shutdown();
    }
}
