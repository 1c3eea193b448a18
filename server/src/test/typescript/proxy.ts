import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What a proxy between client and service does to a request:
 *
 * - `lost`: passes it on, but cuts the connection instead of sending the response
 * - `cut`: cuts the response after some bytes of its body
 * - `closed`: cuts it after a line, and had said that it would close the connection
 * - `stalled`: sends some bytes of the response, and then nothing
 * - `silent`: never answers
 * - a function: answers itself
 * - `pass`: passes everything
 */
export type Fault = "lost" | "cut" | "closed" | "stalled" | "silent" | "pass" | ((response: ServerResponse) => void);

export function answer(status: number, headers: Record<string, string> = {}, body = ""): Fault {
  return (response) => response.writeHead(status, headers).end(body);
}

/** What gzip writes when a stream is flushed: here, after lines. */
const FLUSHED = Buffer.from([0, 0, 0xff, 0xff]);

function endOfLine(data: Buffer, headers: IncomingMessage["headers"]): number {
  return headers["content-encoding"] === "gzip"
    ? data.indexOf(FLUSHED) + FLUSHED.length
    : data.indexOf("\n") + 1;
}

/** A real proxy before the service. Each request meets the next of its faults; after the last one, it passes. */
export class Proxy implements AsyncDisposable {
  readonly seen: { method: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  readonly #server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));

  private constructor(
    private readonly target: string,
    private readonly faults: Fault[],
  ) {}

  static async start(target: string, ...faults: Fault[]): Promise<Proxy> {
    const proxy = new Proxy(target, faults);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    this.seen.push({ method: incoming.method!, headers: incoming.headers, body: body.toString() });
    const fault = this.faults.shift() ?? "pass";
    if (fault === "silent") return;
    if (typeof fault === "function") return fault(outgoing);
    const headers = { ...incoming.headers, host: new URL(this.target).host, connection: "close" };
    request(this.target + incoming.url, { method: incoming.method, headers }, (response) => {
      if (fault === "lost") return void response.resume().on("end", () => outgoing.destroy());
      const connection = fault === "closed" ? "close" : "keep-alive";
      outgoing.writeHead(response.statusCode!, { ...response.headers, connection });
      if (fault === "pass") return void response.pipe(outgoing);
      response.once("data", (data: Buffer) => {
        const part = data.subarray(0, fault === "closed" ? endOfLine(data, response.headers) : data.length / 2);
        outgoing.write(part, () => fault !== "stalled" && outgoing.destroy());
        response.resume();
      });
    }).end(body);
  }
}
