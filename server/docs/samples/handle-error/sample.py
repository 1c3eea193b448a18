import os

import requests

docket = requests.Session()
docket.headers["Authorization"] = "Bearer " + os.environ["DOCKET_TOKEN"]
docket.headers["x-account-id"] = os.environ["DOCKET_ACCOUNT"]
url = os.environ["DOCKET_URL"]

# [sample]
response = docket.post(
    url + "/tickets",
    json={
        "subject": "Card reader shows error 42",
        "description": "It stops after the tip screen.",
        "category": "technical",
        "source": "phone",
        "requesterType": "merchant",
        "requesterId": "77",
    },
    timeout=60,
)
if not response.ok:
    problem = response.json()
    print(problem["type"], problem["requestId"])
    for error in problem.get("errors", []):
        print(error.get("pointer", error.get("parameter")), error["detail"])
# [/sample]
