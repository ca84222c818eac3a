package org.gongyuan.server.contract;

/// What one operation of the contract does. Runs on a virtual thread and may wait.
@FunctionalInterface
interface StaffOperation {

    StaffAnswer answer(StaffCall call);
}
