package org.gongyuan.seat.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Lin Yue at her seat: the real session core in virtual time, with everything her page was told.
final class TestSeat {

    static final SignIn LIN_YUE = new SignIn(PretendServer.TICKET, PretendServer.SECRET);

    final PretendServer server;
    final VirtualTime time;
    final MemoryFolder folder;
    final List<Notice> told = new ArrayList<>();
    final SeatSession session;
    private boolean isDead;

    TestSeat(PretendServer server, VirtualTime time, MemoryFolder folder) {
        this.server = server;
        this.time = time;
        this.folder = folder;
        Executor alive =
                task ->
                        time.delaying(Duration.ofNanos(100_000))
                                .execute(
                                        () -> {
                                            if (!isDead) {
                                                task.run();
                                            }
                                        });
        this.session =
                new SeatSession(
                        new SeatSettings(
                                PretendServer.SEAT,
                                List.of(new Node("node-1", 443), new Node("node-2", 443)),
                                "test 1",
                                Argon2.SIMULATED,
                                server.checkpointKeys(),
                                SeatSettings.PICTURE_BUDGET),
                        new Surroundings(
                                (node, listener) -> server.connect(node, unlessDead(listener)),
                                time,
                                new SecureRandom(),
                                new PretendForm(server),
                                folder,
                                alive,
                                alive),
                        notice -> {
                            if (!isDead) {
                                told.add(notice);
                            }
                        });
    }

    private Link.Listener unlessDead(Link.Listener listener) {
        return new Link.Listener() {
            @Override
            public void opened() {
                if (!isDead) {
                    listener.opened();
                }
            }

            @Override
            public void received(byte[] frame) {
                if (!isDead) {
                    listener.received(frame);
                }
            }

            @Override
            public void closed(int status, String reason) {
                if (!isDead) {
                    listener.closed(status, reason);
                }
            }

            @Override
            public void absent(String reason) {
                if (!isDead) {
                    listener.absent(reason);
                }
            }
        };
    }

    /// The process is killed: nothing it meant to do happens any more.
    void kill() {
        isDead = true;
        session.leave();
    }

    TestSeat signIn() {
        return signIn(LIN_YUE);
    }

    TestSeat signIn(SignIn candidate) {
        try {
            session.signIn(candidate);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /// Signs in and confirms if that is asked.
    TestSeat goesIn() {
        signIn();
        time.passUntil(
                () -> session.stage() != Stage.SIGNING_IN && session.stage() != Stage.SIGNED_OUT);
        if (session.stage() == Stage.CONFIRMING) {
            session.confirm();
        }
        return this;
    }

    TestSeat runs() {
        time.passUntil(() -> session.stage() == Stage.RUNNING);
        return this;
    }

    Giving answers(int placement, String answer) {
        return session.give(new PlacementId(placement), answer.getBytes(UTF_8));
    }

    Optional<String> sees(int placement) {
        return session.response(new PlacementId(placement)).map(body -> new String(body, UTF_8));
    }

    void waitsUntilSaved() {
        time.passUntil(() -> session.work() instanceof SaveState.Saved);
    }

    <N extends Notice> Optional<N> last(Class<N> kind) {
        return told.reversed().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    <N extends Notice> List<N> all(Class<N> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// A form that is there after a while and opens with the server's key alone.
    private static final class PretendForm implements FormSource {

        private final PretendServer server;

        PretendForm(PretendServer server) {
            this.server = server;
        }

        @Override
        public void fetch(Digest manifest, long size, Node from, Listener listener) {
            var _ =
                    server.time.after(
                            Duration.ofMillis(30),
                            () -> {
                                listener.progressed(size);
                                listener.complete(new Sealed());
                            });
        }

        private final class Sealed implements SealedItems {

            @Override
            public SealingPublicKey markingKey() {
                return server.marking.publicKey();
            }

            @Override
            public OpenedItems open(FormKey key) throws SealBroken {
                if (!key.digestCommitment().equals(server.formKey.digestCommitment())) {
                    throw new SealBroken(SealBroken.Reason.OTHER_KEY, "another form's key");
                }
                return new Opened();
            }
        }
    }

    private static final class Opened implements OpenedItems {

        @Override
        public List<PlacementId> placements() {
            return List.of(new PlacementId(1), new PlacementId(2));
        }

        @Override
        public String item(PlacementId placement) {
            return "<item " + placement + "/>";
        }

        @Override
        public String stimulus(int blob) {
            return "<stimulus/>";
        }

        @Override
        public byte[] asset(int blob) {
            return new byte[0];
        }

        @Override
        public void close() {}
    }
}
