package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.seat.input.InputMethod;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.link.OpenedForm;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.presentation.ClockFacets.Time;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Ticker;
import org.gongyuan.seat.shell.Asset;
import org.gongyuan.seat.shell.PageTalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The seat's half of the bridge: turns what the session says into facets, and what the page asks
/// into acts on the session (seat-page.md sections 2 to 9). Used on the seat's loop, but for
/// [#asset] and [#picture].
///
/// Each of its parts owns what it shows: the page that listens ([PageTelling]), the machine
/// ([MachineScreen]), the line ([LineFacets]), the candidate ([CandidateFacets]), the items
/// ([ItemScreen]), time and work ([ClockFacets]), the end ([EndFacets]), messages ([Messages]),
/// typing ([ComposingFields]), the camera ([CameraDesk]). [DeskRun] keeps what a run that goes on
/// must find, [DeskObservations] takes what goes into the record.
public final class CandidateDesk implements MachineFacets.Page {

    private static final Logger LOG = LoggerFactory.getLogger(CandidateDesk.class);

    private static final Duration TIME_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration LONG_RESTART = Duration.ofSeconds(5);

    private final DeskSettings settings;
    private final DeskWindow window;
    private final CameraDesk camera;
    private final Facets facets = new Facets();
    private final PageTelling page = new PageTelling(facets);
    private final DeskObservations observations = new DeskObservations(this::nanos);
    private final Messages messages = new Messages();
    private final ComposingFields composing = new ComposingFields(facets);
    private final MachineScreen machine = new MachineScreen(facets);
    private final LineFacets line = new LineFacets(facets);
    private final CandidateFacets candidate = new CandidateFacets(facets);
    private final EndFacets end = new EndFacets(facets);
    private final ItemScreen items;
    private final DeskRun run;
    private Seat seat;
    private SeatSession session;
    private ClockFacets clock;

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
        items = new ItemScreen(facets, settings.tools());
        run = new DeskRun(facets, camera, items, messages);
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
        page.at(at);
        camera.at(new AtCamera());
        run.putEntry();
        clock = new ClockFacets(facets, session, settings.zone());
        beat();
        look();
    }

    // ---- what the seat's other parts say

    @Override
    public void machine(List<MachineCheck> checks) {
        machine.checked(checks);
        changed();
    }

    @Override
    public void lock(LockState state, List<GivenBack.Failed> refused) {
        machine.lock(state, refused);
        changed();
    }

    /// A renderer died; the page is being loaded anew. The proctor is told.
    public void rendererDied(String how, int times) {
        page.died();
        composing.end();
        observe("renderer-died", how, Integer.toString(times));
    }

    /// Something was observed on this machine. Before a session is there it waits for one.
    public void observe(String kind, String... told) {
        observations.observe(kind, told);
    }

    // ---- what the session says

    /// Takes in what the session says.
    public void told(Notice notice) {
        switch (notice) {
            case Notice.Moved(var stage) -> moved(stage);
            case Notice.Connected(boolean isUp) -> line.connected(isUp);
            case Notice.Silent(boolean isSilent) -> line.silent(isSilent);
            case Notice.Queued(int place, var expected) -> line.queued(place, expected);
            case Notice.Unreachable(var words) -> line.unreachable(words);
            case Notice.Refused refused -> {
                if (run.isKnown()) {
                    line.refusedAgain(refused);
                } else {
                    line.refused(refused);
                }
            }
            case Notice.Known known -> known(known);
            case Notice.Fetched(long bytes, long of) -> items.fetched(bytes, of);
            case Notice.Opened(var form) -> {
                items.opened((OpenedForm) form, session);
                clock.putWork();
            }
            case Notice.Acknowledged _, Notice.Work _ -> clock.putWork();
            case Notice.Deadline _ -> running();
            case Notice.Held(var cause, var left) -> {
                items.cover();
                messages.happened(now(), "held", left, cause.text());
                run.said();
                clock.is(Time.HELD);
            }
            case Notice.Extended(var by, var cause) -> {
                messages.happened(now(), "extended", by, cause.text());
                run.said();
                clock.putTime();
            }
            case Notice.Said(var words) -> {
                messages.said(now(), words);
                run.said();
            }
            case Notice.Demanded(var what, int tenths, var lasting) -> {
                if (camera.demanded(what, tenths, lasting)) {
                    messages.happened(now(), "demanded", Duration.ZERO, "");
                    run.said();
                }
            }
            case Notice.TimeIsOver() -> clock.is(Time.OVER);
            case Notice.Collected(long count) -> collected(count);
            case Notice.Voided(var cause) -> {
                over();
                end.voided(now(), cause.text());
            }
            case Notice.Closed receipt -> {
                if (!end.isOver()) {
                    over();
                }
                end.receipt(now(), receipt);
            }
            case Notice.Trouble(var words) -> {
                messages.trouble(now(), words);
                run.said();
            }
            case Notice.Judged _ -> {} // MachineFacets shows it
            case Notice.Stopped(var because, var words) -> {
                items.cover();
                end.stopped(because, words);
            }
        }
        changed();
    }

    private void moved(Stage stage) {
        facets.put("stage", word(stage));
        composing.end();
        if (stage == Stage.SIGNED_OUT) {
            line.signedOut();
        }
        if (stage != Stage.RUNNING) {
            items.cover();
        }
        candidate.moved(stage);
        camera.moved(stage);
        clock.putTime();
    }

    private void known(Notice.Known known) {
        observations.knows(session);
        line.refusalPasses();
        candidate.known(known);
        if (run.begin(session)) {
            window.reload();
        }
        if (run.isContinued()) {
            messages.happened(now(), "restored", Duration.ZERO, "");
        }
        run.said();
        run.putEntry();
    }

    private void running() {
        if (clock.state() == Time.HELD) {
            messages.happened(now(), "resumed", Duration.ZERO, "");
            run.said();
        }
        clock.is(Time.RUNNING);
    }

    private void collected(long count) {
        if (count > 0) {
            messages.notTaken(now(), count);
            run.said();
        }
        over();
        end.collected(now(), count);
    }

    private void over() {
        items.cover();
        clock.is(Time.OVER);
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
        page.heard();
        switch (ask) {
            case Ask.Listen() -> {
                listen(reply);
                return;
            }
            case Ask.Next(long after) -> {
                page.next(after, reply);
                return;
            }
            default -> expect(page.isListening(), Why.NOT_NOW);
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
                run.tried();
            }
            case Ask.Keep(var scene) -> run.in(scene);
            case Ask.Seen(long number) -> {
                messages.seen(number);
                run.said();
            }
            case Ask.RaiseHand(boolean on) -> {
                expect(line.isUp(), Why.NO_LINE);
                session.help(on);
                line.hand(on);
            }
            case Ask.HandIn() -> handIn();
            case Ask.Finish() -> finish();
            case Ask.Alive() -> {}
            case Ask.Fault(var kind, var detail) -> observations.fault(kind, detail);
            case Ask.Blocked(var what) -> observations.blocked(what);
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
        composing.end();
        var away = page.takeAway();
        if (items.isOpen() && away.compareTo(LONG_RESTART) > 0) {
            messages.happened(now(), "restored", away, "");
            run.said();
        }
        clock.putTime();
        items.pageBegins(session);
        page.listen(reply, run.pageBegins());
    }

    private void signIn(String ticket, String secret) throws AskRefused, IOException {
        expect(session.stage() == Stage.SIGNED_OUT && machine.isReady(), Why.NOT_NOW);
        expect(!ticket.isBlank() && !secret.isBlank(), Why.NOT_UNDERSTOOD);
        line.refusalPasses();
        session.signIn(new SignIn(ticket.strip(), secret.strip()));
    }

    private void pledge() throws AskRefused {
        expect(session.stage() == Stage.WAITING || session.stage() == Stage.RUNNING, Why.NOT_NOW);
        if (!run.isPledged()) {
            observe("pledged");
            run.pledge();
        }
    }

    private Map<String, Object> item(PlacementId place) throws AskRefused {
        items.expectRunning(session);
        expect(run.isPledged(), Why.NOT_PLEDGED);
        expect(machine.isReady(), Why.NOT_NOW);
        var before = items.reached();
        var item = items.show(session, place);
        if (!items.reached().equals(before)) {
            run.keep();
        }
        return item;
    }

    private long give(PlacementId place, ResponseBody response) throws AskRefused {
        long given = items.give(session, place, response);
        clock.putWork();
        return given;
    }

    private void handIn() throws AskRefused {
        items.expectRunning(session);
        var now = session.serverTime();
        expect(now.isEmpty() || !now.get().isBefore(candidate.earliestHandIn()), Why.TOO_EARLY);
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
        run.leaveScene();
        items.close();
        changed();
        window.giveBack(back -> after(isWiped, back));
    }

    private void after(boolean isWiped, GivenBack back) {
        end.after(isWiped, back);
        changed();
        window.finished();
    }

    /// What the page may fetch at this moment: a file of the item shown last. May be called on any
    /// thread.
    public Optional<Asset> asset(int blob) {
        return items.asset(blob);
    }

    /// A picture that a facet names at this moment: the candidate's photo, or one of the camera.
    /// May be called on any thread.
    public Optional<Asset> picture(String path) {
        return path.equals("photo") ? candidate.photo() : camera.picture(path);
    }

    // ---- telling the page

    /// Tells the page what changed, once for everything that happens in one go.
    private void changed() {
        page.changed();
    }

    private void beat() {
        clock.putTime();
        changed();
        var _ = seat.ticker().after(TIME_EVERY, this::beat);
    }

    /// A page that says nothing for long is loaded anew.
    private void look() {
        if (page.hasFallenSilent()) {
            observe("page-silent");
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
            run.keep();
            run.putEntry();
        }

        @Override
        public void observe(String kind, byte[] detail) {
            observations.observe(kind, detail);
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
