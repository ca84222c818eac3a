/// The examination server: holds sittings at one node. [org.gongyuan.server.ExamServer] wires it
/// from top to bottom.
package org.gongyuan.server;
