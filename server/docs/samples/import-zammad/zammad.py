"""Makes import lines of three files of Zammad's API:
python3 zammad.py tickets.json users.json articles.json > tickets.ndjson
"""
import html
import json
import re
import sys

STATUS = {"new": "open", "open": "in_progress", "pending reminder": "waiting_internal",
          "pending close": "waiting_customer", "closed": "closed"}
PRIORITY = {"1 low": "low", "2 normal": "medium", "3 high": "high"}
SOURCE = {"email": "email", "phone": "phone", "web": "portal", "note": "internal"}

# Fill these in. Without an entry, a ticket has no assignee, is general support, and has an external requester.
AGENTS = {"ana@harbor.example": "u-ana"}  # login of the agent: ID of the user
CATEGORIES = {"Terminals": "technical", "Fees": "billing"}  # group: category
MERCHANTS = {"Blue Door Bakery": "m-blue-door"}  # organization: unique ID of the merchant


def line(text, limit, otherwise):
    """The text on one line, as Docket wants a subject or a tag."""
    return " ".join((text or "").split())[:limit].strip() or otherwise


def text(value):
    return (value or "").replace("\0", "")[:65536].strip() or "(empty)"


def plain(article):
    body = article.get("body", "")
    if article.get("content_type") == "text/html":
        body = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br ?/?>|</(p|div|li|tr)>", "\n", body)))
    return text(body)


def requester(ticket, user):
    if ticket.get("organization") in MERCHANTS:
        return {"requesterType": "merchant", "requesterId": MERCHANTS[ticket["organization"]]}
    email = user.get("email") or f"zammad-{ticket['customer_id']}@unknown.invalid"
    name = " ".join(part for part in (user.get("firstname"), user.get("lastname")) if part)
    result = {"requesterType": "external", "requesterId": email, "requesterEmail": email,
              "requesterName": line(name, 255, email)}
    phone = user.get("phone") or user.get("mobile")
    return {**result, "requesterPhone": line(phone, 64, "")} if phone else result


def comments(articles):
    """All but the first, which is the description."""
    return [
        {
            "createdAt": article["created_at"],
            "author": {"type": {"Customer": "requester", "System": "system"}.get(article["sender"], "agent"),
                       "id": str(article["created_by_id"]), "name": line(article.get("from"), 255, "(unknown)")},
            "content": plain(article),
            "isInternal": article["internal"],
        }
        for article in articles[1:1001]
    ]


def import_line(ticket, user, articles):
    article = articles[0] if articles else {}
    status = STATUS.get(ticket["state"], "open")
    result = {
        "externalId": f"zammad-{ticket['number']}",
        "createdAt": ticket["created_at"],
        "comments": comments(articles),
        "ticket": {
            "subject": line(ticket["title"], 255, "(no subject)"),
            "description": plain(article),
            "status": status,
            "priority": PRIORITY.get(ticket["priority"], "medium"),
            "category": CATEGORIES.get(ticket["group"], "general_support"),
            "source": SOURCE.get(article.get("type"), "portal"),
            **requester(ticket, user),
        },
    }
    if ticket.get("owner") in AGENTS:
        result["ticket"]["assignedTo"] = AGENTS[ticket["owner"]]
    if status == "closed" and ticket.get("close_at"):
        result["closedAt"] = ticket["close_at"]
    return result


tickets, users, articles = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:4])
users = {user["id"]: user for user in users}
conversations = {}
for article in sorted(articles, key=lambda each: each["id"]):
    conversations.setdefault(article["ticket_id"], []).append(article)
for ticket in tickets:
    if ticket["state"] != "merged":
        user = users.get(ticket["customer_id"], {})
        print(json.dumps(import_line(ticket, user, conversations.get(ticket["id"], []))))
