import { Docket } from "docket-sdk";
import { openAsBlob } from "node:fs";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
const content = await openAsBlob("serial-number.txt", { type: "text/plain" });
const attached = await docket.attachments.createAttachment({
  ticketId: "TKT-1",
  file: new File([content], "serial-number.txt", { type: content.type }),
});
console.log(attached.fileName, attached.size);
// [/sample]
