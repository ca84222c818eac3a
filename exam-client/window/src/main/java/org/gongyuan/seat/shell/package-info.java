/// The seat's shell: Chromium (by JCEF) in one undecorated window of ours that covers the screen.
/// The candidate's page comes from memory at `https://exam.local/`; nothing listens on a port;
/// popups, downloads, printing, other origins and developer tools are off; renderers are sandboxed,
/// and that is checked before anything is shown.
///
/// Words: the *page* is what the window shows, a *line* is the page's way to talk with this
/// program, a *renderer* the sandboxed process that draws the page. Specification:
/// `exam-client/spec/seat-page.md`, `exam-client/spec/seat-window.md`.
package org.gongyuan.seat.shell;
