package dev.docket.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The contract of Docket, which exchanges are held against. Immutable and thread-safe. An exchange holds if
 *
 * <ul>
 *   <li>the contract documents the status of the response, and allows its headers and body;
 *   <li>the contract allows the request, unless the response rejected it (4xx or 5xx);
 *   <li>the response rejected the request, if the contract has no such operation.
 * </ul>
 *
 * <p>{@code HEAD} and {@code OPTIONS}, which the contract describes in words only, always hold.
 */
public final class DocketContract {

    private static final int FIRST_REJECTION = 400;
    private static final Set<String> NOT_OPERATIONS = Set.of("HEAD", "OPTIONS");
    private static final Set<String> UNKNOWN_OPERATION =
            Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");

    /** A body has no meaning where the contract has none, so the server ignores it (RFC 9110, section 9.3). */
    private static final String UNEXPECTED_BODY = "validation.request.body.unexpected";

    private final OpenApiInteractionValidator validator;
    private final Predicate<String> isOther;

    private DocketContract(OpenApiInteractionValidator validator, Predicate<String> isOther) {
        this.validator = validator;
        this.isOther = isOther;
    }

    /** The contract of the release that this artifact belongs to. */
    public static DocketContract ofThisRelease() {
        return Bundled.CONTRACT;
    }

    /** @param openApi a contract in YAML or JSON, for example one that {@code GET /openapi.yaml} returned */
    public static DocketContract parse(String openApi) {
        return new DocketContract(
                OpenApiInteractionValidator.createForInlineApiSpecification(openApi)
                        .build(),
                path -> false);
    }

    /**
     * The same contract for a server that has further operations of its own, about which the contract says nothing.
     *
     * @param isOther whether the contract says nothing about a path
     */
    public DocketContract without(Predicate<String> isOther) {
        return new DocketContract(validator, this.isOther.or(isOther));
    }

    /** @throws ContractViolation if the exchange does not hold */
    public void check(Exchange exchange) {
        List<String> violations = violations(exchange);
        if (!violations.isEmpty()) {
            throw new ContractViolation(exchange, violations);
        }
    }

    /** Each with its place and what is wrong there; empty if the exchange holds. */
    public List<String> violations(Exchange exchange) {
        List<String> ofResponse =
                violations(exchange.request().method(), exchange.request().target(), exchange.response());
        boolean isOver = !ofResponse.isEmpty()
                || isRejection(exchange.response())
                || saysNothingAbout(
                        exchange.request().method(), exchange.request().path());
        return isOver
                ? ofResponse
                : texts(validator.validateRequest(request(exchange.request())).getMessages().stream()
                        .filter(message -> !message.getKey().equals(UNEXPECTED_BODY))
                        .toList());
    }

    /**
     * What is wrong with a response, without regard to the request.
     *
     * @param target of the request: the path and the query
     */
    public List<String> violations(String method, String target, Exchange.Response response) {
        // With a query the validator would match a parameterized path before a literal one.
        String path = Exchange.path(target);
        if (saysNothingAbout(method, path)) {
            return List.of();
        }
        List<ValidationReport.Message> found = new ArrayList<>(validator
                .validateResponse(path, Request.Method.valueOf(method), response(response))
                .getMessages());
        if (isRejection(response)) {
            found.removeIf(message -> UNKNOWN_OPERATION.contains(message.getKey()));
        }
        return texts(found);
    }

    private boolean saysNothingAbout(String method, String path) {
        return NOT_OPERATIONS.contains(method) || isOther.test(path);
    }

    private static boolean isRejection(Exchange.Response response) {
        return response.status() >= FIRST_REJECTION;
    }

    private static SimpleRequest request(Exchange.Request request) {
        // The validator would take a + in a path for a blank, as it is one in a query.
        SimpleRequest.Builder builder =
                new SimpleRequest.Builder(request.method(), request.path().replace("+", "%2B"));
        request.headers().forEach(builder::withHeader);
        parameters(request.query()).forEach(builder::withQueryParam);
        String body = body(request.headers(), request.body());
        return (body.isEmpty() ? builder : builder.withBody(body)).build();
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=", 2);
            if (!parameter.isEmpty()) {
                parameters
                        .computeIfAbsent(decoded(pair[0]), name -> new ArrayList<>())
                        .add(pair.length == 1 ? "" : decoded(pair[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static SimpleResponse response(Exchange.Response response) {
        SimpleResponse.Builder builder = SimpleResponse.Builder.status(response.status());
        response.headers().forEach(builder::withHeader);
        return builder.withBody(body(response.headers(), response.body())).build();
    }

    /** A body may have no lines, but the validator takes an empty text for a missing body. */
    private static String body(Map<String, List<String>> headers, String body) {
        boolean hasLines = headers.entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type")
                        && header.getValue().get(0).startsWith("application/x-ndjson"));
        return hasLines && body.isEmpty() ? "\n" : body;
    }

    private static List<String> texts(List<ValidationReport.Message> messages) {
        return messages.stream().map(DocketContract::text).toList();
    }

    private static String text(ValidationReport.Message message) {
        Optional<String> parameter = message.getContext()
                .flatMap(ValidationReport.MessageContext::getParameter)
                .map(Parameter::getName);
        Optional<String> pointer = message.getContext()
                .flatMap(ValidationReport.MessageContext::getPointers)
                .map(ValidationReport.MessageContext.Pointers::getInstance);
        return parameter.or(() -> pointer).map(place -> place + ": ").orElse("")
                // The validator repeats the pointer.
                + message.getMessage().replaceFirst("^\\[Path '[^']*'] ", "");
    }

    /** Read when it is first used: it takes a second. */
    private static final class Bundled {

        private static final DocketContract CONTRACT = read();

        private static DocketContract read() {
            try (InputStream stream = DocketContract.class.getResourceAsStream("swagger.yaml")) {
                return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
