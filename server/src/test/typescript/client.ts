import { Configuration, TicketsApi } from "docket-sdk";

declare const process: { env: Record<string, string> };

export const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});

export const tickets = new TicketsApi(configuration);
