import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
import time
import uuid

key = str(uuid.uuid4())  # one key for the ticket, however often the request is sent
ticket = {
    "subject": "Card reader shows error 42",
    "description": "It stops after the tip screen.",
    "category": "technical",
    "source": "phone",
    "requesterType": "merchant",
    "requesterId": "1001",
}
for attempt in range(6):
    wait = 2 ** attempt
    try:
        response = docket.post(url + "/tickets", json=ticket, headers={"Idempotency-Key": key}, timeout=60)
        if response.status_code not in (408, 429, 503):
            break
        wait = int(response.headers.get("Retry-After", wait))
    except requests.ConnectionError:
        pass  # the ticket may exist or not: the same key settles it
    time.sleep(wait)
response.raise_for_status()
print(response.json()["ticketNumber"])
# [/sample]
