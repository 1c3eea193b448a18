import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
response = docket.post(
    url + "/tickets/TKT-1/comments",
    json={"content": "A **new** reader is on its way."},
    timeout=60,
)
response.raise_for_status()
print(response.json()["contentHtml"])
# [/sample]
