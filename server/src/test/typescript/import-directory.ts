import { DirectoryApi, type DirectoryImportLine } from "docket-sdk";
import { configuration } from "./client.js";

const merchant: DirectoryImportLine = { id: 9001, merchant: { uniqueId: "m-sdk", dbaName: "Café 🎫" } };
const user: DirectoryImportLine = { id: "u-sdk", user: { name: "Sam", email: "sam@docket.example" } };
const results: string = await new DirectoryApi(configuration).importDirectory({
  xAccountId: "2311",
  body: [JSON.stringify(merchant), "nonsense", JSON.stringify(user)].join("\n"),
});
console.log(JSON.stringify(results.trim().split("\n").map((line) => JSON.parse(line))));
