set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets/export" -o tickets.ndjson \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT"

wc -l tickets.ndjson
# [/sample]
