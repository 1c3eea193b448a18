package dev.docket.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rules for the whole contract, each with a way to find offenders and an example of an offence. */
enum ContractRule {
    EVERY_OPERATION_HAS_ONE_TAG_OF_THE_LIST(
            contract -> {
                Set<String> tags = names(contract.root().path("tags"));
                return operations(
                        contract,
                        operation -> operation.node().path("tags").size() == 1
                                && tags.contains(operation.node().at("/tags/0").asText()));
            },
            """
            tags: [{name: A}, {name: B}]
            paths:
              /good: {get: {tags: [A]}}
              /none: {get: {}}
              /two: {get: {tags: [A, B]}}
              /unknown: {get: {tags: [C]}}
            """,
            "GET /none",
            "GET /two",
            "GET /unknown"),

    EVERY_OPERATION_HAS_A_VERB_AND_A_NOUN_OF_ITS_OWN(
            contract -> {
                Set<String> taken = new HashSet<>();
                return operations(contract, operation -> {
                    String id = operation.node().path("operationId").asText();
                    return id.matches("[a-z]+[A-Z][A-Za-z]+") && taken.add(id);
                });
            },
            """
            paths:
              /good: {get: {operationId: listThings}}
              /again: {get: {operationId: listThings}}
              /verb: {get: {operationId: list}}
              /none: {get: {}}
            """,
            "GET /again",
            "GET /verb",
            "GET /none"),

    /** Never a permission that an account may define for its own ticket types ({@code custom:}). */
    EVERY_OPERATION_SAYS_WHO_MAY(
            contract -> operations(contract, operation -> {
                boolean isOpen = operation.node().path("security").isArray()
                        && operation.node().path("security").isEmpty();
                return isOpen
                        ? operation.permission().equals("public")
                        : operation.permission().matches("authenticated|(?!custom:)[a-z][a-z-]*:[a-z-]+");
            }),
            """
            paths:
              /good: {get: {x-permission: "things:read"}}
              /open: {get: {x-permission: public, security: []}}
              /none: {get: {}}
              /odd: {get: {x-permission: Everything}}
              /closed: {get: {x-permission: public}}
              /ajar: {get: {x-permission: "things:read", security: []}}
              /own: {get: {x-permission: "custom:read"}}
            """,
            "GET /own",
            "GET /none",
            "GET /odd",
            "GET /closed",
            "GET /ajar"),

    /** Tools show the description, and not {@code x-permission}. */
    EVERY_DESCRIPTION_ENDS_WITH_THE_PERMISSION(
            contract -> operations(
                    contract,
                    operation -> !operation.permission().contains(":")
                            || operation
                                    .node()
                                    .path("description")
                                    .asText()
                                    .strip()
                                    .endsWith("Requires the permission `" + operation.permission() + "`.")),
            """
            paths:
              /good: {get: {x-permission: "things:read", description: "Returns. Requires the permission `things:read`."}}
              /open: {get: {x-permission: public, description: Returns}}
              /other: {get: {x-permission: "things:read", description: "Requires the permission `things:write`."}}
              /none: {get: {x-permission: "things:read", description: Returns}}
            """,
            "GET /other",
            "GET /none"),

    EVERY_OPERATION_THAT_NEEDS_A_TOKEN_REFUSES_NONE_AND_TOO_MANY(
            contract -> operations(contract, operation -> {
                boolean needsAToken = !operation.permission().equals("public");
                return operation.documents(401) == needsAToken && operation.documents(429) == needsAToken;
            }),
            """
            paths:
              /good: {get: {x-permission: "things:read", responses: {"401": {}, "429": {}}}}
              /open: {get: {x-permission: public}}
              /unlimited: {get: {x-permission: "things:read", responses: {"401": {}}}}
              /unnamed: {get: {x-permission: authenticated, responses: {"429": {}}}}
              /limited: {get: {x-permission: public, responses: {"429": {}}}}
            """,
            "GET /unlimited",
            "GET /unnamed",
            "GET /limited"),

