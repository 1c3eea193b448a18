import { Docket } from "docket-sdk";

export const baseUrl = process.env.DOCKET_URL!;
export const token = process.env.DOCKET_TOKEN!;
export const docket = new Docket({ baseUrl, token, accountId: "2311" });

export const input = {
  subject: "Question about fees",
  description: "What does a chargeback cost?",
  category: "billing",
  source: "email",
  requesterType: "external",
  requesterId: "visitor-77",
  requesterName: "Sam Reed",
  requesterEmail: "sam.reed@example.com",
} as const;

export function print(value: unknown): void {
  console.log(JSON.stringify(value));
}
