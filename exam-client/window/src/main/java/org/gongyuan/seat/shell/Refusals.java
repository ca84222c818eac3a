package org.gongyuan.seat.shell;

import org.cef.CefClient;
import org.cef.CefSettings;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.callback.CefBeforeDownloadCallback;
import org.cef.callback.CefContextMenuParams;
import org.cef.callback.CefDownloadItem;
import org.cef.callback.CefDownloadItemCallback;
import org.cef.callback.CefJSDialogCallback;
import org.cef.callback.CefMenuModel;
import org.cef.callback.CefPrintDialogCallback;
import org.cef.callback.CefPrintJobCallback;
import org.cef.handler.CefContextMenuHandlerAdapter;
import org.cef.handler.CefDisplayHandlerAdapter;
import org.cef.handler.CefDownloadHandler;
import org.cef.handler.CefJSDialogHandler;
import org.cef.handler.CefJSDialogHandlerAdapter;
import org.cef.handler.CefPrintHandlerAdapter;
import org.cef.handler.CefRequestHandlerAdapter;
import org.cef.handler.CefResourceHandler;
import org.cef.handler.CefResourceRequestHandler;
import org.cef.handler.CefResourceRequestHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.network.CefRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicInteger;

/// What the window does not do, whatever the page asks: other addresses, downloads, dialogs, menus,
/// printing (seat-window.md section 2.5). And what it does when a renderer dies: load the page
/// anew.
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static void apply(CefClient client, ExamOrigin origin, PageTalk talk) {
        client.addRequestHandler(new Requests(origin, talk));
        client.addContextMenuHandler(new NoMenu());
        client.addDownloadHandler(new NoDownload());
        client.addDragHandler((_, _, _) -> true);
        client.addDialogHandler(
                (_, _, _, _, _, _, _, dialog) -> {
                    dialog.Cancel();
                    return true;
                });
        client.addJSDialogHandler(new NoDialog());
        client.addPrintHandler(new NoPrint());
        client.addDisplayHandler(new Console());
    }

    private static final class Requests extends CefRequestHandlerAdapter {

        private final ExamOrigin origin;
        private final PageTalk talk;
        private final AtomicInteger deaths = new AtomicInteger();

        Requests(ExamOrigin origin, PageTalk talk) {
            this.origin = origin;
            this.talk = talk;
        }

        @Override
        public boolean onBeforeBrowse(
                CefBrowser browser,
                CefFrame frame,
                CefRequest request,
                boolean isGesture,
                boolean isRedirect) {
            return !frame.isMain() || !ExamOrigin.has(request.getURL());
        }

        @Override
        public boolean onOpenURLFromTab(
                CefBrowser browser, CefFrame frame, String address, boolean isGesture) {
            return true;
        }

        @Override
        public CefResourceRequestHandler getResourceRequestHandler(
                CefBrowser browser,
                CefFrame frame,
                CefRequest request,
                boolean isNavigation,
                boolean isDownload,
                String initiator,
                BoolRef noDefault) {
            noDefault.set(true);
            return new FromMemory(origin);
        }

        @Override
        public void onRenderProcessTerminated(
                CefBrowser browser, TerminationStatus status, int code, String because) {
            int times = deaths.incrementAndGet();
            LOG.warn("a renderer died ({}), time {}", status, times);
            talk.rendererDied(status.name(), times);
            browser.loadURL(ExamOrigin.ADDRESS);
        }
    }

    private static final class FromMemory extends CefResourceRequestHandlerAdapter {

        private final ExamOrigin origin;

        FromMemory(ExamOrigin origin) {
            this.origin = origin;
        }

        @Override
        public boolean onBeforeResourceLoad(
                CefBrowser browser, CefFrame frame, CefRequest request) {
            return !ExamOrigin.has(request.getURL());
        }

        @Override
        public CefResourceHandler getResourceHandler(
                CefBrowser browser, CefFrame frame, CefRequest request) {
            return origin.serve(request);
        }

        @Override
        public void onProtocolExecution(
                CefBrowser browser, CefFrame frame, CefRequest request, BoolRef isAllowed) {
            isAllowed.set(false);
        }
    }

    private static final class NoMenu extends CefContextMenuHandlerAdapter {

        @Override
        public void onBeforeContextMenu(
                CefBrowser browser,
                CefFrame frame,
                CefContextMenuParams parameters,
                CefMenuModel menu) {
            menu.clear();
        }
    }

    private static final class NoDownload implements CefDownloadHandler {

        @Override
        public boolean onBeforeDownload(
                CefBrowser browser,
                CefDownloadItem item,
                String name,
                CefBeforeDownloadCallback callback) {
            return true;
        }

        @Override
        public void onDownloadUpdated(
                CefBrowser browser, CefDownloadItem item, CefDownloadItemCallback callback) {
            if (item.isValid() && !item.isCanceled()) {
                callback.cancel();
            }
        }
    }

    private static final class NoDialog extends CefJSDialogHandlerAdapter {

        @Override
        public boolean onJSDialog(
                CefBrowser browser,
                String origin,
                CefJSDialogHandler.JSDialogType type,
                String message,
                String preset,
                CefJSDialogCallback callback,
                BoolRef isSuppressed) {
            isSuppressed.set(true);
            return false;
        }

        @Override
        public boolean onBeforeUnloadDialog(
                CefBrowser browser,
                String message,
                boolean isReload,
                CefJSDialogCallback callback) {
            callback.Continue(true, "");
            return true;
        }
    }

    private static final class NoPrint extends CefPrintHandlerAdapter {

        @Override
        public boolean onPrintDialog(
                CefBrowser browser, boolean hasSelection, CefPrintDialogCallback callback) {
            callback.cancel();
            return true;
        }

        @Override
        public boolean onPrintJob(
                CefBrowser browser, String name, String file, CefPrintJobCallback callback) {
            return false;
        }
    }

    /// What the page's console says may quote items and responses: it goes nowhere, only that
    /// something went wrong is logged.
    private static final class Console extends CefDisplayHandlerAdapter {

        @Override
        public boolean onConsoleMessage(
                CefBrowser browser,
                CefSettings.LogSeverity severity,
                String message,
                String source,
                int line) {
            if (severity == CefSettings.LogSeverity.LOGSEVERITY_ERROR) {
                LOG.warn("the page reports an error at {}:{}", source, line);
            }
            return true;
        }
    }
}
