package org.gongyuan.lockdown.privilege;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// A program that takes connections at the ports it is given, and says when it does. It ends with
/// its input.
public final class Listener {

    private Listener() {}

    /// Listens at `ADDRESS PORT…`.
    public static void main(String[] words) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        for (var port : List.of(words).subList(1, words.length)) {
            var socket = new ServerSocket();
            socket.bind(new InetSocketAddress(words[0], Integer.parseInt(port)));
            sockets.add(socket);
        }
        System.out.println("listening");
        while (System.in.read() >= 0) {
            // until the test ends us
        }
        for (var socket : sockets) {
            socket.close();
        }
    }
}
