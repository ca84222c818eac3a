/// Several nodes as one: entries are copied to the shared store before they count, a seat whose
/// node died goes on at another, and a released form key travels from node to node, sealed to
/// one-time keys (`exam-server/spec/server-configuration.md` section 6).
///
/// Words: *copies*, *take over*, *companion* (another node of the cluster). Nothing secret is in
/// maps or in clear on the line between members.
package org.gongyuan.server.cluster;
