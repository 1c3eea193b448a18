package dev.docket.server.configurations;

/** A configuration of each kind, which can be added to a demo account. */
public enum SampleConfiguration {
    TICKET_TYPE(
            "/ticket-types",
            "ticket type",
            "ticket-types",
            "terminal-support",
            "returns",
            """
            {
              "id": "returns",
              "name": "Returned terminals",
              "description": "What comes back",
              "category": "technical",
              "requiredPermissions": ["custom:returns"],
              "autoAssignmentEnabled": true,
              "rotationId": "terminal-support",
              "emptyPoolPolicy": "fallback_any",
              "slaPolicyId": "standard",
              "customFields": [
                {"name": "serialNumber", "type": "text", "required": "create", "pattern": "[A-Z]{2}-[0-9]{6}", "max": 9},
                {"name": "weight", "type": "number", "min": 0.5},
                {"name": "reason", "type": "select", "required": "resolve", "options": ["broken", "wrong"]}
              ],
              "isActive": false,
              "sortOrder": -7
            }""",
            "{\"description\": \"What comes back\"}"),
    ROTATION(
            "/ticket-rotations",
            "rotation",
            "rotations",
            "terminal-support",
            "questions",
            """
            {
              "id": "questions",
              "name": "Questions",
              "status": "inactive",
              "userRotationArray": [{"userId": "u-ben", "weight": 1}, {"userId": "u-cho", "weight": 3, "maxOpenTickets": 9}]
            }""",
            "{\"ticketTypeId\": null}"),
    SLA_POLICY(
            "/sla-policies",
            "SLA policy",
            "sla",
            "standard",
            "gold",
            """
            {
              "id": "gold",
              "name": "Gold",
              "isDefault": false,
              "targets": {
                "urgent": {"firstResponseMinutes": 1, "resolutionMinutes": 525600},
                "high": {"firstResponseMinutes": 2},
                "medium": {"resolutionMinutes": 3},
                "low": {}
              },
              "calendarId": "new-york",
              "pausingStatuses": ["open", "waiting_internal"],
              "atRiskPercent": 100,
              "pausesFirstResponse": true
            }""",
            "{\"pausingStatuses\": [\"waiting_internal\", \"open\"]}"),
    BUSINESS_CALENDAR(
            "/business-calendars",
            "business calendar",
            "sla",
            "new-york",
            "london",
            """
            {
              "id": "london",
              "name": "London",
              "zone": "Europe/London",
              "weekly": {
                "monday": [{"from": "09:00", "until": "12:00"}, {"from": "12:00", "until": "17:30"}],
                "sunday": [{"from": "00:00", "until": "24:00"}]
              },
              "holidays": ["2026-12-25", "2027-01-01"],
              "openings": [{"date": "2026-12-25", "intervals": [{"from": "10:00", "until": "14:00"}]}]
            }""",
            "{\"weekly\": {\"tuesday\": []}, \"holidays\": [\"2027-01-01\", \"2026-12-25\"]}"),
    ESCALATION_RULE(
            "/tickets/escalation-rules",
            "escalation rule",
            "escalation-rules",
            "unanswered",
            "late",
            """
            {
              "id": "late",
              "name": "Late",
              "isActive": false,
              "priorities": ["high", "urgent"],
              "ticketTypeIds": ["terminal-support"],
              "trigger": {"event": "resolution_due", "minutes": -30},
              "rotationId": "terminal-support",
              "raisePriorityTo": "urgent",
              "note": "It will be late"
            }""",
            "{\"trigger\": {\"minutes\": -30}, \"userId\": null}"),
    AUTOMATION_RULE(
            "/tickets/automation-rules",
            "automation rule",
            "automation-rules",
            "refunds",
            "all",
            """
            {
              "id": "all",
              "name": "Everything",
              "isActive": false,
              "sortOrder": -3,
              "events": ["ticket_created", "sla_breached"],
              "conditions": {
                "all": [
                  {"field": "status", "operator": "in", "value": ["open", "in_progress"]},
                  {"field": "priority", "operator": "greater_than", "value": "low"},
                  {"field": "customFields.a.b", "operator": "equals", "value": 1.5},
                  {"field": "assignedTo", "operator": "is_empty"},
                  {"field": "hoursSinceCreated", "operator": "less_than", "value": 12}
                ],
                "any": [
                  {"field": "tags", "operator": "contains", "value": "x"},
                  {"field": "subject", "operator": "starts_with", "value": "Re:"},
                  {"field": "status", "operator": "changed_from", "value": "open"}
                ]
              },
              "actions": [
                {"type": "set_status", "status": "in_progress"},
                {"type": "set_priority", "priority": "high"},
                {"type": "set_category", "category": "billing"},
                {"type": "set_type", "ticketTypeId": "general-question"},
                {"type": "assign", "rotationId": "terminal-support"},
                {"type": "add_tags", "tags": ["a", "b"]},
                {"type": "remove_tags", "tags": ["c"]},
                {"type": "set_custom_field", "name": "a", "value": {"b": [1, "x", true]}},
                {"type": "set_custom_field", "name": "c"},
                {"type": "add_note", "content": "**Look**"},
                {"type": "escalate", "reason": "R", "priority": "urgent", "userId": "u-ana"}
              ]
            }""",
            "{\"events\": [\"sla_breached\", \"ticket_created\"]}");

    final String collection;
    final String name;
    final String scope;

    /** The path of a configuration that the demo has. */
    final String ofDemo;

    final String id;

    /** The path of this configuration once it is created. */
    final String path;

    /** The input that creates this configuration, with every property. */
    public final String everything;

    /** A patch that changes nothing. */
    final String same;

    SampleConfiguration(
            String collection, String name, String scope, String ofDemo, String id, String everything, String same) {
        this.collection = collection;
        this.name = name;
        this.scope = scope;
        this.ofDemo = collection + "/" + ofDemo;
        this.id = id;
        this.path = collection + "/" + id;
        this.everything = everything;
        this.same = same;
    }

    /** The input that creates another one, at this place in the order if its kind has one. */
    String another(String anotherId, int sortOrder) {
        return everything
                .replace("\"id\": \"" + id + "\"", "\"id\": \"" + anotherId + "\"")
                .replaceFirst("\"sortOrder\": -\\d", "\"sortOrder\": " + sortOrder);
    }

    String withoutId() {
        return everything.replace("\"id\": \"" + id + "\",", "");
    }
}
