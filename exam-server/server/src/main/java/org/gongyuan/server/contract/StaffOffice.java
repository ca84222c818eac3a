package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpServerOptions;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.Attempts;
import org.gongyuan.server.account.FreshProofs;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.Passkeys;
import org.gongyuan.server.account.SignInPolicy;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.account.Staffing;
import org.gongyuan.server.act.Acts;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.StaffActs;
import org.gongyuan.server.node.StaffEffects;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.store.Store;
import org.gongyuan.trust.seal.StaffKey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;

/// Everything behind the staff port, wired from top to bottom.
public final class StaffOffice implements AutoCloseable {

    private final StaffKey key;
    private final StaffLog log;
    private final StaffPort port;
    private final Invitations invitations;

    /// What the office stands on.
    ///
    /// @param origin of the pages of staff, `https://HOST` or `https://HOST:PORT`
    public record Ground(
            Store store,
            StaffKey key,
            StaffLog log,
            Hall hall,
            Lane lane,
            StaffActs acts,
            Path inbox,
            URI origin,
            SignInPolicy policy,
            StaffPort.Limits limits,
            InstantSource clock,
            SecureRandom random) {

        public Ground {
            requireNonNull(store, "store");
            requireNonNull(key, "key");
            requireNonNull(log, "log");
            requireNonNull(hall, "hall");
            requireNonNull(lane, "lane");
            requireNonNull(acts, "acts");
            requireNonNull(inbox, "inbox");
            requireNonNull(origin, "origin");
            requireNonNull(policy, "policy");
            requireNonNull(limits, "limits");
            requireNonNull(clock, "clock");
            requireNonNull(random, "random");
        }
    }

    /// An office over a ground, with a port that is not open yet.
    public StaffOffice(Ground ground, HttpServerOptions options) {
        key = ground.key();
        log = ground.log();
        var clock = ground.clock();
        var store = ground.store();
        var table = DutyTable.standard();
        var book = new AccountBook(store.accounts(), key);
        var passkeys = new Passkeys(ground.origin());
        var signIns =
                new SignIns(
                        book,
                        store.signIns(),
                        new Attempts(store.signInAttempts(), clock),
                        passkeys,
                        ground.policy(),
                        clock,
                        ground.random());
        invitations = new Invitations(book, passkeys, ground.policy(), clock, ground.random());
        var conflicts = new Conflicts(store.conflicts(), key);
        var staffing = new Staffing(book, table, clock);
        var effects =
                new StaffEffects(
                        ground.hall(),
                        ground.lane(),
                        clock,
                        ground.acts(),
                        log,
                        conflicts,
                        invitations,
                        staffing,
                        ground.inbox());
        var acts =
                new Acts(
                        store.proposals(),
                        new FreshProofs(book, signIns, passkeys, clock),
                        table,
                        conflicts,
                        effects,
                        clock,
                        ground.random());
        var audit = new Audit(log);
        var operations = new HashMap<String, StaffOperation>();
        new SignInOperations(signIns, invitations, passkeys, book).into(operations);
        new PeopleOperations(book, invitations, staffing, conflicts, table, clock).into(operations);
        var actOperations = new ActOperations(acts, staffing);
        actOperations.into(operations);
        new RecordOperations(ground.hall(), ground.lane(), table, audit, clock).into(operations);
        port =
                new StaffPort(
                        options,
                        ground.limits(),
                        ground.origin().toString(),
                        signIns,
                        new StaffDesk(operations, table, audit, clock),
                        actOperations,
                        clock);
    }

    /// The port, to be deployed.
    public StaffPort port() {
        return port;
    }

    /// Invites one of the first two administrators.
    public Invitations.Outcome firstAdministrator(StaffId id, String name) {
        return invitations.firstAdministrator(id, name);
    }

    /// Invites one of the first two administrators in a store, before any node runs over it.
    public static Invitations.Outcome firstAdministrator(
            Store store,
            StaffKey key,
            URI origin,
            SignInPolicy policy,
            InstantSource clock,
            SecureRandom random,
            StaffId id,
            String name) {
        return new Invitations(
                        new AccountBook(store.accounts(), key),
                        new Passkeys(origin),
                        policy,
                        clock,
                        random)
                .firstAdministrator(id, name);
    }

    @Override
    public void close() throws IOException {
        log.close();
        key.close();
    }
}
