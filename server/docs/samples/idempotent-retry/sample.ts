import { Configuration, FetchError, ResponseError, TicketsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const tickets = new TicketsApi(configuration);
const idempotencyKey = crypto.randomUUID(); // one key for the ticket, however often the request is sent

async function createOnce(attempt = 0): Promise<string> {
  try {
    const ticket = await tickets.createTicket({
      xAccountId,
      idempotencyKey,
      ticketInput: {
        subject: "Card reader shows error 42",
        description: "It stops after the tip screen.",
        category: "technical",
        source: "phone",
        requesterType: "merchant",
        requesterId: "1001",
      },
    });
    return ticket.ticketNumber;
  } catch (error) {
    // Without a response the ticket may exist or not; the same key settles it.
    const isPassing = error instanceof FetchError
      || (error instanceof ResponseError && [408, 429, 503].includes(error.response.status));
    if (attempt === 5 || !isPassing) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    return createOnce(attempt + 1);
  }
}

console.log(await createOnce());
// [/sample]
