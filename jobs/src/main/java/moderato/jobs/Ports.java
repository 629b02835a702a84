package moderato.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports of this machine's loopback that jobs listen at, each given to one job at a time. */
final class Ports {

    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();
    private static final int TRIES = 100;

    private Ports() {
    }

    /** A port where nobody listens. */
    static int take() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (TAKEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
        throw new IOException("no port of 127.0.0.1 is free for a job");
    }

    /** Gives a port back. */
    static void giveBack(int port) {
        TAKEN.remove(port);
    }
}
