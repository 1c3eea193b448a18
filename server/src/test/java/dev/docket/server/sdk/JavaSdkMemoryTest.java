package dev.docket.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.sdk.Docket;
import dev.docket.sdk.Download;
import dev.docket.sdk.Upload;
import dev.docket.sdk.model.Attachment;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketImportLine;
import dev.docket.sdk.model.TicketImportOutcome;
import dev.docket.sdk.model.TicketImportResult;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketSource;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program with little memory sends and reads far more than fits into it with the Java SDK. */
class JavaSdkMemoryTest {

    /** Classes take 12 of it. */
    private static final int HEAP_MEGABYTES = 24;

    private static final int FILE_BYTES = 24 * 1024 * 1024;

    /** The program: its arguments are the URL, the token, the number of tickets, and the words of each. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) throws IOException {
            Docket docket = Docket.builder(args[0])
                    .token(args[1])
                    .account(DemoData.ACCOUNT)
                    .build();
            String description = "fée ".repeat(Integer.parseInt(args[3])).strip();
            Stream<TicketImportLine> lines =
                    LongStream.rangeClosed(1, Long.parseLong(args[2])).mapToObj(number -> line(number, description));
            try (Stream<TicketImportResult> results = docket.ticketTransfer().importTickets(lines)) {
                System.out.println("created "
                        + results.filter(result -> result.getOutcome().equals(TicketImportOutcome.CREATED))
                                .count());
            }
            try (Stream<Ticket> tickets = docket.ticketTransfer().exportTickets()) {
                System.out.println("exported "
                        + tickets.filter(ticket -> ticket.getDescription().equals(description))
                                .count());
            }
            Upload file = Upload.of("zeros.bin", "application/octet-stream", Zeros::new);
            Attachment attached = docket.attachments().createAttachment("TKT-1", file);
            try (Download download = docket.attachments().getAttachmentContent("TKT-1", attached.getId())) {
                System.out.println("downloaded " + download.content().transferTo(OutputStream.nullOutputStream()));
            }
        }

        private static TicketImportLine line(long number, String description) {
            return new TicketImportLine()
                    .externalId("memory-" + number)
                    .ticket(new TicketInput()
                            .subject("Question " + number)
                            .description(description)
                            .category(TicketCategory.BILLING)
                            .source(TicketSource.EMAIL)
                            .requesterType(RequesterType.MERCHANT)
                            .requesterId("1001"));
        }
    }

    /** A file that exists nowhere as a whole. */
    private static final class Zeros extends InputStream {

        private int left = FILE_BYTES;

        @Override
        public int read() {
            return left == 0 ? -1 : --left & 1;
        }

        @Override
        public int available() {
            return left;
        }
    }

    @Test
    void isEnoughForAnyImportExportUploadAndDownload() throws Exception {
        assertThat(run(5_000, 2_000)).contains("created 5000", "exported 5000", "downloaded " + FILE_BYTES);
    }

    @Test
    @Tag("faults")
    void isEnoughForAHundredThousandTickets() throws Exception {
        assumeTrue("long".equals(System.getProperty("docket.faults")), "takes long");
        assertThat(run(100_000, 100)).contains("created 100000", "exported 100000", "downloaded " + FILE_BYTES);
    }

    private static List<String> run(int tickets, int words) throws Exception {
        try (RunningServer server = RunningServer.start()) {
            String token = server.tokens
                    .create("memory", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + HEAP_MEGABYTES + "m",
                            "-XX:MaxDirectMemorySize=" + HEAP_MEGABYTES + "m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-XX:+DisplayVMOutputToStderr",
                            // The SDK writes and reads UTF-8 also where this is not the default, as before Java 18.
                            "-Dfile.encoding=US-ASCII",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            server.uri().toString(),
                            token,
                            Integer.toString(tickets),
                            Integer.toString(words))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(program.waitFor()).as(output).isZero();
                return output.lines().toList();
            } finally {
                program.destroyForcibly();
            }
        }
    }
}
