/// Who may do what (`exam-server/spec/staff-access.md`, sections 4 and 5): duties, the permissions
/// they carry, the area and time a person holds one for, which duties are never in one hand, and
/// conflicts of interest. The table `duties.txt` is the source; this package reads it.
package org.gongyuan.server.duty;
