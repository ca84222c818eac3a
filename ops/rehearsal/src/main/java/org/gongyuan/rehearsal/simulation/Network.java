package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.session.Link;
import org.gongyuan.server.admission.SeatConnection;
import org.gongyuan.server.admission.SeatWire;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Lines between seats and the node. A line keeps frames in order, as TCP does; it is slow, and it
/// may die at any moment, losing what is under way. Each end hears of that later, or never.
final class Network {

    private static final int HEADER = 1 + Long.BYTES;
    private static final int TAG = 16;
    private static final int LOST = 1006;

    private final Schedule schedule;
    private final SeededRandom random;
    private final World world;
    private final Set<Line> lines = new LinkedHashSet<>();
    private ServerProgram server;
    private boolean isCalm;

    Network(Schedule schedule, SeededRandom random, World world) {
        this.schedule = schedule;
        this.random = random;
        this.world = world;
    }

    /// That program answers from now on; null when none does.
    void leadsTo(ServerProgram now) {
        server = now;
    }

    /// From now on no line dies by itself.
    void calmsDown() {
        isCalm = true;
    }

    Link.Line connect(Machine machine, Link.Listener listener) {
        var line = new Line(machine, listener);
        var _ = schedule.after(delay(), line::arrive);
        return line.seatEnd;
    }

    /// The node's program is gone, and all its lines.
    void serverGone() {
        server = null;
        for (var line : List.copyOf(lines)) {
            line.die(random.happens(80), false);
        }
    }

    /// A machine is off, or cannot be reached any more.
    void machineGone(Machine machine, boolean isNoticed) {
        for (var line : List.copyOf(lines)) {
            if (line.machine == machine) {
                line.die(isNoticed, isNoticed);
            }
        }
    }

    private Duration delay() {
        if (!isCalm && random.happens(1)) {
            return Duration.ofMillis(random.between(300, 6_000));
        }
        return Duration.ofNanos(1_000L * random.between(300, 40_000));
    }

    /// One connection with its two ends.
    final class Line {

        private final Machine machine;
        private final Link.Listener listener;
        private SeatConnection connection;
        private ServerProgram at;
        private Octets verifyingKey;
        private SessionId session;
        private boolean isDead;
        private boolean hasSeatLeft;
        private boolean hasServerLeft;
        private long toSeat;
        private long toServer;

        private final Link.Line seatEnd =
                new Link.Line() {
                    @Override
                    public void send(byte[] frame) {
                        seatSends(frame.clone());
                    }

                    @Override
                    public void close(int status, String reason) {
                        seatCloses();
                    }
                };

        private final SeatWire serverEnd =
                new SeatWire() {
                    @Override
                    public void send(byte[] frame) {
                        serverSends(frame);
                    }

                    @Override
                    public void close(int status, String reason) {
                        toSeat(() -> seatHears(status));
                        hasServerLeft = true;
                        lines.remove(Line.this);
                    }
                };

        Line(Machine machine, Link.Listener listener) {
            this.machine = machine;
            this.listener = listener;
        }

        private void arrive() {
            if (hasSeatLeft) {
                return;
            }
            if (machine.isCutOff()) {
                var _ = schedule.after(delay(), () -> seatHears(LOST));
                return;
            }
            if (server == null) {
                var _ = schedule.after(delay(), this::seatFindsNobody);
                return;
            }
            lines.add(this);
            at = server;
            toSeat(() -> listener.opened());
            connection = at.connect(serverEnd, machine.seat());
            if (!isCalm && random.happens(25)) {
                var _ =
                        schedule.after(
                                Duration.ofMillis(random.between(0, 240_000)),
                                () -> {
                                    if (!isCalm) {
                                        die(random.happens(70), random.happens(70));
                                    }
                                });
            }
        }

        /// The line is cut: what is under way is lost.
        void die(boolean seatHears, boolean serverHears) {
            if (isDead) {
                return;
            }
            isDead = true;
            lines.remove(this);
            if (seatHears) {
                var _ = schedule.after(delay(), () -> seatHears(LOST));
            }
            if (serverHears && !hasServerLeft) {
                var _ = schedule.after(delay(), () -> at.gone(connection));
            }
        }

        private void seatFindsNobody() {
            if (!hasSeatLeft) {
                hasSeatLeft = true;
                listener.absent("refused");
            }
        }

        private void seatHears(int status) {
            if (!hasSeatLeft) {
                hasSeatLeft = true;
                listener.closed(status, "");
            }
        }

        private void toSeat(Runnable then) {
            toSeat = Math.max(toSeat, schedule.nanos() + delay().toNanos());
            var _ =
                    schedule.at(
                            toSeat,
                            () -> {
                                if (!isDead && !hasSeatLeft) {
                                    then.run();
                                }
                            });
        }

        private void seatSends(byte[] frame) {
            if (isDead || hasSeatLeft || connection == null) {
                return;
            }
            note(frame);
            toServer(() -> at.received(connection, frame, speaker()));
        }

        private void seatCloses() {
            if (hasSeatLeft) {
                return;
            }
            hasSeatLeft = true;
            if (connection != null && !isDead) {
                toServer(() -> at.gone(connection));
            }
        }

        private void toServer(Runnable then) {
            toServer = Math.max(toServer, schedule.nanos() + delay().toNanos());
            var _ =
                    schedule.at(
                            toServer,
                            () -> {
                                if (!isDead && !hasServerLeft) {
                                    then.run();
                                }
                            });
        }

        private void serverSends(byte[] frame) {
            read(frame);
            toSeat(() -> listener.received(frame));
        }

        private World.Speaker speaker() {
            return new World.Speaker(machine.seat(), verifyingKey);
        }

        /// What the seat says, for those who watch.
        private void note(byte[] frame) {
            switch (SeatMessage.read(body(frame))) {
                case SeatMessage.Hello hello -> verifyingKey = hello.verifyingKey();
                case SeatMessage.Response response ->
                        machine.sent(session, response.seq(), response.commitment());
                default -> {}
            }
        }

        /// What the server says, for those who watch.
        private void read(byte[] frame) {
            switch (ServerMessage.read(body(frame))) {
                case ServerMessage.Admitted admitted -> session = admitted.session();
                case ServerMessage.Saved(long seq, long entry) ->
                        world.toldSaved.add(
                                new World.ToldSaved(
                                        session, seq, entry, world.record.durable().size()));
                default -> {}
            }
        }
    }

    private static byte[] body(byte[] frame) {
        return frame[0] == 0
                ? Arrays.copyOfRange(frame, 1, frame.length)
                : Arrays.copyOfRange(frame, HEADER, frame.length - TAG);
    }
}
