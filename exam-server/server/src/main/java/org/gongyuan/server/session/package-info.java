/// One candidate's run through one form: its state, its chains, its time and what its seat is told
/// (`exam-server/spec/session.md`).
///
/// Words: *entry* (accepted fact), *state*, *head* (of a chain), *sheet*, *outbox*, *link* (the
/// connected seat). Nothing here knows threads, sockets or files: the record, the link and the
/// clock arrive as ports, and calls come one at a time.
package org.gongyuan.server.session;
