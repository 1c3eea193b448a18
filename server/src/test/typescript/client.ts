import { Configuration, TicketsApi } from "docket-sdk";

declare const process: { env: Record<string, string> };

export const tickets = new TicketsApi(
  new Configuration({ basePath: process.env.DOCKET_URL, accessToken: process.env.DOCKET_TOKEN }),
);
