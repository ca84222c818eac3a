/// The sealed form: how a form waits, unreadable for everybody, for its hour, and how a quorum of
/// custodians opens it then. Specification: `item-bank/spec/sealed-form.md`.
///
/// *Manifest*: what may be known before. *Seat file*: manifest, signatures and keyless blobs, the
/// same for every seat. *Custody*: the shares, each sealed to its custodian. *Marking part*: what
/// is right, under a key of its own.
package org.gongyuan.bank.sealing;
