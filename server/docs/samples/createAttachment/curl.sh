set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets/TKT-1/attachments" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -F "file=@serial-number.txt;type=text/plain"
# [/sample]
