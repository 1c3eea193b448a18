package dev.docket.server.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between clients and a server that cuts a share of the connections when the response has arrived: none of it
 * reaches the client.
 */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final double share;
    private final Random random = new Random(Form.SEED);
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private CuttingProxy(ServerSocket listening, URI server, double share) {
        this.listening = listening;
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.share = share;
    }

    /** @param share of the responses that are cut off, 0 to 1 */
    static CuttingProxy start(URI server, double share) throws IOException {
        ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        CuttingProxy proxy = new CuttingProxy(listening, server, share);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket onward = new Socket();
                open.add(client);
                open.add(onward);
                onward.connect(server);
                threads.execute(() -> pass(client, onward, false));
                threads.execute(() -> pass(onward, client, true));
            } catch (IOException closed) {
                // Either this proxy, which ends the loop, or the server, whose failure the client sees as it would
                // without a proxy.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswer) {
        byte[] bytes = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (isAnswer && isToBeCut()) {
                    cuts.incrementAndGet();
                    return;
                }
                to.getOutputStream().write(bytes, 0, length);
            }
        } catch (IOException ended) {
            // Closed by the other direction, or by the client or the server.
        } finally {
            open.remove(from);
        }
    }

    private synchronized boolean isToBeCut() {
        return random.nextDouble() < share;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
