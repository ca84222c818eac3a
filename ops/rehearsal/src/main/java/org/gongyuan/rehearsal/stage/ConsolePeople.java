package org.gongyuan.rehearsal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The people of a rehearsal at the console, each in a browser of his own with a device for
/// passkeys. What they do at the pages stands in `exam-server/console/test/drill/people.ts`; here
/// one deed after the other is asked of them and waited for.
public final class ConsolePeople implements AutoCloseable {

    private static final Path CONSOLE = Path.of("exam-server", "console");
    private static final int LOOK_MILLIS = 500;
    private static final Duration LEAVING = Duration.ofMinutes(2);

    private final Path said;
    private final Process process;
    private final Socket socket;
    private final BufferedReader answers;
    private final Writer questions;

    /// Opens the browsers' side of a console, whose node may still be down.
    ///
    /// @param folder where the pictures go (`console`), and what the browsers' side said
    public ConsolePeople(DemoConsole console, Path folder) {
        requireNonNull(console, "console");
        said = requireNonNull(folder, "folder").resolve("console.log");
        if (!Files.isRegularFile(CONSOLE.resolve("build/run.sh"))) {
            throw new IllegalStateException(
                    "%s is not here: start from the root of the sources".formatted(CONSOLE));
        }
        var site =
                new JsonObject()
                        .put("origin", console.origin())
                        .put("spki", console.keyDigest())
                        .put("folder", folder.toString());
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var command = new ProcessBuilder("bash", "build/run.sh", "drill");
            command.directory(CONSOLE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            command.environment().put("GONGYUAN_CONSOLE", site.encode());
            command.environment().put("GONGYUAN_REHEARSAL", Integer.toString(door.getLocalPort()));
            command.environment().put("NO_COLOR", "1");
            process = command.start();
            socket = accept(door);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            questions = new OutputStreamWriter(socket.getOutputStream(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("the people cannot come to the console", failed);
        }
    }

    private Socket accept(ServerSocket door) throws IOException {
        door.setSoTimeout(LOOK_MILLIS);
        while (process.isAlive()) {
            try {
                return door.accept();
            } catch (SocketTimeoutException _) {
                // It is being built, or starts.
            }
        }
        throw new IllegalStateException("the browsers' side ended: " + Files.readString(said));
    }

    /// Has a deed done at the pages and waits for it.
    ///
    /// @return what was seen there
    ///
    /// @throws IllegalStateException when it cannot be done, with what stood on the page
    public JsonObject ask(String deed, JsonObject about) {
        var answer = new JsonObject(exchange(about.copy().put("deed", deed).encode()));
        var failed = answer.getString("failed");
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return answer.getJsonObject("told");
    }

    private synchronized String exchange(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            var answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException(
                        "the browsers' side ended: " + Files.readString(said));
            }
            return answer;
        } catch (IOException gone) {
            throw new UncheckedIOException("the browsers' side is gone", gone);
        }
    }

    /// Everybody closes his browser.
    ///
    /// @return whether nothing went wrong in any page, and none did what its policy refuses
    public boolean leave() {
        close();
        return !process.isAlive() && process.exitValue() == 0;
    }

    /// What the browsers' side said of itself.
    public Path said() {
        return said;
    }

    @Override
    public void close() {
        try {
            socket.close();
            if (!process.waitFor(LEAVING)) {
                process.destroy();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the browsers' side cannot be let go", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
