/// Who may order what: the register of staff, and orders signed by the one who proposes and, where
/// it takes two, by the one who approves (`exam-server/spec/staff-orders.md`).
package org.gongyuan.server.access;
