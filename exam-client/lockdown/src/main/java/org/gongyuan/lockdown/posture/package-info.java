/// What state the machine is in (`exam-client/spec/lockdown.md` section 5): findings with evidence,
/// sent to the server and judged there by policy. A client's own checks prove nothing to a hostile
/// machine; they find the careless and the unlucky.
package org.gongyuan.lockdown.posture;
