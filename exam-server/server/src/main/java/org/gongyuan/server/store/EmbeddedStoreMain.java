package org.gongyuan.server.store;

import java.io.IOException;
import java.nio.file.Path;

/// The embedded store as a process of its own, so that several nodes of one machine share it.
/// `EmbeddedStoreMain FOLDER [PORT]`; prints its address on one line and runs until it is ended.
public final class EmbeddedStoreMain {

    private EmbeddedStoreMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: EmbeddedStoreMain FOLDER [PORT]");
            System.exit(2);
        }
        var port = arguments.length == 2 ? Integer.parseInt(arguments[1]) : EmbeddedStore.ANY_PORT;
        var store = EmbeddedStore.open(Path.of(arguments[0]), port);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            try {
                                                store.close();
                                            } catch (IOException fault) {
                                                System.err.println(fault.getMessage());
                                            }
                                        }));
        System.out.println(store.uri());
        System.out.flush();
        Thread.currentThread().join();
    }
}
