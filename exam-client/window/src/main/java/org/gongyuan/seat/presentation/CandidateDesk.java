package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.Who;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.link.OpenedForm;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.session.Giving;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Receipts;
import org.gongyuan.seat.session.SaveState;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Stopping;
import org.gongyuan.seat.session.Ticker;
import org.gongyuan.seat.session.Words;
import org.gongyuan.seat.shell.Asset;
import org.gongyuan.seat.shell.PageTalk;
import org.gongyuan.trust.encoding.CborWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The seat's half of the bridge: turns what the session says into facets, and what the page asks
/// into acts on the session (seat-page.md sections 2 to 9). Used on the seat's loop, but for
/// [#asset].
public final class CandidateDesk implements MachineFacets.Page {

    private static final Logger LOG = LoggerFactory.getLogger(CandidateDesk.class);

    private static final Duration TIME_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration SILENT_FOR = Duration.ofSeconds(20);
    private static final Duration LONG_RESTART = Duration.ofSeconds(5);
    private static final Duration BLOCKED_EVERY = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int FAULTS_A_MINUTE = 20;
    private static final int MOST_UNOBSERVED = 100;

    private final DeskSettings settings;
    private final DeskWindow window;
    private final CameraDesk camera;
    private final Facets facets = new Facets();
    private final Messages messages = new Messages();
    private final Deque<Observed> unobserved = new ArrayDeque<>();
    private final Map<String, Long> blocked = new HashMap<>();
    private final Deque<Long> faults = new ArrayDeque<>();
    private Seat seat;
    private SeatSession session;
    private final ComposingFields composing = new ComposingFields(facets);

    private PageTalk.Reply waiting;
    private boolean isFlushDue;
    private long heardAt;
    private long diedAt = -1;

    private boolean isMachineReady;
    private boolean isConnected;
    private boolean wasConnected;
    private Map<String, Object> queue;
    private Words lineWords;
    private long refusals;
    private boolean isKnown;
    private boolean isContinued;
    private boolean isReloading;
    private Rules rules;
    private String scene;
    private boolean isPledged;
    private boolean isTried;
    private boolean isHandRaised;
    private Map<String, Integer> reached = Map.of();
    private ShownForm form;
    private volatile ShownForm.Files files;
    private volatile Asset photo;
    private Who confirming;
    private String timeState = "none";
    private Map<String, Object> closed;
    private long notTaken;

    private record Observed(String kind, Octets detail) {

        @Override
        public String toString() {
            return kind;
        }
    }

    /// A desk at which nobody sits. [#sitAt] comes before anything else.
    ///
    /// @param camera its part that has to do with the camera
    public CandidateDesk(DeskSettings settings, DeskWindow window, CameraDesk camera) {
        this.settings = requireNonNull(settings, "settings");
        this.window = requireNonNull(window, "window");
        this.camera = requireNonNull(camera, "camera");
        facets.put(
                "seat",
                Json.object(
                        "name", settings.name(),
                        "exam", settings.exam(),
                        "program", settings.program(),
                        "drill", settings.isDrill()));
        facets.put("stage", word(Stage.SIGNED_OUT));
        machine(List.of());
        lock(LockState.TAKING, List.of());
        facets.put("refusal", null);
        facets.put("candidate", null);
        facets.put("rules", null);
        facets.put(
                "texts",
                Json.object(
                        "rules",
                        List.of(),
                        "pledge",
                        null,
                        "faceNotice",
                        null,
                        "afterwards",
                        null));
        facets.put("form", null);
        facets.put("fetched", Json.object("bytes", 0, "of", 0));
        facets.put("messages", List.of());
        facets.put("seen", 0);
        facets.put("answered", List.of());
        facets.put("help", Json.object("raised", false));
        facets.put("handIn", Json.object("earliest", 0));
        facets.put("closed", null);
        facets.put("stopped", null);
        facets.put("after", null);
    }

    /// Takes what Chinese is typed with at this seat. Comes after [#sitAt].
    public void composeWith(InputMethod input) {
        composing.with(input, told -> seat.act(_ -> inputMethod(told)));
    }

    private void inputMethod(InputMethod.State told) {
        composing.told(told).ifPresent(what -> observe("input-method", what));
        changed();
    }

