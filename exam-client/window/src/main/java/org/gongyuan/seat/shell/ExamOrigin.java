package org.gongyuan.seat.shell;

import static java.util.Objects.requireNonNull;

import org.cef.callback.CefCallback;
import org.cef.callback.CefResourceReadCallback;
import org.cef.handler.CefResourceHandler;
import org.cef.handler.CefResourceHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.misc.IntRef;
import org.cef.misc.StringRef;
import org.cef.network.CefRequest;
import org.cef.network.CefResponse;

import java.util.Map;
import java.util.Optional;

/// `https://exam.local/`, served from memory: the page's own files, and beside them what the page
/// may show at the moment (seat-page.md sections 1.2 and 9).
final class ExamOrigin {

    static final String ADDRESS = "https://exam.local/";

    /// Nothing inline, nothing evaluated, nothing from elsewhere.
    private static final String OF_THE_PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    /// What an author drew can run nothing and fetch nothing.
    private static final String BESIDE_THE_PAGE =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "Cache-Control", "no-store",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin");

    private final PageFiles files;
    private final PageTalk talk;

    ExamOrigin(PageFiles files, PageTalk talk) {
        this.files = requireNonNull(files, "files");
        this.talk = requireNonNull(talk, "talk");
    }

    static boolean has(String address) {
        return address.startsWith(ADDRESS);
    }

    CefResourceHandler serve(CefRequest request) {
        return new FromMemory(request.getMethod(), request.getURL());
    }

    /// What is answered: something with the policy it is under, or nothing.
    private record Answer(Optional<Asset> found, String policy) {}

    private Answer answer(String method, String address) {
        if (!method.equals("GET") || !has(address)) {
            return new Answer(Optional.empty(), OF_THE_PAGE);
        }
        var path = address.substring(ADDRESS.length()).replaceFirst("[?#].*$", "");
        var own = files.file(path);
        return own.isPresent()
                ? new Answer(own, OF_THE_PAGE)
                : new Answer(talk.beside(path), BESIDE_THE_PAGE);
    }

    /// One answer. Chromium asks for it on a thread that may wait a little.
    private final class FromMemory extends CefResourceHandlerAdapter {

        private static final int OK = 200;
        private static final int NOT_FOUND = 404;

        private final String method;
        private final String address;
        private Answer answer;
        private int given;

        FromMemory(String method, String address) {
            this.method = method;
            this.address = address;
        }

        @Override
        public boolean open(CefRequest request, BoolRef isHandled, CefCallback callback) {
            answer = answer(method, address);
            isHandled.set(true);
            return true;
        }

        @Override
        public void getResponseHeaders(CefResponse response, IntRef length, StringRef redirect) {
            var type = answer.found().map(Asset::mediaType).orElse("text/plain");
            response.setStatus(answer.found().isPresent() ? OK : NOT_FOUND);
            response.setMimeType(type.replaceFirst(";.*$", ""));
            ALWAYS.forEach((name, value) -> response.setHeaderByName(name, value, true));
            response.setHeaderByName("Content-Type", type, true);
            response.setHeaderByName("Content-Security-Policy", answer.policy(), true);
            length.set(answer.found().map(asset -> asset.bytes().length).orElse(0));
        }

        @Override
        public boolean read(byte[] to, int most, IntRef count, CefResourceReadCallback callback) {
            var bytes = answer.found().map(Asset::bytes).orElse(new byte[0]);
            int now = Math.min(most, bytes.length - given);
            if (now <= 0) {
                count.set(0);
                return false;
            }
            System.arraycopy(bytes, given, to, 0, now);
            given += now;
            count.set(now);
            return true;
        }
    }
}
