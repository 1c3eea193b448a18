package dev.docket.server.docs.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages at {@code /docs} as a person reads them. Screenshots are written to {@code target/docs-page}. */
class DocsPagesTest {

    /** A page of each template. The dark scheme changes colours only, which all pages of a template share. */
    private static final Set<String> TEMPLATES =
            Set.of("/docs", "/docs/tickets", "/docs/slas", "/docs/problems", "/docs/problems/conflict");

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

    /** All pages of the menu and all types of problems, every other one on a phone. */
    @Test
    void haveNoBarriers() throws IOException {
        Set<String> pages = new LinkedHashSet<>(List.of("/docs"));
        pages.addAll(links("/docs", "nav a"));
        pages.addAll(links("/docs/problems", "tbody a"));
        assertThat(pages).hasSizeGreaterThan(55).contains("/docs/tickets", "/docs/slas", "/docs/problems/conflict");

        int width = 390;
        for (String page : pages) {
            width = width == 390 ? 1400 : 390;
            browser.resize(width, 1000);
            browser.open(server.uri().resolve(page));
            browser.see("h1");

            assertThat(browser.complaints()).as(page).isEmpty();
            assertThat(browser.requests())
                    .as(page)
                    .allSatisfy(request -> assertThat(request).startsWith(server.uri() + "/"));
            assertThat(browser.evaluate("return document.documentElement.scrollWidth <= innerWidth"))
                    .as(page)
                    .isEqualTo(true);
            assertThat(browser.barriers()).as(page).isEmpty();

            if (TEMPLATES.contains(page)) {
                browser.evaluate("document.documentElement.style.colorScheme = 'dark'");
                assertThat(browser.poorContrasts()).as(page + " in the dark").isEmpty();
                browser.screenshot(Folders.module()
                        .resolve("target/docs-page/site" + page.replace('/', '-') + "-" + width + "-dark.png"));
            }
        }
    }

    private static List<String> links(String page, String selector) {
        browser.open(server.uri().resolve(page));
        browser.see("h1");
        List<?> paths = (List<?>) browser.evaluate(
                "return [...document.querySelectorAll('%s')].map(link => link.pathname)".formatted(selector));
        return paths.stream().map(String.class::cast).toList();
    }

    /** The control: it shows that barriers are found in the dark. */
    @Test
    void wouldShowABarrierInTheDark() {
        browser.resize(1400, 1000);
        browser.open(server.uri().resolve("/docs/problems"));
        browser.evaluate("""
                document.documentElement.style.colorScheme = 'dark';
                document.querySelector('main').style.color = '#1f2733'""");

        assertThat(browser.poorContrasts()).asString().contains("color-contrast");
    }

    @Test
    void showTheSampleOfTheLanguageThatWasChosenLast() {
        browser.resize(1400, 1000);
        browser.open(server.uri().resolve("/docs/tickets"));
        assertThat(browser.see("#createTicket [data-language=curl]").isDisplayed())
                .isTrue();

        browser.click("label[for=sample-createTicket-python]");
        assertThat(browser.see("#createTicket [data-language=python]").getText())
                .contains("docket.post(");
        assertThat(browser.see("#listTickets [data-language=python]").getText()).contains("nextCursor");
        browser.awaitGone("#createTicket [data-language=curl]");

        browser.open(server.uri().resolve("/docs/quick-start"));
        assertThat(browser.see("[data-language=python]").getText()).contains("docket.post(");
        browser.evaluate("localStorage.clear()");
    }

    @Test
    void areFoundBySearch() {
        browser.resize(1400, 1000);
        browser.open(server.uri().resolve("/docs"));
        browser.fill("#search", "restore deleted ticket");

        assertThat(browser.see("#found li:first-child a").getAttribute("href"))
                .isEqualTo(server.uri() + "/docs/tickets#restoreTicket");

        browser.fill("#search", "urn:docket:problem:precondition-failed");
        assertThat(browser.see("#found li:first-child a").getAttribute("href"))
                .isEqualTo(server.uri() + "/docs/problems/precondition-failed");
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
