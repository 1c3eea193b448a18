set -eu
# [sample]
etag=$(curl -sS --fail-with-body -o ticket.json -w '%header{etag}' "$DOCKET_URL/tickets/TKT-1" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT")

curl --fail-with-body -X PATCH "$DOCKET_URL/tickets/TKT-1" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "If-Match: $etag" \
  -H "Content-Type: application/merge-patch+json" \
  -d '{"priority": "high", "assignedTo": "u-ben"}'
# [/sample]
