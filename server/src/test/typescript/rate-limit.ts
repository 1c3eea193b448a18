import { Docket, DocketError } from "docket-sdk";
import { print, token, baseUrl } from "./client.js";

// The service allows one request at once.
const docket = new Docket({ baseUrl, token, accountId: "2311", retries: 0 });
await docket.users.getUser({ userId: "u-ana" });
try {
  await docket.users.getUser({ userId: "u-ana" });
} catch (error) {
  if (!(error instanceof DocketError)) throw error;
  print({ status: error.status, type: error.type, retryAfter: Number(error.headers?.get("retry-after")) > 0 });
}
