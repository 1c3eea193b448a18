package dev.docket.server.directory;

import dev.docket.server.testing.ContractClient.Answer;

/** One entity of each type. Tests of all types use these. */
enum Sample {
    USER("/users", "assignedTo", "user", """
            {"name": "Name %1$s", "email": "%1$s@docket.example", "isActive": true, "isAvailable": false, "outOfOffice": [
              {"from": "2026-07-01T04:00:00Z", "until": "2026-07-15T04:00:00.123456Z"}]}""", """
            {"name": "Other", "email": "%1$s@docket.example"}""", """
            {"name": "Other", "email": "%1$s@docket.example", "isActive": true, "isAvailable": true, "outOfOffice": []}"""),
    TEAM("/teams", "assignedTeamId", "team", """
            {"name": "Name %1$s", "memberIds": ["u-ana", "u-ben"]}""", """
            {"name": "Other"}""", """
            {"name": "Other", "memberIds": []}"""),
    MERCHANT("/merchants", "merchantId", "merchant", """
            {"uniqueId": "unique-%1$s", "dbaName": "Name %1$s",
             "principalContact": {"name": "Person", "email": "person@docket.example", "phone": "+1 212 555 0100"}}""", """
            {"uniqueId": "unique-%1$s", "dbaName": "Other", "principalContact": {}}""", """
            {"uniqueId": "unique-%1$s", "dbaName": "Other"}"""),
    MID("/mids", "midId", "MID", """
            {"uniqueId": "unique-%1$s", "merchantId": 1001, "descriptor": "Name %1$s"}""", """
            {"uniqueId": "unique-%1$s", "merchantId": 1001, "descriptor": "Other"}""", """
            {"uniqueId": "unique-%1$s", "merchantId": 1001, "descriptor": "Other"}"""),
    LEAD("/leads", "leadId", "lead", """
            {"uniqueId": "unique-%1$s", "name": "Name %1$s", "email": "lead@docket.example", "phone": "+1 212 555 0101"}""", """
            {"uniqueId": "unique-%1$s", "name": "Other"}""", """
            {"uniqueId": "unique-%1$s", "name": "Other"}"""),
    APPLICATION("/applications", "applicationId", "application", """
            {"uniqueId": "unique-%1$s", "dbaName": "Name %1$s", "dbaEmail": "dba@docket.example", "dbaPhone": "+1 212 555 0102"}""", """
            {"uniqueId": "unique-%1$s", "dbaName": "Other"}""", """
            {"uniqueId": "unique-%1$s", "dbaName": "Other"}""");

    /** The path of the list; an entity's path is below it. */
    final String list;
    /** The property of a ticket that refers to it. */
    final String ticketField;

    final String name;
    private final String full;
    private final String least;
    private final String leastShown;

    Sample(String list, String ticketField, String name, String full, String least, String leastShown) {
        this.list = list;
        this.ticketField = ticketField;
        this.name = name;
        this.full = full;
        this.least = least;
        this.leastShown = leastShown;
    }

    String path(long id) {
        return list + "/" + id;
    }

    /** An input with every property. */
    String full(long id) {
        return full.formatted(id);
    }

    /** An input with only the required properties, and with another name. */
    String least(long id) {
        return least.formatted(id);
    }

    /** The response to {@link #least}, without the id. */
    String leastShown(long id) {
        return leastShown.formatted(id);
    }

    /** The value that {@link #ticketField} has for the entity. */
    Object reference(long id) {
        return switch (this) {
            case USER -> Long.toString(id);
            case APPLICATION -> "unique-" + id;
            default -> id;
        };
    }

    static String detail(Answer answer) {
        return answer.json().get("detail").asText();
    }
}
