/// Personal data: for what it is kept and how long, under which keys, and what the persons it is
/// about may ask (`exam-server/spec/staff-access.md`, section 9).
package org.gongyuan.server.privacy;
