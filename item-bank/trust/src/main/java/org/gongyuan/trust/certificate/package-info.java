/// Certificates of a test centre (`item-bank/spec/trust.md`, section 11): a small authority of its
/// own, servers, and enrolled seat machines, for TLS 1.3 with client certificates. ECDSA on P-256
/// in every suite, because that is what the TLS of the JDK and of browsers takes.
package org.gongyuan.trust.certificate;
