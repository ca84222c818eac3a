/// The real seat window, drilled: on a virtual display, as a user without rights so that Chromium's
/// sandbox works, against a node that runs as a process of its own, driven through Chromium's
/// debugging port, which only a drill opens.
///
/// Words: a *display* is an X server, a *desk* here a seat's machine with its window, the *driver*
/// what acts in the page like a candidate.
package org.gongyuan.drill;
