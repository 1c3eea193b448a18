set -eu
# [sample]
status=$(curl -sS -o response.json -w '%{http_code}' "$DOCKET_URL/tickets" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "Content-Type: application/json" \
  -d '{"subject": "Card reader shows error 42", "description": "It stops after the tip screen.",
       "category": "technical", "source": "phone", "requesterType": "merchant", "requesterId": "77"}')

if [ "$status" -ge 400 ]; then
  jq -r '.type, .requestId, (.errors[]? | (.pointer // .parameter) + " " + .detail)' response.json
fi
# [/sample]
