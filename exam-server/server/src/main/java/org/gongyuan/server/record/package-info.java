/// The exam record as one node writes it: an append-only, checksummed, group-committed journal
/// whose entry index is the leaf index of a Merkle log (`exam-server/spec/journal.md`).
///
/// "Saved" becomes true here: an entry is acknowledged after the group it belongs to has been
/// synced, and never otherwise. The journal knows bytes only: a **leaf** (what the Merkle tree
/// hashes) and an
/// **attachment** (private bytes that the leaf binds by a digest). What an entry means is written
/// in
/// `protocol.record`.
///
/// Words: a *segment* is one pre-allocated file, a *frame* one entry in it, a *group* the frames
/// that one sync covers, a *mark* the note behind a group that says it has been synced, the *head*
/// the latest signed checkpoint kept beside the segments, the *reserve* the segments held back for
/// a full disk.
package org.gongyuan.server.record;
