/// What staff did, read and were refused, as entries of the record, and the search over them
/// (`exam-server/spec/staff-access.md`, section 6).
package org.gongyuan.server.audit;
