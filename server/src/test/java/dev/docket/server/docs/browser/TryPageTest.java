package dev.docket.server.docs.browser;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The page at {@code /docs/try} as a person uses it. Screenshots are written to {@code target/docs-page}. */
class TryPageTest {

    private static final String OPERATION = "#operations-Tickets-createTicket ";
    private static final String ANSWER = OPERATION + ".live-responses-table ";

    private static RunningServer server;
    private static String token;

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        server = RunningServer.start();
        token = server.tokens
                .create("docs-page", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
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

    @BeforeEach
    void open() {
        browser.open(server.uri().resolve("/docs/try"));
        browser.evaluate("sessionStorage.clear()");
        browser.open(server.uri().resolve("/docs/try"));
    }

    @AfterEach
    void keepPicture(TestInfo test) throws IOException {
        browser.screenshot(Folders.module()
                .resolve(
                        "target/docs-page/" + test.getTestMethod().orElseThrow().getName() + ".png"));
    }

    @Test
    void showsTheOperationsOfTheContract() {
        assertThat(browser.see("h1.title, h2.title").getText()).startsWith("Docket");
        assertThat(browser.see(OPERATION + ".opblock-summary").getText())
                .contains("POST", "/tickets", "Create a ticket");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).contains(server.uri() + "/openapi.yaml").allSatisfy(TryPageTest::isOurs);
    }

    @Test
    void createsATicketOfTheExampleThatTheContractGives() {
        authorize();
        browser.click(OPERATION + ".opblock-summary-control");
        browser.fill(OPERATION + "tr[data-param-name='x-account-id'] input", DemoData.ACCOUNT);
        browser.click(OPERATION + ".execute");

        assertThat(browser.see(ANSWER + "tbody .response-col_status").getText()).startsWith("201");
        assertThatJson(answer())
                .isObject()
                .containsEntry("accountId", "2311")
                .containsEntry("ticketNumber", "TKT-1")
                .containsEntry("subject", "Card reader shows error 42")
                .containsEntry("requesterName", "Blue Door Bakery")
                .containsEntry("assignedTo", "u-ana");
        assertThat(server.testDatabase.queryAsSuperuser("SELECT ticket_number FROM docket.tickets"))
                .contains(List.of("TKT-1"));
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).contains(server.uri() + "/tickets").allSatisfy(TryPageTest::isOurs);
    }

    @Test
    void keepsTheTokenWhenThePageIsOpenedAgain() {
        authorize();
        browser.open(server.uri().resolve("/docs/try"));
        assertThat(statusOfMe()).startsWith("200");

        browser.evaluate("sessionStorage.clear()");
        browser.open(server.uri().resolve("/docs/try"));
        assertThat(statusOfMe()).startsWith("401");
    }

    private static String statusOfMe() {
        String me = "#operations-Access-getMe ";
        browser.click(me + ".opblock-summary-control");
        browser.click(me + ".execute");
        return browser.see(me + ".live-responses-table tbody .response-col_status")
                .getText();
    }

    /** Each filter has an example; if all of them were filled in, the list would be empty. */
    @Test
    void listsTicketsWithoutFiltersAtFirst() {
        String list = "#operations-Tickets-listTickets ";
        authorize();
        browser.click(list + ".opblock-summary-control");
        browser.fill(list + "tr[data-param-name='x-account-id'] input", DemoData.ACCOUNT);
        browser.click(list + ".execute");

        assertThat(browser.see(list + ".live-responses-table tbody .response-col_status")
                        .getText())
                .startsWith("200");
        assertThat(browser.requests())
                .contains(server.uri() + "/tickets?isDeleted=false&pageSize=50&includeTotal=false");
    }

    @Test
    void showsWhyABrokenBodyIsRefused() {
        authorize();
        browser.click(OPERATION + ".opblock-summary-control");
        browser.fill(OPERATION + "tr[data-param-name='x-account-id'] input", DemoData.ACCOUNT);
        browser.fill(OPERATION + "textarea.body-param__text", "{\"subject\": \"Card reader shows error 42\"");
        browser.click(OPERATION + ".execute");

        assertThat(browser.see(ANSWER + "tbody .response-col_status").getText()).startsWith("400");
        assertThatJson(answer())
                .isObject()
                .containsEntry("type", "urn:docket:problem:invalid-request")
                .containsEntry("instance", "/tickets");
        assertThat(browser.complaints())
                .singleElement()
                .asString()
                .contains(server.uri() + "/tickets", "status of 400");
        assertThat(browser.requests()).allSatisfy(TryPageTest::isOurs);
    }

    /** The control: if the console reports no errors in the other tests, nothing was violated. */
    @Test
    void runsNoScriptAndAppliesNoStyleThatIsNotItsOwn() {
        browser.see(OPERATION);
        browser.evaluate("""
                const script = document.createElement('script');
                script.textContent = 'window.injected = true';
                document.body.append(script);
                const style = document.createElement('style');
                style.textContent = 'body { opacity: 0.5 }';
                document.body.append(style);
                const image = document.createElement('img');
                image.src = 'http://127.0.0.1:9/elsewhere.png';
                document.body.append(image);
                """);

        assertThat(browser.evaluate("return window.injected === undefined")).isEqualTo(true);
        assertThat(browser.evaluate("return getComputedStyle(document.body).opacity"))
                .isEqualTo("1");
        assertThat(browser.complaints())
                .hasSize(3)
                .anySatisfy(complaint -> assertThat(complaint).contains("script-src"))
                .anySatisfy(complaint -> assertThat(complaint).contains("style-src"))
                .anySatisfy(complaint -> assertThat(complaint).contains("img-src"));
    }

    private void authorize() {
        browser.click(".scheme-container .btn.authorize");
        browser.fill(".dialog-ux .auth-container input", token);
        browser.click(".dialog-ux .auth-btn-wrapper .authorize");
        browser.click(".dialog-ux .btn-done");
        browser.awaitGone(".dialog-ux");
    }

    private String answer() {
        browser.scrollTo(ANSWER);
        return browser.see(ANSWER + ".highlight-code code").getText();
    }

    private static void isOurs(String request) {
        assertThat(request).startsWith(server.uri() + "/");
    }
}
