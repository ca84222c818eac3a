package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.SeatSession;

import java.util.List;

/// How far the candidate is at this desk: what he agreed to and tried on his way in, the scene the
/// page is in, what he was told. From the moment the session is known all of it is kept through
/// the session core, so that a run that goes on after a kill finds it (seat-window.md section 6).
/// Used on the seat's loop.
final class DeskRun {

    private final Facets facets;
    private final CameraDesk camera;
    private final ItemScreen items;
    private final Messages messages;

    private SeatSession session;
    private boolean isContinued;
    private boolean isReloading;
    private boolean isPledged;
    private boolean isTried;
    private String scene;

    DeskRun(Facets facets, CameraDesk camera, ItemScreen items, Messages messages) {
        this.facets = requireNonNull(facets, "facets");
        this.camera = requireNonNull(camera, "camera");
        this.items = requireNonNull(items, "items");
        this.messages = requireNonNull(messages, "messages");
        facets.put("messages", List.of());
        facets.put("seen", 0);
    }

    /// Whether there is a session to keep it with.
    boolean isKnown() {
        return session != null;
    }

    /// Whether this run goes on with responses of an earlier one.
    boolean isContinued() {
        return isContinued;
    }

    /// The session is known; what an earlier run kept is taken up. Tells whether there was
    /// something: the page reads its scene only when it begins, so it must begin again then.
    boolean begin(SeatSession known) {
        session = requireNonNull(known, "known");
        isContinued = known.progress().given() > 0;
        known.kept().flatMap(DeskMemory::read).ifPresent(this::takeUp);
        return isReloading;
    }

    private void takeUp(DeskMemory kept) {
        scene = kept.scene();
        isPledged = kept.isPledged();
        isTried = kept.isTried();
        camera.takeUp(kept.camera());
        items.takeUp(kept.reached());
        messages.takeUp(kept.messages(), kept.seen());
        isReloading = true;
    }

    /// The page begins anew in this scene, which may be null.
    String pageBegins() {
        isReloading = false;
        return scene;
    }

    /// The page is in another scene; what one says that is about to begin again does not count.
    void in(String now) {
        if (!isReloading) {
            scene = now;
            keep();
        }
    }

    /// There is no scene to come back to any more.
    void leaveScene() {
        scene = null;
    }

    boolean isPledged() {
        return isPledged;
    }

    void pledge() {
        isPledged = true;
        keep();
        putEntry();
    }

    /// The candidate has tried out how items are answered.
    void tried() {
        isTried = true;
        keep();
        putEntry();
    }

    /// Something was said to the candidate, or he has seen it.
    void said() {
        facets.put("messages", messages.facet());
        facets.put("seen", messages.seen());
        keep();
    }

    /// Shows how far the candidate is on his way in.
    void putEntry() {
        var entry = camera.entry();
        entry.put("pledged", isPledged);
        entry.put("tried", isTried);
        entry.put("continued", isContinued);
        facets.put("entry", entry);
    }

    /// Keeps all of it, once there is a session to keep it with.
    void keep() {
        if (session != null) {
            session.keep(
                    new DeskMemory(
                                    scene,
                                    isPledged,
                                    isTried,
                                    camera.kept(),
                                    items.reached(),
                                    messages.kept(),
                                    messages.seen())
                            .toBytes());
        }
    }
}
