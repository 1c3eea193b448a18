package dev.docket.server.contract;

import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.Changed;
import org.openapitools.openapidiff.core.model.ChangedApiResponse;
import org.openapitools.openapidiff.core.model.ChangedContent;
import org.openapitools.openapidiff.core.model.ChangedHeaders;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedParameter;
import org.openapitools.openapidiff.core.model.ChangedParameters;
import org.openapitools.openapidiff.core.model.ChangedRequestBody;
import org.openapitools.openapidiff.core.model.ChangedSchema;
import org.openapitools.openapidiff.core.model.ComposedChanged;

/**
 * Finds what a newer contract breaks for the clients of an older one. The policy is the guide
 * {@code 4-compatibility.md}. openapi-diff finds the changes and judges most of them; it lets pass that an optional
 * property is removed, that a least length grows, that null or a default is taken back, and that access is narrowed.
 */
final class Compatibility {

    private static final OpenApiDiffOptions POLICY = OpenApiDiffOptions.builder()
            // The methods of the SDKs have this name.
            .configProperty("incompatible.operation.id.changed", "true")
            // Clients must be prepared for values that they do not know.
            .configProperty("incompatible.response.enum.increased", "false")
            .build();

    /** Permissions that every token has. */
    private static final Set<String> OPEN = Set.of("public", "authenticated");

    private final Set<String> breaks = new TreeSet<>();

    private Compatibility() {}

    /** Each as its place and what is broken there, such as {@code POST /tickets body/subject: max length}. */
    static Set<String> breaks(String before, String after) {
        Compatibility compatibility = new Compatibility();
        ChangedOpenApi changes = OpenApiCompare.fromContents(before, after, null, POLICY);
        changes.getMissingEndpoints().forEach(endpoint -> compatibility.add(endpoint.toString(), "removed"));
        changes.getChangedOperations()
                .forEach(operation ->
                        compatibility.addChange(operation.getHttpMethod() + " " + operation.getPathUrl(), operation));
        compatibility.addNarrowedAccess(Contract.parse(before), Contract.parse(after));
        return compatibility.breaks;
    }

    private void add(String place, String what) {
        breaks.add(place + ": " + what);
    }

    private void addRemoved(String place, Collection<String> names) {
        names.forEach(name -> add(place + "/" + name, "removed"));
    }

    private void addChange(String place, Changed change) {
        if (change instanceof ComposedChanged composed) {
            addCore(place, composed);
            composed.getChangedElements().stream()
                    .filter(Objects::nonNull)
                    .filter(Changed::isDifferent)
                    .forEach(part -> addChange(place + segment(composed, part), part));
        } else if (change.isIncompatible()) {
            add(place, words(change));
        }
    }

    /** What is broken by a change itself, and not by its parts. */
    private void addCore(String place, ComposedChanged change) {
        if (change instanceof ChangedSchema schema) {
            addSchema(place, schema);
        } else if (change.isCoreChanged().isIncompatible()) {
            if (change instanceof ChangedApiResponse responses) {
                addRemoved(place, responses.getMissing().keySet());
            } else if (change instanceof ChangedContent content) {
                addRemoved(place, content.getMissing().keySet());
            } else if (change instanceof ChangedHeaders headers) {
                addRemoved(place, headers.getMissing().keySet());
            } else if (change instanceof ChangedParameters parameters) {
                addRemoved(place, names(parameters.getMissing()));
                parameters.getIncreased().stream()
                        .filter(parameter -> Boolean.TRUE.equals(parameter.getRequired()))
                        .forEach(parameter -> add(place + "/" + parameter.getName(), "new and required"));
            } else {
                add(place, words(change));
            }
        }
    }

    private void addSchema(String place, ChangedSchema change) {
        addRemoved(place, change.getMissingProperties().keySet());
        if (change.isChangedType() || change.isChangeFormat()) {
            add(place, "type");
        }
        if (change.isChangeDefault() && change.getOldSchema().getDefault() != null) {
            add(place, "default");
        }
        boolean isSent = change.getContext().isRequest();
        if (isSent
                && least(change.getNewSchema().getMinLength())
                        > least(change.getOldSchema().getMinLength())) {
            add(place, "min length");
        }
        boolean wasNullable = Boolean.TRUE.equals(change.getOldSchema().getNullable());
        boolean isNullable = Boolean.TRUE.equals(change.getNewSchema().getNullable());
        if (isSent ? wasNullable && !isNullable : isNullable && !wasNullable) {
            add(place, "nullable");
        }
    }

    private static int least(Integer length) {
        return length == null ? 0 : length;
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::getName).toList();
    }

    private static String segment(ComposedChanged whole, Changed part) {
        if (part instanceof ChangedRequestBody) {
            return " body";
        }
        if (part instanceof ChangedParameter parameter) {
            return "/" + parameter.getName();
        }
        return named(whole).entrySet().stream()
                .filter(entry -> entry.getValue() == part)
                .map(entry -> "/" + entry.getKey())
                .findFirst()
                .orElse("");
    }

    private static Map<String, ? extends Changed> named(ComposedChanged whole) {
        if (whole instanceof ChangedSchema schema) {
            return schema.getChangedProperties();
        }
        if (whole instanceof ChangedApiResponse responses) {
            return responses.getChanged();
        }
        return whole instanceof ChangedHeaders headers ? headers.getChanged() : Map.of();
    }

    /** Such as {@code max length} for a {@code ChangedMaxLength}. */
    private static String words(Changed change) {
        return change.getClass()
                .getSimpleName()
                .replaceFirst("^Changed", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }

    private void addNarrowedAccess(Contract before, Contract after) {
        Map<String, Operation> kept =
                after.operations().stream().collect(Collectors.toMap(Operation::toString, operation -> operation));
        for (Operation was : before.operations()) {
            Operation is = kept.getOrDefault(was.toString(), was);
            if (!is.permission().equals(was.permission()) && !OPEN.contains(is.permission())) {
                add(was.toString(), "permission");
            }
            if (isForRequesters(was) && !isForRequesters(is)) {
                add(was.toString(), "requesters");
            }
        }
    }

    private static boolean isForRequesters(Operation operation) {
        return operation.node().path("x-for-requesters").asBoolean();
    }
}