    /// Takes the seat whose session this desk shows.
    public void sitAt(Seat at) {
        seat = requireNonNull(at, "at");
        session = at.session();
        heardAt = at.ticker().nanos();
        camera.at(new AtCamera());
        putLine();
        putEntry();
        putTime();
        putWork();
        beat();
        look();
    }

    // ---- what the seat's other parts say

    @Override
    public void machine(List<MachineCheck> checks) {
        var verdict = "ready";
        for (var check : checks) {
            if (check.state() == MachineCheck.State.REFUSED) {
                verdict = "refused";
            } else if (check.state() == MachineCheck.State.CHECKING && !verdict.equals("refused")) {
                verdict = "checking";
            }
        }
        isMachineReady = verdict.equals("ready") && !checks.isEmpty();
        facets.put(
                "machine",
                Json.object(
                        "verdict",
                        checks.isEmpty() ? "checking" : verdict,
                        "checks",
                        checks.stream().map(MachineCheck::facet).toList()));
        changed();
    }

    @Override
    public void lock(LockState state, List<GivenBack.Failed> refused) {
        facets.put(
                "lock",
                Json.object(
                        "state",
                        state.word(),
                        "refused",
                        refused.stream().map(GivenBack.Failed::facet).toList()));
        changed();
    }

    /// A renderer died; the page is being loaded anew. The proctor is told.
    public void rendererDied(String how, int times) {
        facets.end();
        composing.end();
        waiting = null;
        diedAt = nanos();
        observe("renderer-died", how, Integer.toString(times));
    }

    /// Something was observed on this machine. Before a session is there it waits for one.
    public void observe(String kind, String... told) {
        var detail = new CborWriter().array(told.length);
        for (var each : told) {
            detail.text(each);
        }
        observe(new Observed(kind, Octets.of(detail.toBytes())));
    }

    private void observe(Observed observed) {
        if (isKnown) {
            session.observe(observed.kind(), observed.detail().toBytes());
        } else if (unobserved.size() < MOST_UNOBSERVED) {
            unobserved.add(observed);
        }
    }

    // ---- what the session says

    /// Takes in what the session says.
    public void told(Notice notice) {
        switch (notice) {
            case Notice.Moved(var stage) -> moved(stage);
            case Notice.Connected(boolean isUp) -> connected(isUp);
            case Notice.Queued(int place, var expected) -> {
                wasConnected = true;
                queue = Json.object("place", place, "expected", expected.toMillis());
                putLine();
            }
            case Notice.Unreachable(var words) -> {
                lineWords = words;
                putLine();
            }
            case Notice.Refused refused -> refused(refused);
            case Notice.Known known -> known(known);
            case Notice.Fetched(long bytes, long of) ->
                    facets.put("fetched", Json.object("bytes", bytes, "of", of));
            case Notice.Opened(var items) -> opened((OpenedForm) items);
            case Notice.Acknowledged _, Notice.Work _ -> putWork();
            case Notice.Deadline _ -> running();
            case Notice.Held(var cause, var left) -> {
                files = null;
                messages.happened(now(), "held", left, cause.text());
                said();
                time("held");
            }
            case Notice.Extended(var by, var cause) -> {
                messages.happened(now(), "extended", by, cause.text());
                said();
                putTime();
            }
            case Notice.Said(var words) -> {
                messages.said(now(), words);
                said();
            }
            case Notice.Demanded(var what, int tenths, var lasting) -> {
                if (camera.demanded(what, tenths, lasting)) {
                    messages.happened(now(), "demanded", Duration.ZERO, "");
                    said();
                }
            }
            case Notice.TimeIsOver() -> time("over");
            case Notice.Collected(long count) -> collected(count);
            case Notice.Voided(var cause) -> over("voided", cause.text());
            case Notice.Closed receipt -> closed(receipt);
            case Notice.Trouble(var words) -> {
                messages.trouble(now(), words);
                said();
            }
            case Notice.Judged _ -> {} // MachineFacets shows it
            case Notice.Stopped(var because, var words) -> stopped(because, words);
        }
        changed();
    }

    private void moved(Stage stage) {
        facets.put("stage", word(stage));
        composing.end();
        if (stage == Stage.SIGNED_OUT) {
            queue = null;
            putLine();
        }
        if (stage != Stage.RUNNING) {
            files = null;
        }
        if (stage != Stage.CONFIRMING && stage != Stage.SIGNING_IN && confirming != null) {
            dropPhoto();
        }
        camera.moved(stage);
        putTime();
    }