    EVERY_OPERATION_OF_AN_ACCOUNT_NAMES_IT(
            contract -> operations(
                    contract,
                    operation -> Set.of("public", "authenticated", "accounts:manage")
                                    .contains(operation.permission())
                            || refersTo(
                                    operation.node().path("parameters"), "#/components/parameters/xAccountIdHeader")),
            """
            paths:
              /good: {get: {x-permission: "things:read", parameters: [{$ref: "#/components/parameters/xAccountIdHeader"}]}}
              /open: {get: {x-permission: public}}
              /none: {get: {x-permission: "things:read"}}
            """,
            "GET /none"),

    EVERY_OPERATION_SAYS_IN_A_LINE_WHAT_IT_DOES(
            contract -> operations(
                    contract,
                    operation -> !operation.node().path("summary").asText().isBlank()),
            "paths: {/good: {get: {summary: Read}}, /none: {get: {}}}",
            "GET /none"),

    THE_FIRST_ANSWER_IS_THE_SUCCESS(
            contract -> operations(
                    contract,
                    operation -> operation
                            .node()
                            .path("responses")
                            .propertyStream()
                            .findFirst()
                            .filter(first -> first.getKey().startsWith("2"))
                            .isPresent()),
            """
            paths:
              /good: {get: {responses: {"200": {}, "400": {}}}}
              /none: {get: {}}
              /late: {get: {responses: {"400": {}, "200": {}}}}
            """,
            "GET /none",
            "GET /late"),

    EVERY_ANSWER_HAS_A_REQUEST_ID(
            contract -> responses(
                    contract,
                    (operation, status) ->
                            operation.responses().get(status).path("headers").has("X-Request-Id")),
            """
            paths:
              /things: {get: {responses: {"200": {headers: {X-Request-Id: {}}}, "400": {$ref: "#/components/responses/Bad"}}}}
            components: {responses: {Bad: {description: Bad}}}
            """,
            "GET /things 400"),

    EVERY_REFUSAL_IS_A_SHARED_ONE(
            contract -> responses(
                    contract,
                    (operation, status) -> status < 400
                            || operation
                                    .node()
                                    .path("responses")
                                    .path(status.toString())
                                    .path("$ref")
                                    .asText()
                                    .startsWith("#/components/responses/")),
            """
            paths:
              /things: {get: {responses: {"200": {}, "400": {$ref: "#/components/responses/Bad"}, "404": {description: None}}}}
            components: {responses: {Bad: {description: Bad}}}
            """,
            "GET /things 404"),

    EVERY_BODY_HAS_AN_EXAMPLE(
            contract -> operations(
                    contract,
                    operation -> !operation.hasBody()
                            || operation.bodies().values().stream().limit(1).anyMatch(ContractRule::hasExample)),
            """
            paths:
              /good: {post: {requestBody: {content: {application/json: {example: {}}, text/plain: {}}}}}
              /none: {post: {requestBody: {content: {application/json: {}}}}}
              /bodiless: {post: {}}
            """,
            "POST /none"),

    /** A list may leave its example to the schema of its rows. */
    EVERY_RESPONSE_HAS_AN_EXAMPLE(
            contract -> responses(
                    contract,
                    (operation, status) ->
                            Contract.children(operation.responses().get(status).path("content")).values().stream()
                                    .allMatch(content -> hasExample(content)
                                            || isExemplified(contract, content.path("schema"))
                                            || isExemplified(
                                                    contract,
                                                    contract.resolve(content.path("schema"))
                                                            .at("/properties/data/items"))
                                            || content.at("/schema/format")
                                                    .asText()
                                                    .equals("binary"))),
            """
            paths:
              /good: {get: {responses: {"201": {content: {application/json: {examples: {a: {value: 1}}}}}}}}
              /silent: {get: {responses: {"204": {}}}}
              /file: {get: {responses: {"200": {content: {text/plain: {schema: {type: string, format: binary}}}}}}}
              /thing: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}}}
              /things: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/AList"}}}}}}}
              /none: {get: {responses: {"201": {content: {application/json: {}}}, "400": {content: {text/plain: {}}}}}}
              /bare: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/B"}}}}}}}
            components:
              schemas:
                A: {type: object, example: {}}
                AList: {type: object, properties: {data: {type: array, items: {$ref: "#/components/schemas/A"}}}}
                B: {type: object}
            """,
            "GET /none 201",
            "GET /none 400",
            "GET /bare 200"),

