package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

import org.cef.CefClient;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.browser.CefMessageRouter;
import org.cef.callback.CefQueryCallback;
import org.cef.handler.CefLifeSpanHandlerAdapter;
import org.cef.handler.CefLoadHandlerAdapter;
import org.cef.handler.CefMessageRouterHandlerAdapter;

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/// The window at a candidate's seat: undecorated, as large as the screen, with the candidate's page
/// in it and nothing else.
public final class SeatWindow implements AutoCloseable {

    /// The longest text the page may send, in characters. An essay fits.
    public static final int LONGEST_REQUEST = 1 << 20;

    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int NOT_UNDERSTOOD = 400;
    private static final int NOT_NOW = 409;
    private static final int TOO_LONG = 413;

    /// Chromium as a child of an AWT component is one pixel narrower and lower than that.
    private static final int LOST_PIXEL = 1;

    private final PrivateFolder folder;
    private final Chromium chromium;
    private final CefClient client;
    private final CefBrowser browser;
    private final JFrame frame;
    private final CountDownLatch closed = new CountDownLatch(1);

    private SeatWindow(
            PrivateFolder folder,
            Chromium chromium,
            CefClient client,
            CefBrowser browser,
            JFrame frame) {
        this.folder = folder;
        this.chromium = chromium;
        this.client = client;
        this.browser = browser;
        this.frame = frame;
    }

    /// Opens the window and loads the page. Possible once in the life of a process.
    ///
    /// @param page the page's files
    /// @param talk who talks with the page
    /// @throws IOException when Chromium's files cannot be found or unpacked, or the temporary
    ///     folder cannot be used
    public static SeatWindow open(ShellSettings settings, PageFiles page, PageTalk talk)
            throws IOException {
        requireNonNull(talk, "talk");
        var folder = PrivateFolder.take(settings.temporary());
        var chromium = Chromium.start(ChromiumFiles.in(settings.chromium()), folder, settings);
        var client = chromium.app().createClient();
        Refusals.apply(client, new ExamOrigin(page, talk), talk);
        var router =
                CefMessageRouter.create(
                        new CefMessageRouter.CefMessageRouterConfig(
                                "seatQuery", "seatQueryCancel"));
        router.addHandler(new Talking(talk), true);
        client.addMessageRouter(router);
        return show(folder, chromium, client);
    }

    private static SeatWindow show(PrivateFolder folder, Chromium chromium, CefClient client) {
        var made = new SeatWindow[1];
        onSwing(
                () -> {
                    var browser = client.createBrowser(ExamOrigin.ADDRESS, false, false);
                    var frame = new JFrame("贡院");
                    frame.setUndecorated(true);
                    frame.setBackground(Color.WHITE);
                    frame.setAlwaysOnTop(true);
                    frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
                    frame.getContentPane().setLayout(null);
                    frame.getContentPane().add(browser.getUIComponent());
                    var screen =
                            GraphicsEnvironment.getLocalGraphicsEnvironment()
                                    .getDefaultScreenDevice()
                                    .getDefaultConfiguration()
                                    .getBounds();
                    frame.setBounds(screen);
                    browser.getUIComponent()
                            .setBounds(0, 0, screen.width + LOST_PIXEL, screen.height + LOST_PIXEL);
                    var window = new SeatWindow(folder, chromium, client, browser, frame);
                    client.addLifeSpanHandler(window.new Ending());
                    client.addLoadHandler(new Typing());
                    frame.setVisible(true);
                    made[0] = window;
                });
        return made[0];
    }

    private static void onSwing(Runnable act) {
        try {
            SwingUtilities.invokeAndWait(act);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("the window", failed.getCause());
        }
    }

    /// Loads the page anew; it asks for everything and stands where it stood.
    public void reload() {
        SwingUtilities.invokeLater(() -> browser.loadURL(ExamOrigin.ADDRESS));
    }

    /// Variables of the environment that were added since Chromium runs, which may end the program
    /// (seat-window.md 2.9). None are, with the Chromium this was written for.
    public Set<String> addedVariables() {
        return chromium.addedVariables();
    }

    /// Closes the window, ends Chromium and removes all it wrote.
    @Override
    public void close() throws IOException {
        onSwing(
                () -> {
                    browser.setCloseAllowed();
                    browser.close(true);
                });
        try {
            if (!closed.await(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the page did not close within %d s".formatted(CLOSING.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        onSwing(frame::dispose);
        client.dispose();
        chromium.close();
        folder.close();
    }

    private final class Ending extends CefLifeSpanHandlerAdapter {

        @Override
        public boolean onBeforePopup(CefBrowser from, CefFrame in, String address, String name) {
            return true;
        }

        @Override
        public void onBeforeClose(CefBrowser gone) {
            closed.countDown();
        }
    }

    /// The keyboard is the page's as soon as there is one, and again when it was loaded anew.
    private static final class Typing extends CefLoadHandlerAdapter {

        @Override
        public void onLoadEnd(CefBrowser browser, CefFrame frame, int status) {
            SwingUtilities.invokeLater(() -> browser.setFocus(true));
        }
    }

    private static final class Talking extends CefMessageRouterHandlerAdapter {

        private final PageTalk talk;

        Talking(PageTalk talk) {
            this.talk = talk;
        }

        @Override
        public boolean onQuery(
                CefBrowser browser,
                CefFrame frame,
                long id,
                String request,
                boolean isPersistent,
                CefQueryCallback answer) {
            if (!frame.isMain() || !ExamOrigin.has(frame.getURL())) {
                answer.failure(NOT_NOW, "not-now");
            } else if (request.length() > LONGEST_REQUEST) {
                answer.failure(TOO_LONG, "too-long");
            } else if (isPersistent) {
                answer.failure(NOT_UNDERSTOOD, "not-understood");
            } else {
                talk.asked(request, new Answer(answer));
            }
            return true;
        }
    }

    private record Answer(CefQueryCallback callback) implements PageTalk.Reply {

        @Override
        public void done(String answer) {
            callback.success(BridgeText.of(answer));
        }

        @Override
        public void refused(int code, String word) {
            callback.failure(code, word);
        }
    }
}
