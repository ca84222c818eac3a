package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.presentation.CandidateDesk;
import org.gongyuan.seat.shell.Asset;
import org.gongyuan.seat.shell.PageTalk;
import org.gongyuan.seat.shell.Sandbox;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Between Chromium's threads and the seat's loop. The first thing every new renderer asks waits
/// until its sandbox was looked at, and what is asked before there is a desk waits for one.
final class Door implements PageTalk {

    private static final Pattern ASSET = Pattern.compile("asset/(0|[1-9][0-9]{0,8})");

    /// Where asks go.
    record Inside(Seat seat, CandidateDesk desk) {

        Inside {
            requireNonNull(seat, "seat");
            requireNonNull(desk, "desk");
        }
    }

    private final CompletableFuture<Sandbox> firstLook = new CompletableFuture<>();
    private final CompletableFuture<Inside> inside = new CompletableFuture<>();
    private final Consumer<Sandbox> looked;
    private volatile CompletableFuture<Void> isLooked;

    /// @param looked is told what every look but the first found
    Door(Consumer<Sandbox> looked) {
        this.looked = requireNonNull(looked, "looked");
    }

    /// What the first look at the sandbox found, once the page is there.
    CompletableFuture<Sandbox> firstLook() {
        return firstLook;
    }

    /// Lets the page in to a desk.
    void open(Inside to) {
        inside.complete(to);
    }

    @Override
    public void asked(String request, Reply reply) {
        var look = isLooked;
        if (look == null) {
            look = CompletableFuture.runAsync(this::look, Thread::startVirtualThread);
            isLooked = look;
        }
        var _ =
                look.thenCombine(inside, (_, to) -> to)
                        .thenAccept(to -> to.seat().act(_ -> to.desk().asked(request, reply)));
    }

    private void look() {
        var found = Sandbox.look();
        if (!firstLook.complete(found)) {
            looked.accept(found);
        }
    }

    @Override
    public Optional<Asset> beside(String path) {
        Matcher asset = ASSET.matcher(path);
        var to = inside.getNow(null);
        if (to == null) {
            return Optional.empty();
        }
        return asset.matches()
                ? to.desk().asset(Integer.parseInt(asset.group(1)))
                : to.desk().picture(path);
    }

    @Override
    public void rendererDied(String how, int times) {
        isLooked = null;
        var _ = inside.thenAccept(to -> to.seat().act(_ -> to.desk().rendererDied(how, times)));
    }
}