    /** An example of a key would be sent by tools as it stands, and the second request would be rejected. */
    EVERY_PARAMETER_BUT_A_KEY_HAS_AN_EXAMPLE(
            contract -> parameters(
                    contract,
                    parameter -> parameter.path("name").asText().equals("Idempotency-Key")
                            ? !hasExample(parameter)
                                    && !parameter.path("schema").has("example")
                            : hasExample(parameter)),
            """
            paths:
              /good: {get: {parameters: [{in: query, name: a, example: 1}, {in: header, name: Idempotency-Key}]}}
              /bad: {get: {parameters: [{in: query, name: a}, {in: header, name: Idempotency-Key, example: k}]}}
              /within: {get: {parameters: [{in: header, name: Idempotency-Key, schema: {type: string, example: k}}]}}
            """,
            "GET /bad a",
            "GET /bad Idempotency-Key",
            "GET /within Idempotency-Key"),

    /**
     * OpenAPI 3.0 gives {@code nullable} a meaning only beside {@code type}, and no part of {@code allOf} may forbid
     * null.
     */
    NULLABLE_STANDS_BESIDE_A_TYPE(
            contract -> Contract.children(contract.root().at("/components/schemas")).entrySet().stream()
                    .flatMap(schema -> Contract.children(schema.getValue().path("properties")).entrySet().stream()
                            .filter(property -> property.getValue().has("nullable")
                                    && (!property.getValue().has("type")
                                            || property.getValue().has("allOf")))
                            .map(property -> schema.getKey() + "/" + property.getKey()))
                    .toList(),
            """
            components:
              schemas:
                A:
                  properties:
                    good: {type: string, nullable: true}
                    either: {oneOf: [{$ref: "#/components/schemas/B"}, {type: string, nullable: true, enum: [null]}]}
                    untyped: {nullable: true}
                    narrowed: {type: string, nullable: true, allOf: [{$ref: "#/components/schemas/B"}]}
            """,
            "A/untyped",
            "A/narrowed"),

    /** A property that refers to a schema may leave its description to the schema. */
    EVERY_SCHEMA_AND_PROPERTY_HAS_A_DESCRIPTION(
            contract -> within(
                            contract,
                            name -> true,
                            schema -> !schema.path("description").asText().isBlank() || schema.isEmpty())
                    .stream()
                    .filter(path -> !path.endsWith("*") && !path.endsWith("?"))
                    .toList(),
            """
            components:
              schemas:
                Good: {type: object, description: a, properties: {b: {type: string, description: b}, c: {$ref: "#/components/schemas/C"}}}
                C: {type: string, description: c}
                D: {type: string}
                E: {type: object, description: e, properties: {f: {type: array, items: {type: string}}}}
            """,
            "D",
            "E/f"),

    /**
     * A description names the schema of a line of NDJSON, and the input whose limits the result of a patch must meet.
     */
    EVERY_SCHEMA_IS_USED(
            contract -> {
                String text = contract.root().toString();
                return contract.schemas().keySet().stream()
                        .filter(name -> !text.contains("\"#/components/schemas/" + name + "\"")
                                && !text.contains("`" + name + "`"))
                        .toList();
            },
            """
            paths:
              /things: {get: {description: Lines of `Line`, responses: {"200": {$ref: "#/components/schemas/Thing"}}}}
            components: {schemas: {Line: {}, Thing: {}, Thin: {}}}
            """,
            "Thin"),

    /** A patch of a part of an input is one of that part, which has no name as an input. */
    EVERY_PATCH_HAS_THE_PROPERTIES_OF_ITS_INPUT_BUT_THE_ID(
            contract -> contract.schemas().keySet().stream()
                    .filter(name -> name.endsWith("Patch"))
                    .filter(name -> {
                        JsonNode input = patched(contract, name);
                        Set<String> expected = properties(input);
                        expected.remove("id");
                        return input.isMissingNode()
                                || !expected.equals(
                                        properties(contract.schemas().get(name)));
                    })
                    .toList(),
            """
            components:
              schemas:
                GoodInput: {properties: {id: {}, name: {}}}
                GoodPatch: {properties: {name: {}}}
                Part: {properties: {name: {}}}
                PartPatch: {properties: {name: {}}}
                LessInput: {properties: {id: {}, name: {}}}
                Less: {properties: {}}
                LessPatch: {properties: {}}
                MoreInput: {properties: {id: {}, name: {}}}
                MorePatch: {properties: {id: {}, name: {}}}
                LonePatch: {properties: {}}
            """,
            "LessPatch",
            "MorePatch",
            "LonePatch"),

