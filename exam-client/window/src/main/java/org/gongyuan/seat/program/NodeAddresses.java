package org.gongyuan.seat.program;

import org.gongyuan.seat.session.Node;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where the exam servers are, by number. Looked up once, before the network is closed to
/// everything else: afterwards nobody answers a question for a name (lockdown.md 4.5).
///
/// @param servers `ADDRESS:PORT` each, as the helper takes them
/// @param hosts what was looked up, as lines of `/etc/hosts`
/// @param unknown names that have no address
record NodeAddresses(List<String> servers, List<String> hosts, List<String> unknown) {

    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    NodeAddresses {
        servers = List.copyOf(servers);
        hosts = List.copyOf(hosts);
        unknown = List.copyOf(unknown);
    }

    /// Looks the nodes up.
    static NodeAddresses of(List<Node> nodes) {
        var servers = new ArrayList<String>();
        var hosts = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        for (var node : nodes) {
            try {
                for (var address : InetAddress.getAllByName(node.host())) {
                    var number = address.getHostAddress();
                    servers.add(
                            (address instanceof Inet6Address ? "[" + number + "]" : number)
                                    + ":"
                                    + node.port());
                    if (!number.equals(node.host())) {
                        hosts.add(number + " " + node.host());
                    }
                }
            } catch (UnknownHostException _) {
                unknown.add(node.host());
            }
        }
        return new NodeAddresses(
                servers.stream().distinct().toList(),
                hosts.stream().distinct().toList(),
                unknown.stream().distinct().toList());
    }

    /// The machine's own table of names with what was looked up in front.
    String table() {
        var table = new StringBuilder();
        hosts.forEach(line -> table.append(line).append('\n'));
        try {
            table.append(Files.readString(HOSTS));
        } catch (IOException _) {
            table.append("127.0.0.1 localhost\n::1 localhost\n");
        }
        return table.toString();
    }

    /// The nodes at which nobody answers now.
    static List<String> unreachable(List<Node> nodes) {
        var silent = new ArrayList<String>();
        for (var node : nodes) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(node.host(), node.port()),
                        Math.toIntExact(PATIENCE.toMillis()));
            } catch (IOException _) {
                silent.add(node.host() + ":" + node.port());
            }
        }
        return silent;
    }
}