    private void connected(boolean isUp) {
        isConnected = isUp;
        wasConnected |= isUp;
        queue = null;
        lineWords = null;
        if (!isUp) {
            isHandRaised = false;
            facets.put("help", Json.object("raised", false));
        }
        putLine();
    }

    private void refused(Notice.Refused refused) {
        wasConnected = true;
        if (isKnown) {
            lineWords = refused.words();
        } else {
            refusals++;
            facets.put(
                    "refusal",
                    Json.object(
                            "number",
                            refusals,
                            "reason",
                            refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            "words",
                            MachineCheck.words(refused.words()),
                            "retry",
                            refused.retryAfter().toMillis()));
        }
        putLine();
    }

    private void known(Notice.Known known) {
        isKnown = true;
        rules = known.rules();
        var who = known.candidate();
        photo =
                known.photo()
                        .map(each -> new Asset(each.mediaType(), each.bytes().toBytes()))
                        .orElse(null);
        facets.put("refusal", null);
        putCandidate(who);
        facets.put(
                "rules",
                Json.object(
                        "opens", rules.opens().toEpochMilli(),
                        "starts", rules.starts().toEpochMilli(),
                        "ends", rules.ends().toEpochMilli(),
                        "duration", rules.duration().toMillis(),
                        "lastEntry", rules.lastEntry().toMillis(),
                        "earliestHandIn", rules.earliestHandIn().toMillis()));
        facets.put("handIn", Json.object("earliest", earliestHandIn().toEpochMilli()));
        isContinued = session.progress().given() > 0;
        session.kept().flatMap(DeskMemory::read).ifPresent(this::takeUp);
        if (isContinued) {
            messages.happened(now(), "restored", Duration.ZERO, "");
        }
        said();
        putEntry();
        while (!unobserved.isEmpty()) {
            observe(unobserved.removeFirst());
        }
    }

    private void putCandidate(Who who) {
        facets.put(
                "candidate",
                Json.object(
                        "name",
                        who.name(),
                        "ticket",
                        who.ticketNumber(),
                        "seat",
                        who.seat().text(),
                        "photo",
                        photo == null ? null : "/photo",
                        "facts",
                        who.facts().stream()
                                .map(
                                        fact ->
                                                Json.object(
                                                        "label",
                                                        Json.object(
                                                                "zh", fact.zh(), "en", fact.en()),
                                                        "value",
                                                        fact.value()))
                                .toList()));
        confirming = who;
    }

    /// The photo is there for the candidate's confirmation and not longer.
    private void dropPhoto() {
        if (photo != null) {
            photo = null;
            putCandidate(confirming);
        }
        confirming = null;
    }

    private Instant earliestHandIn() {
        return rules.starts().plus(rules.earliestHandIn());
    }

    /// The page reads its scene only when it begins, so it is made to begin again.
    private void takeUp(DeskMemory kept) {
        scene = kept.scene();
        isPledged = kept.isPledged();
        isTried = kept.isTried();
        camera.takeUp(kept.camera());
        reached = kept.reached();
        messages.takeUp(kept.messages(), kept.seen());
        isReloading = true;
        window.reload();
    }

    private void opened(OpenedForm items) {
        form = new ShownForm(items, session.session().orElseThrow(), reached);
        facets.put("form", form.facet(settings.tools()));
        putAnswered();
        putWork();
    }

    private void running() {
        if (timeState.equals("held")) {
            messages.happened(now(), "resumed", Duration.ZERO, "");
            said();
        }
        time("running");
    }

    private void collected(long count) {
        notTaken = count;
        if (count > 0) {
            messages.notTaken(now(), count);
            said();
        }
        over("collected", "");
    }

    private void over(String how, String cause) {
        files = null;
        time("over");
        closed =
                Json.object(
                        "how",
                        how,
                        "at",
                        now(),
                        "cause",
                        cause,
                        "notTaken",
                        notTaken,
                        "receipt",
                        null);
        facets.put("closed", closed);
    }

    private void closed(Notice.Closed receipt) {
        if (closed == null) {
            over("submitted", "");
        }
        closed.put(
                "receipt",
                Json.object(
                        "text",
                        receipt.receipt(),
                        "code",
                        receipt.shortCode(),
                        "finding",
                        switch (receipt.finding()) {
                            case Receipts.Finding.Holds() -> "holds";
                            case Receipts.Finding.SignerNotKnown() -> "signer-not-known";
                            case Receipts.Finding.Fails _ -> "fails";
                        }));
        facets.put("closed", closed);
    }

