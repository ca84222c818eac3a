package org.gongyuan.server.contract;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.custody.CustodianKeys;
import org.gongyuan.server.custody.ShareAlarms;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.release.Rehearsals;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// The rooms of sealed forms and of releases behind the staff port, wired (`staff-access.md` 8).
final class CustodyRooms implements AutoCloseable {

    private final FormOperations forms;
    private final CustodianOperations custodians;
    private final ReleaseOperations releases;
    private final RehearsalOperations rehearsalRoom;
    private final Rehearsals rehearsals;
    private final BroughtForms broughtForms;
    private final ExecutorService workers;

    private CustodyRooms(
            FormOperations forms,
            CustodianOperations custodians,
            ReleaseOperations releases,
            RehearsalOperations rehearsalRoom,
            Rehearsals rehearsals,
            BroughtForms broughtForms,
            ExecutorService workers) {
        this.forms = forms;
        this.custodians = custodians;
        this.releases = releases;
        this.rehearsalRoom = rehearsalRoom;
        this.rehearsals = rehearsals;
        this.broughtForms = broughtForms;
        this.workers = workers;
    }

    /// Whose the custodians' keys are, as they registered them.
    static CustodianKeys keys(StaffOffice.Ground ground) {
        return new CustodianKeys(
                ground.store().custodianKeys(),
                ground.key(),
                ground.clock(),
                ground.random(),
                record(ground));
    }

    private static Consumer<Function<Instant, SittingEntry>> record(StaffOffice.Ground ground) {
        return fact -> {
            var _ = ground.log().enter(fact);
        };
    }

    static CustodyRooms over(
            StaffOffice.Ground ground, DutyTable table, Conflicts conflicts, CustodianKeys keys) {
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        var store = ground.store();
        var record = record(ground);
        var alarms =
                new ShareAlarms(
                        store.shareAlarms(),
                        ground.key(),
                        keys,
                        ground.clock(),
                        ground.random(),
                        record,
                        workers,
                        ground.hall()::alarm);
        ground.hall().watchShares(alarms);
        var rehearsals = new Rehearsals(ground.clock(), ground.random(), record, alarms);
        var reach = new Reach(table, ground.clock());
        var forms = new FormOperations(ground.forms(), ground.hall(), keys);
        return new CustodyRooms(
                forms,
                new CustodianOperations(keys, alarms, reach),
                new ReleaseOperations(
                        ground.hall(),
                        ground.lane(),
                        ground.forms(),
                        keys,
                        alarms,
                        conflicts,
                        reach,
                        ground.clock()),
                new RehearsalOperations(rehearsals, keys, alarms, reach, ground.clock()),
                rehearsals,
                new BroughtForms(ground.forms(), forms, ground.limits().form()),
                workers);
    }

    void into(Map<String, StaffOperation> operations, ActOperations acts) {
        forms.into(operations);
        custodians.into(operations);
        releases.into(operations);
        rehearsalRoom.into(operations);
        broughtForms.into(operations);
        acts.alsoTell(custodians::waiting);
        acts.alsoTell(releases::waiting);
        acts.alsoTell(rehearsalRoom::waiting);
    }

    /// What is brought to the forms' room as a stream.
    BroughtForms broughtForms() {
        return broughtForms;
    }

    @Override
    public void close() {
        workers.close();
        rehearsals.close();
    }
}
