set -eu
# [sample]
cursor=
while :; do
  page=$(curl -sS --fail-with-body -G "$DOCKET_URL/tickets" \
    -H "Authorization: Bearer $DOCKET_TOKEN" \
    -H "x-account-id: $DOCKET_ACCOUNT" \
    -d status=open -d pageSize=50 ${cursor:+--data-urlencode "cursor=$cursor"})
  echo "$page" | jq -r '.data[] | .ticketNumber + " " + .subject'
  cursor=$(echo "$page" | jq -r '.nextCursor // ""')
  [ -n "$cursor" ] || break
done
# [/sample]