    private void stopped(Stopping because, Words words) {
        files = null;
        var reason =
                switch (because) {
                    case MOVED -> "moved";
                    case RECORD_DIFFERS -> "record-differs";
                    case FORM -> "form";
                    case CLOSED -> "closed";
                };
        facets.put("stopped", Json.object("reason", reason, "words", MachineCheck.words(words)));
    }

    // ---- what the page asks

    /// Answers what the page asks, now or later.
    public void asked(String request, PageTalk.Reply reply) {
        try {
            answer(Ask.parse(request), reply);
        } catch (AskRefused refused) {
            reply.refused(refused.why().code(), refused.why().word());
        } catch (IOException | RuntimeException failed) {
            LOG.error("an ask of the page failed: {}", failed.getClass().getName());
            reply.refused(Why.FAULT.code(), Why.FAULT.word());
            observe("desk-fault", failed.getClass().getSimpleName());
        }
        changed();
    }

    private void answer(Ask ask, PageTalk.Reply reply) throws AskRefused, IOException {
        heardAt = nanos();
        switch (ask) {
            case Ask.Listen() -> {
                listen(reply);
                return;
            }
            case Ask.Next(long after) -> {
                next(after, reply);
                return;
            }
            default -> expect(facets.told().isPresent(), Why.NOT_NOW);
        }
        switch (ask) {
            case Ask.Listen _, Ask.Next _ -> throw new IllegalStateException("answered above");
            case Ask.Item(var place) -> {
                reply.done(Json.write(item(place)));
                return;
            }
            case Ask.Give(var place, var response) -> {
                reply.done(Json.write(Json.object("given", give(place, response))));
                return;
            }
            case Ask.Compose(var key) -> {
                composing.key(session.stage(), key, reply);
                return;
            }
            case Ask.ComposeBegin(var method) -> composing.begin(session.stage(), method);
            case Ask.ComposeEnd() -> composing.end();
            case Ask.SignIn(var ticket, var secret) -> signIn(ticket, secret);
            case Ask.Again() -> {
                expectStage(Stage.SIGNING_IN);
                session.giveUp();
            }
            case Ask.Confirm() -> {
                expectStage(Stage.CONFIRMING);
                session.confirm();
            }
            case Ask.NotMe() -> {
                expectStage(Stage.CONFIRMING);
                observe("not-me");
            }
            case Ask.Face(boolean agreed) -> camera.face(agreed);
            case Ask.Pictures(boolean agreed) -> camera.pictures(agreed);
            case Ask.Checked() -> camera.checked();
            case Ask.Watch(boolean on) -> camera.watch(on);
            case Ask.Pledge() -> pledge();
            case Ask.Tried() -> {
                expectStage(Stage.WAITING);
                isTried = true;
                keep();
                putEntry();
            }
            case Ask.Keep(var kept) -> {
                if (!isReloading) {
                    scene = kept;
                    keep();
                }
            }
            case Ask.Seen(long number) -> {
                messages.seen(number);
                said();
            }
            case Ask.RaiseHand(boolean on) -> {
                expect(isConnected, Why.NO_LINE);
                session.help(on);
                isHandRaised = on;
                facets.put("help", Json.object("raised", isHandRaised));
            }
            case Ask.HandIn() -> handIn();
            case Ask.Finish() -> finish();
            case Ask.Alive() -> {}
            case Ask.Fault(var kind, var detail) -> fault(kind, detail);
            case Ask.Blocked(var what) -> blocked(what);
        }
        reply.done("{}");
    }

    private static void expect(boolean holds, Why otherwise) throws AskRefused {
        if (!holds) {
            throw new AskRefused(otherwise);
        }
    }

    private void expectStage(Stage due) throws AskRefused {
        expect(session.stage() == due, Why.NOT_NOW);
    }

    private void listen(PageTalk.Reply reply) {
        dropWaiting();
        composing.end();
        isReloading = false;
        if (diedAt >= 0) {
            var took = Duration.ofNanos(nanos() - diedAt);
            diedAt = -1;
            if (form != null && took.compareTo(LONG_RESTART) > 0) {
                messages.happened(now(), "restored", took, "");
                said();
            }
        }
        putTime();
        reply.done(facets.begin(scene));
    }

