import { Docket, DocketError } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
try {
  await docket.tickets.createTicket({
    ticketInput: {
      subject: "Card reader shows error 42",
      description: "It stops after the tip screen.",
      category: "technical",
      source: "phone",
      requesterType: "merchant",
      requesterId: "77",
    },
  });
} catch (error) {
  if (!(error instanceof DocketError) || !error.problem) throw error;
  console.log(error.problem.type, error.requestId);
  for (const { pointer, parameter, detail } of error.errors) console.log(pointer ?? parameter, detail);
}
// [/sample]
