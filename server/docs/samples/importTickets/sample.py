import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
import json

with open("tickets.ndjson", "rb") as lines:
    response = docket.post(
        url + "/tickets/import",
        data=lines,
        headers={"Content-Type": "application/x-ndjson"},
        stream=True,
        timeout=60,
    )
response.raise_for_status()
for line in response.iter_lines():
    result = json.loads(line)
    print(result.get("externalId", "total"), result.get("outcome", result))
# [/sample]