    private void next(long after, PageTalk.Reply reply) throws AskRefused {
        var told = facets.told();
        expect(told.isPresent() && told.getAsLong() == after, Why.NOT_NOW);
        dropWaiting();
        waiting = reply;
    }

    private void dropWaiting() {
        if (waiting != null) {
            waiting.refused(Why.NOT_NOW.code(), Why.NOT_NOW.word());
            waiting = null;
        }
    }

    private void signIn(String ticket, String secret) throws AskRefused, IOException {
        expect(session.stage() == Stage.SIGNED_OUT && isMachineReady, Why.NOT_NOW);
        expect(!ticket.isBlank() && !secret.isBlank(), Why.NOT_UNDERSTOOD);
        facets.put("refusal", null);
        session.signIn(new SignIn(ticket.strip(), secret.strip()));
    }

    private void pledge() throws AskRefused {
        expect(session.stage() == Stage.WAITING || session.stage() == Stage.RUNNING, Why.NOT_NOW);
        if (!isPledged) {
            isPledged = true;
            observe("pledged");
            keep();
            putEntry();
        }
    }

    private Map<String, Object> item(PlacementId place) throws AskRefused {
        expectRunning();
        expect(isPledged, Why.NOT_PLEDGED);
        expect(isMachineReady, Why.NOT_NOW);
        var item = form.show(place, session.response(place));
        files = form.files();
        if (!form.reached().equals(reached)) {
            reached = form.reached();
            keep();
        }
        return item;
    }

    private void expectRunning() throws AskRefused {
        switch (session.stage()) {
            case RUNNING -> {}
            case ON_HOLD -> throw new AskRefused(Why.ON_HOLD);
            default -> throw new AskRefused(Why.NOT_RUNNING);
        }
        expect(form != null, Why.NOT_RUNNING);
    }

    private long give(PlacementId place, ResponseBody response) throws AskRefused {
        expectRunning();
        form.expect(place, response);
        byte[] body;
        try {
            body = response.encode();
        } catch (IllegalArgumentException _) {
            throw new AskRefused(Why.TOO_LONG);
        }
        return switch (session.give(place, body)) {
            case Giving.TAKEN -> {
                putWork();
                yield session.progress().given();
            }
            case Giving.NOT_RUNNING -> throw new AskRefused(Why.NOT_RUNNING);
            case Giving.TIME_IS_OVER -> throw new AskRefused(Why.TIME_IS_OVER);
            case Giving.TOO_LONG -> throw new AskRefused(Why.TOO_LONG);
        };
    }

    private void handIn() throws AskRefused {
        expectRunning();
        var now = session.serverTime();
        expect(now.isEmpty() || !now.get().isBefore(earliestHandIn()), Why.TOO_EARLY);
        session.handIn();
    }

    private void finish() throws AskRefused {
        switch (session.stage()) {
            case CLOSED -> session.finish(() -> giveBack(true));
            case STOPPED -> {
                session.leave();
                giveBack(false);
            }
            default -> throw new AskRefused(Why.NOT_NOW);
        }
    }

    private void giveBack(boolean isWiped) {
        scene = null;
        form = null;
        facets.put("form", null);
        changed();
        window.giveBack(back -> after(isWiped, back));
    }

    private void after(boolean isWiped, GivenBack back) {
        facets.put("after", back.facet(isWiped));
        changed();
        window.finished();
    }

    private void fault(String kind, String detail) {
        long now = nanos();
        while (!faults.isEmpty() && now - faults.peekFirst() > MINUTE.toNanos()) {
            faults.removeFirst();
        }
        if (faults.size() < FAULTS_A_MINUTE) {
            faults.add(now);
            observe("page-fault", kind, detail);
        }
    }

    private void blocked(String what) {
        long now = nanos();
        var before = blocked.get(what);
        if (before == null || now - before >= BLOCKED_EVERY.toNanos()) {
            if (blocked.size() >= MOST_UNOBSERVED) {
                blocked.clear();
            }
            blocked.put(what, now);
            observe("blocked", what);
        }
    }

    /// What the page may fetch at this moment: a file of the item shown last. May be called on any
    /// thread.
    public Optional<Asset> asset(int blob) {
        var now = files;
        return now == null ? Optional.empty() : now.asset(blob);
    }

