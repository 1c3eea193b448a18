set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets/import" -X POST -T tickets.ndjson \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "Content-Type: application/x-ndjson"
# [/sample]
