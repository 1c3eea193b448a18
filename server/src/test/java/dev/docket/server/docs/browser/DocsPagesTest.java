package dev.docket.server.docs.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages at {@code /docs} as a person reads them. Screenshots are written to {@code target/docs-page}. */
class DocsPagesTest {

    private static RunningServer server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1400",
        "'', 390",
        "/tickets, 1400",
        "/tickets, 390",
        "/sla-policies, 1400",
        "/sla-policies, 390",
        "/quick-start, 1400",
        "/quick-start, 390",
        "/rotations, 390",
        "/slas, 390",
        "/importing, 390",
        "/problems, 1400"
    })
    void haveNoBarriers(String page, int width) throws IOException {
        browser.resize(width, 1000);
        browser.open(server.uri().resolve("/docs" + page));
        browser.see("h1");

        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).allSatisfy(request -> assertThat(request).startsWith(server.uri() + "/"));
        assertThat(browser.evaluate("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(browser.barriers()).isEmpty();
        browser.screenshot(
                Folders.module().resolve("target/docs-page/site" + page.replace('/', '-') + "-" + width + ".png"));
    }

    @Test
    void areFoundBySearch() {
        browser.resize(1400, 1000);
        browser.open(server.uri().resolve("/docs"));
        browser.fill("#search", "restore deleted ticket");

        assertThat(browser.see("#found li:first-child a").getAttribute("href"))
                .isEqualTo(server.uri() + "/docs/tickets#restoreTicket");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void leadFromAnOperationToThePageToTryItOn() {
        browser.resize(1400, 1000);
        browser.open(server.uri().resolve("/docs/tickets"));
        browser.click("#createTicket .permission a");

        assertThat(browser.see("#operations-Tickets-createTicket .opblock-body").isDisplayed())
                .isTrue();
    }
}
