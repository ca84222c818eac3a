package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpServerOptions;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.account.AccountBook;
import org.gongyuan.server.account.Attempts;
import org.gongyuan.server.account.FreshProofs;
import org.gongyuan.server.account.Invitations;
import org.gongyuan.server.account.OwnPasskeys;
import org.gongyuan.server.account.Passkeys;
import org.gongyuan.server.account.SignInPolicy;
import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.account.Staffing;
import org.gongyuan.server.act.Acts;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.certificate.HolderDeeds;
import org.gongyuan.server.certificate.HolderLists;
import org.gongyuan.server.conclusion.OpeningDeeds;
import org.gongyuan.server.conclusion.PublicationDeeds;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.duty.DutyTable;
import org.gongyuan.server.node.Erasures;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.MarkingShares;
import org.gongyuan.server.node.NodeLogs;
import org.gongyuan.server.node.PrivacyDeeds;
import org.gongyuan.server.node.RecusalWatch;
import org.gongyuan.server.node.RequestConflicts;
import org.gongyuan.server.node.RetentionRounds;
import org.gongyuan.server.node.RetentionSweep;
import org.gongyuan.server.node.RuleDeeds;
import org.gongyuan.server.node.SealedForms;
import org.gongyuan.server.node.StaffActs;
import org.gongyuan.server.node.StaffEffects;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.oidc.IdentityProvider;
import org.gongyuan.server.oidc.ProviderLinks;
import org.gongyuan.server.oidc.ProviderSignIns;
import org.gongyuan.server.plan.Examinations;
import org.gongyuan.server.plan.SeatCertificates;
import org.gongyuan.server.privacy.FaceConsents;
import org.gongyuan.server.privacy.LegalHolds;
import org.gongyuan.server.privacy.PersonKeys;
import org.gongyuan.server.privacy.PrivacyRequests;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.server.privacy.ShareEndClaims;
import org.gongyuan.server.privacy.SharedDeletions;
import org.gongyuan.server.record.JournalBroken;
import org.gongyuan.server.store.Store;
import org.gongyuan.trust.seal.StaffKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Everything behind the staff port, wired from top to bottom.
public final class StaffOffice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StaffOffice.class);
    private static final int FOLLOWED_EVERY_SECONDS = 5;
    private static final long PRUNED_EVERY_TURNS = 720;

    private final StaffKey key;
    private final StaffLog log;
    private final StaffPort port;
    private final Invitations invitations;
    private final RecordIndex index;
    private final RecusalWatch recusals;
    private final Acts acts;
    private final Attempts attempts;
    private final RetentionTable retention;
    private final FaceConsents consents;
    private final RetentionRounds rounds;
    private final SignIns signIns;
    private final Thread follower =
            Thread.ofPlatform().daemon().name("audit-index").unstarted(this::followAlong);
    private volatile boolean isClosed;
    private final CustodyRooms custodyRooms;

    /// What the office stands on.
    ///
    /// @param seatAuthority the certificate of the authority of seat machines
    /// @param acceptance which sealed forms are taken
    /// @param origin of the pages of staff, `https://HOST` or `https://HOST:PORT`
    public record Ground(
            Store store,
            StaffKey key,
            StaffLog log,
            Hall hall,
            Lane lane,
            StaffActs acts,
            Path inbox,
            Optional<Path> seatAuthority,
            Acceptance acceptance,
            SealedForms forms,
            Consumer<SittingId> untold,
            URI origin,
            SignInPolicy policy,
            Optional<IdentityProvider.Settings> provider,
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
            requireNonNull(seatAuthority, "seatAuthority");
            requireNonNull(acceptance, "acceptance");
            requireNonNull(forms, "forms");
            requireNonNull(untold, "untold");
            requireNonNull(origin, "origin");
            requireNonNull(policy, "policy");
            requireNonNull(provider, "provider");
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
        var persons = new PersonKeys(store.personKeys(), key, ground.random());
        var book = new AccountBook(store.accounts(), key, persons);
        var passkeys = new Passkeys(ground.origin());
        attempts = new Attempts(store.signInAttempts(), clock);
        signIns =
                new SignIns(
                        book,
                        store.signIns(),
                        attempts,
                        passkeys,
                        ground.policy(),
                        clock,
                        ground.random());
        invitations = new Invitations(book, passkeys, ground.policy(), clock, ground.random());
        var conflicts = new Conflicts(store.conflicts(), key);
        retention = RetentionTable.standard();
        index = new RecordIndex(new NodeLogs(ground.hall(), log));
        var requests =
                new PrivacyRequests(store.privacyRequests(), persons, clock, ground.random());
        var holds = new LegalHolds(store.legalHolds(), clock);
        var requestConflicts = new RequestConflicts(conflicts);
        consents = new FaceConsents(store.faceConsents(), key, clock);
        var custodianKeys = CustodyRooms.keys(ground);
        var shared = new SharedDeletions(store.deletions());
        var marking =
                new MarkingShares(
                        retention,
                        ground.hall(),
                        ground.lane(),
                        log.node(),
                        holds,
                        shared,
                        new ShareEndClaims(store.deletions()),
                        index,
                        fingerprint -> custodianKeys.of(fingerprint).map(one -> one.person()),
                        clock);
        var sweep =
                new RetentionSweep(
                        retention, ground.hall(), book, persons, requests, holds, marking, index);
        var erasures =
                new Erasures(
                        ground.hall(), persons, requests, holds, sweep, shared, index, log, clock);
        rounds =
                new RetentionRounds(
                        sweep,
                        ground.hall(),
                        ground.lane(),
                        log,
                        persons,
                        shared,
                        erasures,
                        marking,
                        index,
                        ground.untold(),
                        clock);
        var links = new ProviderLinks(store.providerLinks(), key);
        recusals = new RecusalWatch(ground.hall(), ground.lane(), conflicts);
        var staffing = new Staffing(book, table, clock);
        var plans = new Examinations(store.examinations());
        var openings = new OpeningDeeds(ground.hall(), ground.lane());
        var publications = new PublicationDeeds(ground.hall(), ground.lane(), clock);
        var holders =
                new HolderLists(
                        ground.hall(),
                        conflicts,
                        key,
                        fingerprint -> custodianKeys.of(fingerprint).map(one -> one.person()));
        var effects =
                new StaffEffects(
                        ground.hall(),
                        ground.lane(),
                        clock,
                        ground.acts(),
                        log,
                        conflicts,
                        invitations,
                        erasures,
                        person -> links.forget(book.handle(person)),
                        staffing,
                        ground.inbox(),
                        List.of(
                                new RuleDeeds(
                                        plans, ground.hall(), ground.lane(), ground.inbox(), clock),
                                openings,
                                publications,
                                new HolderDeeds(holders, ground.hall(), ground.lane(), clock),
                                new PrivacyDeeds(requests, holds, requestConflicts)),
                        ground.forms());
        var proofs = new FreshProofs(book, signIns, passkeys, clock);
        acts =
                new Acts(
                        store.proposals(),
                        proofs,
                        table,
                        conflicts,
                        effects,
                        clock,
                        ground.random());
        var audit = new Audit(log);
        var operations = new HashMap<String, StaffOperation>();
        new SignInOperations(signIns, invitations, passkeys, book).into(operations);
        var own = new OwnPasskeys(book, signIns, passkeys, proofs, clock);
        new OwnOperations(book, signIns, passkeys, own).into(operations);
        new ProviderOperations(
                        ground.provider()
                                .map(
                                        settings ->
                                                new ProviderSignIns(
                                                        new IdentityProvider(settings, clock),
                                                        links,
                                                        book,
                                                        signIns,
                                                        clock,
                                                        ground.random())),
                        links,
                        book,
                        own)
                .into(operations);
        new PeopleOperations(book, invitations, staffing, conflicts, recusals, table, clock)
                .into(operations);
        var actOperations = new ActOperations(acts, staffing);
        actOperations.into(operations);
        new PrivacyOperations(
                        retention,
                        ground.hall(),
                        book,
                        conflicts,
                        requests,
                        requestConflicts,
                        holds,
                        consents,
                        rounds,
                        marking,
                        index,
                        clock)
                .into(operations);
        var shareEnds = new ShareEndOperations(marking, rounds, proofs, book, clock);
        shareEnds.into(operations);
        actOperations.alsoTell(shareEnds::waiting);
        new RecordOperations(ground.hall(), ground.lane(), table, audit, index, clock)
                .into(operations);
        var files =
                new AnnouncedFiles(
                        ground.inbox().resolveSibling("uploads"),
                        clock,
                        ground.random(),
                        ground.limits().upload());
        files.into(operations);
        new ExaminationOperations(
                        plans,
                        new SeatCertificates(store.seatCertificates()),
                        openings,
                        publications,
                        table,
                        ground)
                .into(operations);
        new RosterOperations(plans, conflicts, files, table, ground).into(operations);
        new HolderOperations(holders, new Reach(table, clock)).into(operations);
        custodyRooms = CustodyRooms.over(ground, table, conflicts, custodianKeys);
        custodyRooms.into(operations, actOperations);
        var changes = new ListChanges(store.listChanges(), table, clock);
        changes.follow(operations);
        actOperations.alsoTell(changes::tell);
        port =
                new StaffPort(
                        options,
                        ground.limits(),
                        ground.origin().toString(),
                        signIns,
                        new StaffDesk(operations, table, audit, clock),
                        actOperations,
                        new Uploads(List.of(files, custodyRooms.broughtForms())),
                        clock);
    }

    /// The port, to be deployed.
    public StaffPort port() {
        return port;
    }

    /// Takes what was entered into the index of the audit, from now on until the office closes.
    public void follow() {
        follower.start();
    }

    private void followAlong() {
        long turns = 0;
        try {
            while (!isClosed) {
                index.follow();
                recusals.look();
                if (turns++ % PRUNED_EVERY_TURNS == 0) {
                    hourly();
                }
                TimeUnit.SECONDS.sleep(FOLLOWED_EVERY_SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (JournalBroken broken) {
            if (!isClosed) {
                LOG.warn("the audit's index does not follow any more: {}", broken.getMessage());
            }
        }
    }

    /// A store that does not answer for a while ends nothing but this turn.
    private void hourly() {
        try {
            prune();
            rounds.round();
        } catch (JournalBroken broken) {
            throw broken;
        } catch (RuntimeException failed) {
            if (!isClosed) {
                LOG.warn("what is over was not removed in this hour: {}", failed.toString());
            }
        }
    }

    private void prune() {
        int signedOut = signIns.prune();
        int tried = attempts.prune();
        int proposed = acts.prune();
        int consented = consents.prune(retention);
        LOG.debug(
                "pruned: {} sign-ins, {} attempts, {} proposals, {} consents",
                signedOut,
                tried,
                proposed,
                consented);
    }

    /// What ends the keeping of personal data at this node.
    public RetentionRounds retention() {
        return rounds;
    }

    /// Everything the audit of this node finds.
    public RecordIndex index() {
        return index;
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
                        new AccountBook(
                                store.accounts(),
                                key,
                                new PersonKeys(store.personKeys(), key, random)),
                        new Passkeys(origin),
                        policy,
                        clock,
                        random)
                .firstAdministrator(id, name);
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        follower.interrupt();
        custodyRooms.close();
        log.close();
        key.close();
    }
}
