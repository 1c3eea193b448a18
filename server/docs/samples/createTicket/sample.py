# [sample]
import os
import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

response = docket.post(url + "/tickets", timeout=60, json={
    "ticketTypeId": "terminal-support",
    "subject": "Card reader shows error 42",
    "description": "The reader at the counter stops after the tip screen.",
    "category": "technical",
    "source": "phone",
    "requesterType": "merchant",
    "requesterId": "1001",
    "customFields": {"serialNumber": "TX-204981"},
})
response.raise_for_status()
ticket = response.json()
print(ticket["ticketNumber"], ticket["requesterName"], ticket["assignedTo"])
# [/sample]