    /** In a merge patch, null removes an optional property. */
    EVERY_PATCH_TAKES_NULL_FOR_WHAT_IS_OPTIONAL(
            contract -> contract.schemas().keySet().stream()
                    .filter(name -> name.endsWith("Patch"))
                    .flatMap(name -> {
                        Set<String> required = texts(patched(contract, name).path("required"));
                        return Contract.children(contract.schemas().get(name).path("properties")).entrySet().stream()
                                .filter(property -> required.contains(property.getKey())
                                        == isNullable(contract, property.getValue()))
                                .map(property -> name + "/" + property.getKey());
                    })
                    .toList(),
            """
            components:
              schemas:
                GoodInput: {required: [a], properties: {a: {type: string}, b: {type: string}, c: {}}}
                GoodPatch:
                  properties:
                    a: {type: string}
                    b: {type: string, nullable: true}
                    c: {oneOf: [{type: string}, {type: string, nullable: true, enum: [null]}]}
                StrictInput: {properties: {a: {type: string}}}
                StrictPatch: {properties: {a: {type: string}}}
                LaxInput: {required: [a], properties: {a: {type: string}}}
                LaxPatch: {properties: {a: {type: string, nullable: true}}}
            """,
            "StrictPatch/a",
            "LaxPatch/a"),

    NO_INPUT_TAKES_WHAT_IT_DOES_NOT_KNOW(
            contract -> within(
                    contract,
                    ContractRule::isInput,
                    schema -> !schema.has("properties")
                            || schema.path("additionalProperties").isBoolean()
                                    && !schema.path("additionalProperties").asBoolean()),
            """
            components:
              schemas:
                GoodInput: {type: object, additionalProperties: false, properties: {free: {type: object}}}
                OpenInput: {type: object, properties: {}}
                OpenPatch: {type: object, additionalProperties: true, properties: {}}
                DeepInput: {type: object, additionalProperties: false, properties: {a: {type: array, items: {$ref: "#/components/schemas/Part"}}}}
                Part: {type: object, properties: {}}
            """,
            "OpenInput",
            "OpenPatch",
            "DeepInput/a/*"),

    EVERYTHING_OF_AN_INPUT_HAS_LIMITS(
            contract -> within(contract, name -> isInput(name) && !name.endsWith("Patch"), ContractRule::isLimited),
            """
            components:
              schemas:
                GoodInput:
                  type: object
                  properties:
                    text: {type: string, maxLength: 1}
                    choice: {type: string, enum: [a]}
                    time: {type: string, format: date-time}
                    id: {allOf: [{$ref: "#/components/schemas/Id"}]}
                    list: {type: array, maxItems: 1, items: {type: string, maxLength: 1}}
                    number: {type: integer, format: int32}
                    few: {type: integer, minimum: 1, maximum: 2}
                BadInput:
                  type: object
                  properties:
                    text: {type: string, minLength: 1}
                    list: {type: array, items: {type: string}}
                    number: {type: integer, minimum: 1}
                    inner: {type: object, properties: {text: {type: string}}}
                    map: {type: object, additionalProperties: {type: string}}
                    again: {$ref: "#/components/schemas/BadInput"}
                Id: {type: string, pattern: "^[a-z]{1,9}$"}
                BadPatch: {type: object, properties: {text: {type: string}}}
            """,
            "BadInput/text",
            "BadInput/list",
            "BadInput/list/*",
            "BadInput/number",
            "BadInput/inner/text",
            "BadInput/map/*"),

