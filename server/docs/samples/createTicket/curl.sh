set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets" \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "Content-Type: application/json" \
  --data-binary @- <<'EOF'
{
  "ticketTypeId": "terminal-support",
  "subject": "Card reader shows error 42",
  "description": "The reader at the counter stops after the tip screen.",
  "category": "technical",
  "source": "phone",
  "requesterType": "merchant",
  "requesterId": "1001",
  "customFields": {"serialNumber": "TX-204981"}
}
EOF
# [/sample]
