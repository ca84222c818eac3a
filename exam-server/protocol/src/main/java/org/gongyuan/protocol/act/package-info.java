/// Acts that take two persons, as they are proposed, proved and written down
/// (`exam-server/spec/staff-access.md`, section 3): read by the node and by the verifier.
package org.gongyuan.protocol.act;
