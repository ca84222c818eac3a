package org.gongyuan.seat.shell;

import java.util.Optional;

/// Who talks with the page. Called on Chromium's threads, which must not be kept waiting.
public interface PageTalk {

    /// The page asks for something (seat-page.md sections 2 and 6).
    ///
    /// @param request JSON text, at most [SeatWindow#LONGEST_REQUEST] characters
    void asked(String request, Reply reply);

    /// What the page may show at this moment beside its own files (seat-page.md section 9).
    ///
    /// @param path such as `asset/7`, without the leading slash
    Optional<Asset> beside(String path);

    /// A renderer died and another one is being started.
    ///
    /// @param how Chromium's word for it, such as `TS_PROCESS_WAS_KILLED`
    /// @param times how often this happened since the program started
    void rendererDied(String how, int times);

    /// The one answer to what the page asked. Given once, on any thread, now or much later; to a
    /// page that is gone it is lost.
    interface Reply {

        /// It was done.
        ///
        /// @param answer JSON text of one object
        void done(String answer);

        /// It was refused.
        ///
        /// @param code and word of seat-page.md section 2.4
        void refused(int code, String word);
    }
}
