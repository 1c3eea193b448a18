"""Makes import lines of Zendesk's incremental export: python3 zendesk.py page1.json page2.json > tickets.ndjson

Comments come from files comments-<ID of the ticket>.json beside the pages, if they exist.
"""
import json
import os
import sys

STATUS = {"new": "open", "open": "in_progress", "pending": "waiting_customer", "hold": "waiting_internal",
          "solved": "resolved", "closed": "closed"}
PRIORITY = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent"}
SOURCE = {"email": "email", "voice": "phone", "web": "portal", "api": "api"}

# Fill these in. Without an entry, a ticket has no assignee, is general support, and has an external requester.
AGENTS = {"ana@harbor.example": "u-ana"}  # email address of the agent: ID of the user
CATEGORIES = {"terminal": "technical", "fees": "billing"}  # tag: category
MERCHANTS = {8001: "m-blue-door"}  # ID of the organization: unique ID of the merchant


def line(text, limit, otherwise):
    """The text on one line, as Docket wants a subject or a tag."""
    return " ".join((text or "").split())[:limit].strip() or otherwise


def text(value):
    return (value or "").replace("\0", "")[:65536].strip() or "(empty)"


def requester(ticket, user):
    if ticket.get("organization_id") in MERCHANTS:
        return {"requesterType": "merchant", "requesterId": MERCHANTS[ticket["organization_id"]]}
    email = user.get("email") or f"zendesk-{ticket['requester_id']}@unknown.invalid"
    return {"requesterType": "external", "requesterId": email, "requesterEmail": email,
            "requesterName": line(user.get("name"), 255, email)}


def comments(ticket, users):
    """All but the first, which is the description."""
    name = f"comments-{ticket['id']}.json"
    if not os.path.exists(name):
        return []
    with open(name, encoding="utf-8") as file:
        page = json.load(file)
    users = {**users, **{user["id"]: user for user in page.get("users", [])}}
    result = []
    for comment in page["comments"][1:]:
        author = users.get(comment["author_id"], {})
        result.append({
            "createdAt": comment["created_at"],
            "author": {"type": "requester" if author.get("role", "end-user") == "end-user" else "agent",
                       "id": str(comment["author_id"]), "name": line(author.get("name"), 255, "(unknown)")},
            "content": text(comment.get("plain_body") or comment.get("body")),
            "isInternal": not comment["public"],
        })
    return result[:1000]


def import_line(ticket, users, solved_at):
    tags = [line(tag, 50, "tag") for tag in ticket["tags"]]
    result = {
        "externalId": f"zendesk-{ticket['id']}",
        "createdAt": ticket["created_at"],
        "comments": comments(ticket, users),
        "ticket": {
            "subject": line(ticket["subject"], 255, "(no subject)"),
            "description": text(ticket["description"]),
            "status": STATUS.get(ticket["status"], "open"),
            "priority": PRIORITY.get(ticket["priority"], "medium"),
            "category": next((CATEGORIES[tag] for tag in tags if tag in CATEGORIES), "general_support"),
            "source": SOURCE.get(ticket["via"]["channel"], "portal"),
            "tags": list(dict.fromkeys(tags))[:50],
            **requester(ticket, users.get(ticket["requester_id"], {})),
        },
    }
    agent = AGENTS.get(users.get(ticket["assignee_id"], {}).get("email"))
    if agent:
        result["ticket"]["assignedTo"] = agent
    if ticket["status"] in ("solved", "closed") and solved_at:
        result["resolvedAt"] = solved_at
    return result


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        page = json.load(file)
    users = {user["id"]: user for user in page["users"]}
    solved = {metrics["ticket_id"]: metrics["solved_at"] for metrics in page.get("metric_sets", [])}
    for ticket in page["tickets"]:
        if ticket["status"] != "deleted":
            print(json.dumps(import_line(ticket, users, solved.get(ticket["id"]))))
