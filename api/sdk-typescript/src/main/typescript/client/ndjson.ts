import type { Connection } from './connection.js';
import { NetworkError } from './errors.js';
import type { CallOptions } from './options.js';
import { parse, type Reader } from './readers.js';
import { delayBefore, sleep } from './retries.js';

/** Objects from lines of JSON, as they come: of a response, or of a file. */
export async function* readLines<T>(
  stream: ReadableStream<Uint8Array>,
  parseLine: (json: string) => T = JSON.parse,
): AsyncGenerator<T> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = done ? '' : lines.pop()!;
      for (const line of lines) if (line.trim()) yield parseLine(line);
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

/** The lines of a response, and its headers. */
export const lines: Reader<{ headers: Headers; lines: AsyncGenerator<any> }> = async ({ headers, body }, deadline) => ({
  headers,
  lines: readLines(deadline.watch(body ?? new Blob().stream()), parse),
});

/** Lines to import: an array, or a generator that reads them from somewhere, one at a time. */
export type Lines<T> = Iterable<T> | AsyncIterable<T>;

export interface ImportOptions extends CallOptions {
  /** The account to import into; by default that of the connection. */
  accountId?: string;
}

/** How many lines had which outcome. */
export interface ImportCounts {
  lines: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}

interface Result {
  line: number;
  outcome: string;
}

/** As many lines as a request has at most, and as many characters as it has about at most. */
const LINES = 1_000;
const CHARACTERS = 1_000_000;

/**
 * An import under way: iterate over it to send the lines and to get a result for each, in their order.
 *
 * The lines are sent in requests of up to 1,000, one after the other, so any number of lines takes the same memory.
 * Node could send them all in one request and read the results meanwhile, but the standard allows no such thing, and
 * browsers send no stream over HTTP/1.1. And when a connection breaks, only the lines without a result are sent again.
 */
export class Import<T, R extends Result> implements AsyncIterable<R> {
  /** The outcomes of the lines so far. */
  readonly counts: ImportCounts = { lines: 0, created: 0, updated: 0, unchanged: 0, refused: 0 };

  constructor(
    private readonly connection: Connection,
    private readonly path: string,
    private readonly input: Lines<T>,
    private readonly options: ImportOptions,
  ) {}

  /** Sends all lines. Use it instead of a loop if you need no result of a single line. */
  async finish(): Promise<ImportCounts> {
    for await (const _ of this);
    return this.counts;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<R> {
    for await (const bodies of chunks(this.input)) {
      for (const result of await this.#send(bodies)) {
        this.counts.lines++;
        this.counts[result.outcome as keyof ImportCounts]++;
        yield { ...result, line: this.counts.lines };
      }
    }
  }

  /** The results of all these lines. They are read at once: the service ends a connection that is read too slowly. */
  async #send(bodies: string[]): Promise<R[]> {
    const results: R[] = [];
    for (let attempt = 0; ; attempt++) {
      const before = results.length;
      try {
        const whole = await this.#request(bodies.slice(before), results);
        if (whole) return results;
        throw new NetworkError('the response ended before its summary');
      } catch (failure) {
        const isFurther = results.length > before;
        if (isFurther) attempt = 0;
        const delay = attempt < this.connection.retries(this.options) ? delayBefore(attempt, failure, true) : undefined;
        if (delay === undefined) throw failure;
        await sleep(delay, this.options.signal);
        // The next request is for other lines, so it is a first attempt.
        if (isFurther) attempt = -1;
      }
    }
  }

  /** Whether the response was complete. */
  async #request(bodies: string[], results: R[]): Promise<boolean> {
    const headers = { 'x-account-id': this.options.accountId };
    const call = {
      method: 'POST',
      path: this.path,
      headers,
      contentType: 'application/x-ndjson',
      body: bodies.join('\n'),
    };
    const response = await this.connection.call(call, lines, { ...this.options, retries: 0 });
    for await (const line of response.lines) {
      if (!('outcome' in line)) return true;
      results.push(line);
    }
    return false;
  }
}

async function* chunks<T>(input: Lines<T>): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  let characters = 0;
  for await (const line of input) {
    const json = JSON.stringify(line);
    chunk.push(json);
    characters += json.length;
    if (chunk.length === LINES || characters >= CHARACTERS) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
  }
  if (chunk.length) yield chunk;
}
