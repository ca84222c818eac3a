/// The staff port (`exam-server/spec/staff-contract.md`): one contract, `staff-contract.json`, that
/// requests and answers are held to; who may ask what; and the audit of all of it.
package org.gongyuan.server.contract;
