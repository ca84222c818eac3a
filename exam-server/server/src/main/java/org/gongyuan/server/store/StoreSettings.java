package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// Which store a node uses (`store.md` section 1).
public sealed interface StoreSettings {

    /// The database the collections are in.
    String database();

    /// A store inside this process, in one file of `folder`. For one machine.
    record Embedded(Path folder, String database) implements StoreSettings {

        public Embedded {
            requireNonNull(folder, "folder");
            checkDatabase(database);
        }
    }

    /// A MongoDB deployment, or an embedded store that runs as a process of its own.
    ///
    /// @param uri `mongodb://…`; may hold a password, so it is never printed
    /// @param own whether it is a store process of ours, which knows no write concern
    record Remote(String uri, String database, boolean own) implements StoreSettings {

        public Remote {
            requireNonNull(uri, "uri");
            if (!uri.startsWith("mongodb://") && !uri.startsWith("mongodb+srv://")) {
                throw new IllegalArgumentException(
                        "a store address begins with mongodb:// or mongodb+srv://");
            }
            checkDatabase(database);
        }

        @Override
        public String toString() {
            return "Remote[database=%s]".formatted(database);
        }
    }

    private static void checkDatabase(String database) {
        if (!Pattern.matches("[a-z][a-z0-9_]{0,39}", database)) {
            throw new IllegalArgumentException(
                    "a database name has 1 to 40 characters a-z, 0-9 and _: \"%s\""
                            .formatted(database));
        }
    }
}
