set -eu
# [sample]
curl --fail-with-body "$DOCKET_URL/tickets" \
  --retry 5 --retry-all-errors \
  -H "Authorization: Bearer $DOCKET_TOKEN" \
  -H "x-account-id: $DOCKET_ACCOUNT" \
  -H "Idempotency-Key: $(openssl rand -hex 16)" \
  -H "Content-Type: application/json" \
  -d '{"subject": "Card reader shows error 42", "description": "It stops after the tip screen.",
       "category": "technical", "source": "phone", "requesterType": "merchant", "requesterId": "1001"}'
# [/sample]