    EVERY_BODY_IS_A_NAMED_INPUT(
            contract -> operations(
                    contract,
                    operation -> operation.bodies().entrySet().stream()
                            .allMatch(body -> !body.getKey().matches(".*[/+]json")
                                    || body.getValue()
                                            .path("schema")
                                            .path("$ref")
                                            .asText()
                                            .matches(".*(Input|Patch)"))),
            """
            paths:
              /good: {post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/ThingInput"}}}}}}
              /lines: {post: {requestBody: {content: {application/x-ndjson: {schema: {$ref: "#/components/schemas/Things"}}}}}}
              /bytes: {post: {requestBody: {content: {image/png: {schema: {type: string}}}}}}
              /inline: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}}}
              /odd: {post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}}
            """,
            "POST /inline",
            "POST /odd"),

    EVERY_PARAMETER_HAS_LIMITS(
            contract -> parameters(contract, parameter -> {
                JsonNode schema = contract.schema(parameter.path("schema"));
                return isLimited(schema) && (!schema.has("items") || isLimited(contract.schema(schema.get("items"))));
            }),
            """
            paths:
              /things:
                get:
                  parameters:
                    - {name: good, schema: {type: string, maxLength: 1}}
                    - {name: flag, schema: {type: boolean}}
                    - {name: text, schema: {type: string}}
                    - {name: list, schema: {type: array, items: {type: string, maxLength: 1}}}
                    - {name: texts, schema: {type: array, maxItems: 1, items: {type: string}}}
            """,
            "GET /things text",
            "GET /things list",
            "GET /things texts"),

    /** An enum of its own would be an unchecked String in the interface. */
    EVERY_ENUM_OF_A_PARAMETER_HAS_A_NAME(
            contract -> parameters(
                    contract,
                    parameter -> !parameter.path("schema").has("enum")
                            && !parameter.path("schema").path("items").has("enum")),
            """
            paths:
              /things:
                get:
                  parameters:
                    - {name: good, schema: {$ref: "#/components/schemas/Colour"}}
                    - {name: one, schema: {type: string, enum: [red]}}
                    - {name: many, schema: {type: array, items: {type: string, enum: [red]}}}
            components: {schemas: {Colour: {type: string, enum: [red]}}}
            """,
            "GET /things one",
            "GET /things many"),

    EVERY_OPERATION_REFUSES_A_QUERY_THAT_IT_DOES_NOT_KNOW(
            contract -> operations(contract, operation -> operation.documents(400)), """
            paths:
              /good: {get: {responses: {"200": {}, "400": {}}}}
              /lax: {get: {responses: {"200": {}}}}
            """, "GET /lax"),

    EVERY_PATCH_IS_TAKEN_AS_JSON_TOO(
            contract -> operations(
                    contract,
                    operation -> !operation.method().equals("PATCH")
                            || operation
                                    .bodies()
                                    .keySet()
                                    .equals(Set.of("application/merge-patch+json", "application/json"))),
            """
            paths:
              /good: {patch: {requestBody: {content: {application/merge-patch+json: {}, application/json: {}}}}}
              /merge: {patch: {requestBody: {content: {application/merge-patch+json: {}}}}}
              /post: {post: {requestBody: {content: {application/json: {}}}}}
            """,
            "PATCH /merge"),

    /** {@code #/components/schemas/Line} and {@code Text} refuse blank texts and control characters. */
    EVERY_TEXT_OF_AN_INPUT_SAYS_WHICH_CHARACTERS_IT_HAS(
            contract -> within(
                    contract,
                    name -> isInput(name) && !name.endsWith("Patch"),
                    schema -> !schema.path("type").asText().equals("string")
                            || schema.has("enum")
                            || schema.has("format")
                            || schema.has("pattern")),
            """
            components:
              schemas:
                GoodInput:
                  type: object
                  properties:
                    line: {maxLength: 9, allOf: [{$ref: "#/components/schemas/Line"}]}
                    choice: {type: string, enum: [a]}
                    time: {type: string, format: date-time}
                    lines: {type: array, items: {$ref: "#/components/schemas/Line"}}
                BadInput:
                  type: object
                  properties:
                    text: {type: string, maxLength: 9}
                    texts: {type: array, items: {type: string}}
                Line: {type: string, pattern: "^.*$"}
                BadPatch: {type: object, properties: {text: {type: string}}}
            """,
            "BadInput/text",
            "BadInput/texts/*"),

