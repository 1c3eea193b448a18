import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
ticket = docket.get(url + "/tickets/TKT-1", timeout=60)
ticket.raise_for_status()

changed = docket.patch(
    url + "/tickets/TKT-1",
    headers={"If-Match": ticket.headers["ETag"]},
    json={"priority": "high", "assignedTo": "u-ben"},
    timeout=60,
)
if changed.status_code == 412:
    print("Another agent changed the ticket; read it again")
else:
    changed.raise_for_status()
    print(changed.json()["priority"], changed.json()["assignedTo"])
# [/sample]
