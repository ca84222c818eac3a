/// Passwords of people (`item-bank/spec/trust.md`, section 10.3): chosen by them, therefore
/// guessable, therefore hashed slowly. Secrets that the system draws itself do not belong here; see
/// [org.gongyuan.trust.seal.AdmissionKey].
package org.gongyuan.trust.password;
