/// The release room of a sitting: custodians hand in shares, and at its hour the form key is
/// rebuilt (`item-bank/spec/sealed-form.md` section 8).
///
/// Words: *hand-in* (a share on its way, sealed to the room's one-time key), *refusal*, *alarm*. A
/// share is in memory from its hand-in until the release or the room's end, the key until the
/// sitting closes.
package org.gongyuan.server.release;
