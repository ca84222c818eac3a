/// What becomes of a sitting after its close: scored, approved, published, handed out as a bundle
/// (`exam-server/spec/scoring.md`, `publication.md`, `bundle.md`).
///
/// A sitting is concluded by a program that takes over the record of nodes which have let go of it:
/// every step is an entry of the first node's log, and documents lie in `conclusion/` of its
/// sitting's folder. Nothing is kept that only a quorum may open.
package org.gongyuan.server.conclusion;