    /// A picture that a facet names at this moment: the candidate's photo, or one of the camera.
    /// May be called on any thread.
    public Optional<Asset> picture(String path) {
        return path.equals("photo") ? Optional.ofNullable(photo) : camera.picture(path);
    }

    // ---- facets that change often

    private void putLine() {
        facets.put(
                "line",
                Json.object(
                        "up", isConnected,
                        "known", wasConnected,
                        "queue", queue,
                        "words", MachineCheck.words(lineWords)));
    }

    private void putEntry() {
        var entry = camera.entry();
        entry.put("pledged", isPledged);
        entry.put("tried", isTried);
        entry.put("continued", isContinued);
        facets.put("entry", entry);
    }

    private void time(String state) {
        timeState = state;
        putTime();
    }

    private void putTime() {
        var now = session == null ? Optional.<Instant>empty() : session.serverTime();
        facets.put(
                "time",
                Json.object(
                        "state",
                        timeState,
                        "left",
                        timeState.equals("none") || timeState.equals("over")
                                ? 0
                                : session.left().toMillis(),
                        "now",
                        now.map(Instant::toEpochMilli).orElse(0L),
                        "zone",
                        settings.zone()
                                        .getRules()
                                        .getOffset(now.orElse(Instant.EPOCH))
                                        .getTotalSeconds()
                                / 60));
    }

    private void putWork() {
        var progress = session.progress();
        var work = session.work();
        facets.put(
                "work",
                Json.object(
                        "state",
                        switch (work) {
                            case SaveState.Untouched() -> "untouched";
                            case SaveState.Saving() -> "saving";
                            case SaveState.Saved _ -> "saved";
                            case SaveState.KeptHere() -> "kept";
                        },
                        "at",
                        work instanceof SaveState.Saved(var at) ? at.toEpochMilli() : 0L,
                        "given",
                        progress.given(),
                        "saved",
                        progress.saved()));
    }

    private void putAnswered() {
        facets.put(
                "answered",
                session.answered().stream()
                        .filter(
                                place ->
                                        session.response(place)
                                                .map(ResponseBody::decode)
                                                .filter(response -> !response.isEmpty())
                                                .isPresent())
                        .map(PlacementId::number)
                        .toList());
    }

    private void said() {
        facets.put("messages", messages.facet());
        facets.put("seen", messages.seen());
        keep();
    }

    private void keep() {
        if (isKnown) {
            session.keep(
                    new DeskMemory(
                                    scene,
                                    isPledged,
                                    isTried,
                                    camera.kept(),
                                    reached,
                                    messages.kept(),
                                    messages.seen())
                            .toBytes());
        }
    }

    /// Tells the page what changed, once for everything that happens in one go.
    private void changed() {
        if (!isFlushDue && seat != null) {
            isFlushDue = true;
            seat.act(
                    _ -> {
                        isFlushDue = false;
                        flush();
                    });
        }
    }

    private void flush() {
        if (waiting != null && facets.isChanged()) {
            var reply = waiting;
            waiting = null;
            reply.done(facets.next());
        }
    }

    private void beat() {
        putTime();
        changed();
        var _ = seat.ticker().after(TIME_EVERY, this::beat);
    }

    /// A page that says nothing for long is loaded anew.
    private void look() {
        boolean isListening = facets.told().isPresent();
        if (isListening && nanos() - heardAt > SILENT_FOR.toNanos()) {
            observe("page-silent");
            facets.end();
            waiting = null;
            heardAt = nanos();
            window.reload();
        }
        var _ = seat.ticker().after(LOOK_EVERY, this::look);
    }

    private long nanos() {
        return seat.ticker().nanos();
    }

    private long now() {
        return session.serverTime().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String word(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What the camera's part has of this desk.
    private final class AtCamera implements CameraDesk.Host {

        @Override
        public Stage stage() {
            return session.stage();
        }

        @Override
        public void put(String facet, Object value) {
            facets.put(facet, value);
            changed();
        }

        @Override
        public void decided() {
            keep();
            putEntry();
        }

        @Override
        public void observe(String kind, byte[] detail) {
            CandidateDesk.this.observe(new Observed(kind, Octets.of(detail)));
        }

        @Override
        public void picture(byte[] jpeg) {
            session.picture(jpeg);
        }

        @Override
        public Ticker ticker() {
            return seat.ticker();
        }
    }
}
