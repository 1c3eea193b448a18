"""Makes import lines of Freshdesk's list of tickets: python3 freshdesk.py page1.json page2.json > tickets.ndjson

Comments come from files conversations-<ID of the ticket>.json beside the pages, if they exist.
"""
import json
import os
import sys

STATUS = {2: "open", 3: "waiting_customer", 4: "resolved", 5: "closed", 6: "waiting_customer", 7: "waiting_internal"}
PRIORITY = {1: "low", 2: "medium", 3: "high", 4: "urgent"}
SOURCE = {1: "email", 2: "portal", 3: "phone", 7: "portal", 9: "portal", 10: "internal"}

# Fill these in. Without an entry, a ticket has no assignee, is general support, and has an external requester.
AGENTS = {43001: "u-ana"}  # ID of the agent: ID of the user
CATEGORIES = {"Incident": "technical", "Question": "general_support"}  # type: category
MERCHANTS = {9001: "m-blue-door"}  # ID of the company: unique ID of the merchant


def line(text, limit, otherwise):
    """The text on one line, as Docket wants a subject or a tag."""
    return " ".join((text or "").split())[:limit].strip() or otherwise


def text(value):
    return (value or "").replace("\0", "")[:65536].strip() or "(empty)"


def requester(ticket):
    if ticket.get("company_id") in MERCHANTS:
        return {"requesterType": "merchant", "requesterId": MERCHANTS[ticket["company_id"]]}
    contact = ticket["requester"]
    email = contact.get("email") or f"freshdesk-{contact['id']}@unknown.invalid"
    result = {"requesterType": "external", "requesterId": email, "requesterEmail": email,
              "requesterName": line(contact.get("name"), 255, email)}
    phone = contact.get("mobile") or contact.get("phone")
    return {**result, "requesterPhone": line(phone, 64, "")} if phone else result


def comments(ticket):
    name = f"conversations-{ticket['id']}.json"
    if not os.path.exists(name):
        return []
    with open(name, encoding="utf-8") as file:
        conversations = json.load(file)
    result = []
    for each in conversations:
        by_requester = each["user_id"] == ticket["requester_id"]
        name = ticket["requester"]["name"] if by_requester else each.get("from_email")
        result.append({
            "createdAt": each["created_at"],
            "author": {"type": "requester" if by_requester else "agent", "id": str(each["user_id"]),
                       "name": line(name, 255, "Agent")},
            "content": text(each["body_text"]),
            "isInternal": each["private"],
        })
    return result[:1000]


def import_line(ticket):
    status = STATUS.get(ticket["status"], "in_progress")
    result = {
        "externalId": f"freshdesk-{ticket['id']}",
        "createdAt": ticket["created_at"],
        "comments": comments(ticket),
        "ticket": {
            "subject": line(ticket["subject"], 255, "(no subject)"),
            "description": text(ticket.get("description_text")),
            "status": status,
            "priority": PRIORITY[ticket["priority"]],
            "category": CATEGORIES.get(ticket.get("type"), "general_support"),
            "source": SOURCE.get(ticket["source"], "portal"),
            "tags": list(dict.fromkeys(line(tag, 50, "tag") for tag in ticket.get("tags", [])))[:50],
            **requester(ticket),
        },
    }
    if ticket.get("responder_id") in AGENTS:
        result["ticket"]["assignedTo"] = AGENTS[ticket["responder_id"]]
    stats = ticket.get("stats", {})
    if status in ("resolved", "closed") and stats.get("resolved_at"):
        result["resolvedAt"] = stats["resolved_at"]
    if status == "closed" and stats.get("closed_at"):
        result["closedAt"] = max(stats["closed_at"], stats.get("resolved_at") or "")
    return result


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        for ticket in json.load(file):
            if not ticket.get("spam") and not ticket.get("deleted"):
                print(json.dumps(import_line(ticket)))