    /** The generator ignores the limits of an item that refers to a schema by {@code allOf}. */
    EVERY_ITEM_OF_AN_INPUT_IS_ONE_SCHEMA(
            contract -> within(
                    contract,
                    ContractRule::isInput,
                    schema -> !schema.path("items").has("allOf")),
            """
            components:
              schemas:
                GoodInput: {type: object, properties: {tags: {type: array, items: {$ref: "#/components/schemas/Tag"}}}}
                BadInput:
                  type: object
                  properties: {tags: {type: array, items: {maxLength: 9, allOf: [{$ref: "#/components/schemas/Tag"}]}}}
                Tag: {type: string}
            """,
            "BadInput/tags"),

    EVERY_LIST_LOOKS_THE_SAME(
            contract -> contract.schemas().entrySet().stream()
                    .filter(schema -> schema.getKey().endsWith("List"))
                    .filter(schema -> !properties(schema.getValue()).equals(Set.of("data", "nextCursor", "total"))
                            || !texts(schema.getValue().path("required")).equals(Set.of("data")))
                    .map(Map.Entry::getKey)
                    .toList(),
            """
            components:
              schemas:
                GoodList: {required: [data], properties: {data: {}, nextCursor: {}, total: {}}}
                BareList: {required: [data], properties: {data: {}}}
                LaxList: {properties: {data: {}, nextCursor: {}, total: {}}}
            """,
            "BareList",
            "LaxList"),

    EVERY_LIST_IS_READ_IN_PAGES(
            contract -> operations(contract, operation -> {
                boolean answersAList = operation
                        .node()
                        .at("/responses/200/content")
                        .propertyStream()
                        .anyMatch(content ->
                                content.getValue().at("/schema/$ref").asText().endsWith("List"));
                boolean isCalledSo =
                        operation.node().path("operationId").asText().startsWith("list");
                boolean isPaged = names(operation.parametersIn("query"))
                        .containsAll(Set.of("pageSize", "cursor", "includeTotal"));
                return answersAList == isCalledSo && (!answersAList || isPaged);
            }),
            """
            paths:
              /good:
                get:
                  operationId: listThings
                  parameters: [{in: query, name: pageSize}, {in: query, name: cursor}, {in: query, name: includeTotal}]
                  responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/ThingList"}}}}}
              /whole:
                get:
                  operationId: listAll
                  parameters: [{in: query, name: pageSize}]
                  responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/ThingList"}}}}}
              /array: {get: {operationId: listThings, responses: {"200": {content: {application/json: {schema: {type: array}}}}}}}
            """,
            "GET /whole",
            "GET /array"),

    EVERY_READ_OF_ONE_THING_KNOWS_ITS_VERSION(
            contract -> operations(contract, operation -> {
                boolean isRead =
                        operation.method().equals("GET") && operation.path().endsWith("}");
                boolean knowsItsVersion = operation.documents(304)
                        && operation.hasHeader("If-None-Match")
                        && operation.responses().containsKey(200)
                        && operation.responses().get(200).path("headers").has("ETag");
                return !isRead || knowsItsVersion;
            }),
            """
            paths:
              /things/{id}:
                get:
                  parameters: [{in: header, name: If-None-Match}]
                  responses: {"200": {headers: {ETag: {}}}, "304": {}}
              /old/{id}: {get: {parameters: [{in: header, name: If-None-Match}], responses: {"200": {}, "304": {}}}}
              /older/{id}: {get: {responses: {"200": {headers: {ETag: {}}}}}}
              /things: {get: {}}
            """,
            "GET /old/{id}",
            "GET /older/{id}");

    private final Function<Contract, List<String>> search;
    private final String violation;
    private final List<String> examples;

    ContractRule(Function<Contract, List<String>> search, String violation, String... examples) {
        this.search = search;
        this.violation = violation;
        this.examples = List.of(examples);
    }

    /** Names of the offenders; empty if the rule holds. */
    List<String> offenders(Contract contract) {
        return search.apply(contract);
    }

