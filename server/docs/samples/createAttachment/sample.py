import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
with open("serial-number.txt", "rb") as file:
    response = docket.post(
        url + "/tickets/TKT-1/attachments",
        files={"file": ("serial-number.txt", file, "text/plain")},
        timeout=600,
    )
response.raise_for_status()
print(response.json()["fileName"], response.json()["size"])
# [/sample]
