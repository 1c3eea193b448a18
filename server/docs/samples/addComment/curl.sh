set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets/TKT-1/comments" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "Content-Type: application/json" \
  -d '{"content": "A **new** reader is on its way."}'
# [/sample]