    /** A contract that breaks the rule in some places and keeps it in others. */
    Contract violation() {
        return Contract.parse(violation);
    }

    /** The offenders of {@link #violation}. */
    List<String> examples() {
        return examples;
    }

    private static List<String> operations(Contract contract, Predicate<Operation> isGood) {
        return contract.operations().stream()
                .filter(isGood.negate())
                .map(Operation::toString)
                .toList();
    }

    private static List<String> responses(Contract contract, BiPredicate<Operation, Integer> isGood) {
        return contract.operations().stream()
                .flatMap(operation -> operation.responses().keySet().stream()
                        .filter(status -> !isGood.test(operation, status))
                        .map(status -> operation + " " + status))
                .toList();
    }

    private static List<String> parameters(Contract contract, Predicate<JsonNode> isGood) {
        return contract.operations().stream()
                .flatMap(operation -> operation.parameters().stream()
                        .filter(isGood.negate())
                        .map(parameter ->
                                operation + " " + parameter.path("name").asText()))
                .toList();
    }

    /** Searches schemas and their parts, each named by its path. */
    private static List<String> within(Contract contract, Predicate<String> names, Predicate<JsonNode> isGood) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        contract.schemas().forEach((name, schema) -> {
            if (names.test(name)) {
                collect(contract, name, schema, Collections.newSetFromMap(new IdentityHashMap<>()), found);
            }
        });
        List<String> offenders = new ArrayList<>();
        found.forEach((path, schema) -> {
            if (!isGood.test(schema)) {
                offenders.add(path);
            }
        });
        return offenders;
    }

    private static void collect(
            Contract contract, String path, JsonNode node, Set<JsonNode> parents, Map<String, JsonNode> found) {
        JsonNode resolved = contract.resolve(node);
        // The limits of a patch within an input hold for its result, like those of any patch.
        if (node.path("$ref").asText().endsWith("Patch") || !parents.add(resolved)) {
            return;
        }
        JsonNode schema = contract.schema(resolved);
        found.put(path, schema);
        Contract.children(schema.path("properties"))
                .forEach((name, property) -> collect(contract, path + "/" + name, property, parents, found));
        Stream.of("items", "additionalProperties")
                .map(schema::path)
                .filter(JsonNode::isObject)
                .forEach(part -> collect(contract, path + "/*", part, parents, found));
        Stream.of("oneOf", "anyOf")
                .flatMap(kind -> StreamSupport.stream(schema.path(kind).spliterator(), false))
                .forEach(part -> collect(contract, path + "/?", part, parents, found));
        parents.remove(resolved);
    }

    /** What a patch changes: an input, or a part of one; missing if neither exists. */
    private static JsonNode patched(Contract contract, String patch) {
        String whole = patch.replaceAll("Patch$", "");
        return contract.schemas()
                .getOrDefault(whole + "Input", contract.schemas().getOrDefault(whole, MissingNode.getInstance()));
    }

    private static boolean isNullable(Contract contract, JsonNode schema) {
        JsonNode resolved = contract.resolve(schema);
        return resolved.path("nullable").asBoolean()
                || resolved.path("oneOf").valueStream().anyMatch(part -> isNullable(contract, part));
    }

    private static boolean isInput(String schema) {
        return schema.endsWith("Input") || schema.endsWith("Patch");
    }

    private static boolean isLimited(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "string" ->
                schema.has("maxLength") || schema.has("enum") || schema.has("format") || schema.has("pattern");
            case "array" -> schema.has("maxItems");
            case "integer" -> schema.has("format") || schema.has("minimum") && schema.has("maximum");
            default -> true;
        };
    }

    private static boolean hasExample(JsonNode content) {
        return content.has("example") || !content.path("examples").isEmpty();
    }

    private static boolean isExemplified(Contract contract, JsonNode schema) {
        return hasExample(contract.resolve(schema));
    }

    private static boolean refersTo(JsonNode list, String target) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(entry -> entry.path("$ref").asText().equals(target));
    }

    private static Set<String> properties(JsonNode schema) {
        return new TreeSet<>(Contract.children(schema.path("properties")).keySet());
    }

    private static Set<String> names(Iterable<JsonNode> entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }
}
