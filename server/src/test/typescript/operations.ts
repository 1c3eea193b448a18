import * as sdk from "docket-sdk";
import { docket, print } from "./client.js";

// The names of all operations that the client has.
const apis = Object.getOwnPropertyDescriptors(sdk.Docket.prototype);
print(
  Object.keys(apis)
    .filter((name) => apis[name]!.get)
    .flatMap((name) => Object.getOwnPropertyNames(Object.getPrototypeOf(docket[name as keyof sdk.Docket])))
    .filter((name) => name !== "constructor"),
);
