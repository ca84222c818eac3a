/// Examinations as they are planned before a sitting is opened (`exam-server/spec/staff-access.md`,
/// section 7): their centres, rooms and seats, the rules of each sitting from draft to frozen, and
/// the import of rosters.
package org.gongyuan.server.plan;
