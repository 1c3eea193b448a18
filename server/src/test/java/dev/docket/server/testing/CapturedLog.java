package dev.docket.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.docket.server.watch.AsyncLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Captures everything logged in this process, by Docket at DEBUG and by libraries at INFO, as the server logs it. */
public final class CapturedLog implements AutoCloseable {

    private final Map<Logger, Level> levels;
    private final Logger root;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AsyncLog log = new AsyncLog();

    private CapturedLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = context.getLogger("dev.docket");
        Logger requests = context.getLogger("docket");
        levels = new HashMap<>();
        for (Logger logger : List.of(root, ours, requests)) {
            levels.put(logger, logger.getLevel());
        }
        root.setLevel(Level.INFO);
        ours.setLevel(Level.DEBUG);
        requests.setLevel(Level.DEBUG);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%-5level %logger [%X] %msg %kvp{NONE}%n%rEx{full}");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> target = new OutputStreamAppender<>();
        target.setContext(context);
        target.setEncoder(encoder);
        target.setOutputStream(bytes);
        target.start();
        log.setContext(context);
        log.setQueueSize(100_000);
        log.setMaxFlushTime(10_000);
        log.addAppender(target);
        log.start();
        root.addAppender(log);
        SLF4JBridgeHandler.install();
    }

    public static CapturedLog start() {
        return new CapturedLog();
    }

    /** Stops capturing, and returns the lines. */
    public List<String> end() {
        close();
        return new ArrayList<>(bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Override
    public void close() {
        SLF4JBridgeHandler.uninstall();
        root.detachAppender(log);
        log.stop();
        levels.forEach(Logger::setLevel);
    }
}
