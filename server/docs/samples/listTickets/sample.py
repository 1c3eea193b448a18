import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
def tickets(**filters):
    """All tickets that match, however many pages they take."""
    while True:
        response = docket.get(url + "/tickets", params=filters, timeout=60)
        response.raise_for_status()
        page = response.json()
        yield from page["data"]
        if "nextCursor" not in page:
            return
        filters["cursor"] = page["nextCursor"]


for ticket in tickets(status="open", pageSize=50):
    print(ticket["ticketNumber"], ticket["subject"])
# [/sample]
