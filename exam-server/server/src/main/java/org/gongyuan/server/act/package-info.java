/// Acts that take two persons (`exam-server/spec/staff-access.md`, section 3): drafted, proposed,
/// approved and carried out. What is refused is refused by name.
package org.gongyuan.server.act;
