package dev.docket.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

class AsyncLogTest {

    /** A reader that takes no lines until the test permits it. */
    private static final class Stopped extends AppenderBase<ILoggingEvent> {

        private final CountDownLatch go = new CountDownLatch(1);
        private final List<String> lines = new ArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            lines.add(event.getFormattedMessage());
        }
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        return context;
    }

    @Test
    void dropsAndCountsLinesThatAreNotRead() {
        LoggerContext context = context();
        Stopped target = new Stopped();
        target.setContext(context);
        target.start();
        AsyncLog log = new AsyncLog();
        log.setContext(context);
        log.setQueueSize(100);
        log.addAppender(target);
        log.start();
        Logger logger = context.getLogger("a");
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        long before = AsyncLog.dropped();

        for (int i = 0; i < 1_000; i++) {
            logger.info("line {}", i);
        }
        logger.warn("important");
        target.go.countDown();
        log.stop();

        assertThat(target.lines).hasSizeBetween(80, 300).contains("line 0", "important");
        assertThat(AsyncLog.dropped() - before).isEqualTo(1_001 - target.lines.size());
    }

    @Test
    void writesJsonIfThatIsWanted() throws Exception {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            LoggerContext context = context();
            context.putProperty("DOCKET_LOG_FORMAT", "json");
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(AsyncLogTest.class.getResource("/logback.xml"));
            context.getLogger("a").atInfo().addKeyValue("status", 200).log("a \"line\"");
            context.getLogger("a")
                    .error("failed", new IllegalStateException("secret", new ClassCastException("known")));
            context.stop();
        } finally {
            System.setErr(err);
        }

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode line = new JsonMapper().readTree(lines.get(0));
        assertThat(line.get("formattedMessage").asText()).isEqualTo("a \"line\"");
        assertThat(line.get("level").asText()).isEqualTo("INFO");
        assertThat(line.get("kvpList").get(0).get("status").asText()).isEqualTo("200");
        JsonNode failure = new JsonMapper().readTree(lines.get(1)).get("throwable");
        assertThat(failure.get("message").asText()).isEqualTo("(message withheld)");
        assertThat(failure.get("cause").get("message").asText()).isEqualTo("known");
    }
}
