import { Configuration, type Problem, ResponseError, TicketsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const tickets = new TicketsApi(configuration);
try {
  await tickets.createTicket({
    xAccountId,
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
  if (!(error instanceof ResponseError)) throw error;
  const problem = (await error.response.json()) as Problem;
  console.log(problem.type, problem.requestId);
  for (const { pointer, parameter, detail } of problem.errors ?? []) console.log(pointer ?? parameter, detail);
}
// [/sample]
