/// One administration of an examination at this node: its form, rules, roster, sessions, and the
/// acts of staff upon them; opening and closing (`exam-server/spec/session.md` section 6).
///
/// Words: *plan* (what a sitting is opened with), *preset* (named entry and hand-in rule),
/// *roster*,
/// *scope* (whom an act concerns), *tally* (the counts that must agree).
package org.gongyuan.server.sitting;
