/// What a node says to staff in sentences of its own, each under a code that a page can say in
/// another language (`staff-contract.md` section 12).
package org.gongyuan.server.sentence;
