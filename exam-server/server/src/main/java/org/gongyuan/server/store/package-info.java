/// The document store: what stays beside the exam record and what is projected from it
/// (`exam-server/spec/store.md`). One storage code for the embedded store of one machine and for
/// MongoDB.
///
/// Facts of a sitting are in the record first; what stands here about sessions and frames can be
/// made anew from it. Bodies are bytes whose owners say what they mean; the store knows keys,
/// revisions and places in the record.
package org.gongyuan.server.store;
