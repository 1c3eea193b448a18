import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
import json

response = docket.get(url + "/tickets/export", stream=True, timeout=60)
response.raise_for_status()
count = 0
for line in response.iter_lines():
    ticket = json.loads(line)
    count += 1
print(count, "tickets, the last one", ticket["ticketNumber"])
# [/sample]
