package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

import org.cef.CefApp;
import org.cef.CefSettings;
import org.cef.SystemBootstrap;
import org.cef.callback.CefCommandLine;
import org.cef.handler.CefAppHandlerAdapter;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Chromium in this process: started once, ended once (seat-window.md section 2).
///
/// java-cef switches Chromium's sandbox off on every start. It is started by hand here, so that the
/// switch can be taken away again; [Sandbox] then looks whether that worked.
final class Chromium implements AutoCloseable {

    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final List<String> SWITCHES =
            List.of(
                    "--disable-gpu",
                    "--disable-extensions",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-domain-reliability",
                    "--disable-sync",
                    "--disable-print-preview",
                    "--disable-crash-reporter",
                    "--disable-breakpad",
                    "--disable-speech-api",
                    "--disable-webgl",
                    "--disable-features=WebRtc,Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,"
                            // a renderer in reserve for another page, which never comes
                            + "SpareRendererForSitePerProcess",
                    // its service for the network behind a filter of system calls, like the page's
                    // (2.7)
                    "--enable-features=NetworkServiceSandbox",
                    // decoded pictures of items left long ago: 64 MiB of them instead of 512 (2.7)
                    "--enable-low-end-device-mode",
                    // and yet the colours of a picture in full
                    "--disable-rgba-4444-textures",
                    "--no-first-run",
                    "--no-pings",
                    "--noerrdialogs",
                    "--password-store=basic",
                    "--use-mock-keychain",
                    "--ozone-platform=x11",
                    "--host-resolver-rules=MAP * ~NOTFOUND");

    private static final AtomicBoolean WAS_STARTED = new AtomicBoolean();

    private final CefApp app;
    private final CountDownLatch ended;
    private final Set<String> variables;

    private Chromium(CefApp app, CountDownLatch ended, Set<String> variables) {
        this.app = app;
        this.ended = ended;
        this.variables = variables;
    }

    /// Starts Chromium. Possible once in the life of a process.
    @SuppressWarnings("restricted") // Chromium is native code; loading it is what this is for
    static Chromium start(ChromiumFiles files, PrivateFolder folder, ShellSettings settings)
            throws IOException {
        requireNonNull(files, "files");
        if (!WAS_STARTED.compareAndSet(false, true)) {
            throw new IllegalStateException("Chromium starts once in a process");
        }
        var temporary = folder.inside("tmp").toString();
        Environment.set(
                Map.of(
                        "TMPDIR", temporary,
                        "XDG_CONFIG_HOME", folder.inside("config").toString(),
                        "XDG_CACHE_HOME", folder.inside("cache").toString(),
                        "XDG_DATA_HOME", folder.inside("data").toString()));
        Environment.complete();
        var variables = Environment.names();
        Policy.write(folder.inside("policy"), settings.drivenBy().isPresent());
        // The files are where they are said to be, not on a library path.
        SystemBootstrap.setLoader(_ -> {});
        System.loadLibrary("jawt");
        System.load(files.library().toString());
        var ended = new CountDownLatch(1);
        var arguments = SWITCHES.toArray(String[]::new);
        if (!CefApp.startup(arguments)) {
            throw new IOException("Chromium in %s does not start".formatted(files.folder()));
        }
        CefApp.addAppHandler(new Starting(arguments, settings.isSandboxed(), ended));
        return new Chromium(
                CefApp.getInstance(arguments, cef(files, folder, settings)), ended, variables);
    }

    private static CefSettings cef(
            ChromiumFiles files, PrivateFolder folder, ShellSettings settings) throws IOException {
        var cef = new CefSettings();
        cef.windowless_rendering_enabled = false;
        cef.command_line_args_disabled = true;
        cef.locale = settings.language();
        cef.browser_subprocess_path = files.helper().toString();
        cef.resources_dir_path = files.folder().toString();
        cef.locales_dir_path = files.locales().toString();
        cef.root_cache_path = folder.inside("profile").toString();
        cef.cache_path = null;
        cef.persist_session_cookies = false;
        cef.log_file = folder.path().resolve("chromium.log").toString();
        cef.log_severity = CefSettings.LogSeverity.LOGSEVERITY_WARNING;
        cef.chrome_policy_id = folder.inside("policy").toString();
        cef.background_color = cef.new ColorType(255, 255, 255, 255);
        settings.drivenBy().ifPresent(port -> cef.remote_debugging_port = port);
        return cef;
    }

    CefApp app() {
        return app;
    }

    /// Variables of the environment that were added since Chromium's threads run, which may end the
    /// program (seat-window.md 2.9).
    Set<String> addedVariables() {
        var added = new TreeSet<>(Environment.names());
        added.removeAll(variables);
        return added;
    }

    /// Ends Chromium, after its windows are gone, and waits until it has.
    @Override
    public void close() {
        app.dispose();
        try {
            if (!ended.await(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Chromium did not end within %d s".formatted(ENDING.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Starting extends CefAppHandlerAdapter {

        private final boolean isSandboxed;
        private final CountDownLatch ended;

        Starting(String[] arguments, boolean isSandboxed, CountDownLatch ended) {
            super(arguments);
            this.isSandboxed = isSandboxed;
            this.ended = ended;
        }

        @Override
        public void onBeforeCommandLineProcessing(String process, CefCommandLine line) {
            super.onBeforeCommandLineProcessing(process, line);
            if (!process.isEmpty() || !isSandboxed) {
                return;
            }
            var switches = new LinkedHashMap<>(line.getSwitches());
            line.reset();
            switches.remove("no-sandbox");
            switches.forEach(
                    (name, value) -> {
                        if (value == null || value.isEmpty()) {
                            line.appendSwitch(name);
                        } else {
                            line.appendSwitchWithValue(name, value);
                        }
                    });
        }

        @Override
        public void stateHasChanged(CefApp.CefAppState state) {
            if (state == CefApp.CefAppState.TERMINATED) {
                ended.countDown();
            }
        }
    }
}
