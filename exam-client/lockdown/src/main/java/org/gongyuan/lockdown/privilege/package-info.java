/// What needs root at a seat (`exam-client/spec/lockdown.md` section 4): a small program with a
/// fixed list of verbs, asked through `sudo` by the window, which never runs as root.
package org.gongyuan.lockdown.privilege;
