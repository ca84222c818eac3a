/// Hands out seat files: manifest, signatures and keyless blobs, the same for every seat, by the
/// name of their content (`exam-server/spec/seat-protocol.md` section 1.3).
package org.gongyuan.server.delivery;
