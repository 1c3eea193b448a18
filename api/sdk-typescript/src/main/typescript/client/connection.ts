import { Deadline } from './deadline.js';
import { DocketError, errorOf } from './errors.js';
import type { Call, CallOptions, DocketOptions } from './options.js';
import type { Reader } from './readers.js';
import { body, newKey, target } from './requests.js';
import { delayBefore, sleep } from './retries.js';

/** Sends the calls of the generated operations. It keeps no state: a program needs only one. */
export class Connection {
  readonly #baseUrl: string;

  constructor(readonly options: DocketOptions) {
    this.#baseUrl = options.baseUrl.replace(/\/+$/, '');
  }

  /**
   * Sends a request, repeats it as long as that is safe and may help, and returns what `read` makes of its response. A
   * repeated DELETE that finds nothing any more is a success.
   *
   * @throws DocketError if no response arrives, or one that is not a success; the reason of the caller's signal
   */
  async call<T>(call: Call, read: Reader<T>, options: CallOptions = {}): Promise<T> {
    const url = this.#baseUrl + target(call);
    const headers = this.#headers(call, options);
    const init = { method: call.method, body: await body(call), headers };
    const repeatable = isRepeatable(call.method, headers);
    let maybeExecuted = false;
    for (let attempt = 0; ; attempt++) {
      if (!call.public) await this.#authorize(headers);
      try {
        return await this.#attempt(url, init, read, options);
      } catch (failure) {
        const status = failure instanceof DocketError ? failure.status : undefined;
        if (maybeExecuted && call.method === 'DELETE' && status === 404) return undefined as T;
        const delay = attempt < this.retries(options) ? delayBefore(attempt, failure, repeatable) : undefined;
        if (delay === undefined) throw failure;
        maybeExecuted ||= status !== 429;
        await sleep(delay, options.signal);
      }
    }
  }

  /** How often a call with these options is repeated. */
  retries(options: CallOptions): number {
    return options.retries ?? this.options.retries ?? 2;
  }

  async #attempt<T>(url: string, init: RequestInit, read: Reader<T>, options: CallOptions): Promise<T> {
    const timeout = options.timeout ?? this.options.timeout ?? 60_000;
    const deadline = new Deadline(init.body instanceof FormData ? 10 * timeout : timeout, options.signal);
    try {
      const response = await (this.options.fetch ?? fetch)(url, { ...init, signal: deadline.signal });
      if (!response.ok) throw await errorOf(response);
      return await read(response, deadline);
    } catch (failure) {
      deadline.end();
      throw deadline.explain(failure);
    }
  }

  #headers(call: Call, options: CallOptions): Headers {
    const headers = new Headers();
    if (call.contentType && call.body !== undefined) headers.set('content-type', call.contentType);
    for (const [name, value] of Object.entries(call.headers ?? {})) {
      const used = value ?? this.#default(name);
      if (used !== undefined) headers.set(name, used);
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    return headers;
  }

  #default(header: string): string | undefined {
    if (header === 'Idempotency-Key') return newKey();
    return header === 'x-account-id' ? this.options.accountId : undefined;
  }

  async #authorize(headers: Headers): Promise<void> {
    const { token } = this.options;
    const current = typeof token === 'function' ? await token() : token;
    if (current) headers.set('authorization', `Bearer ${current}`);
  }
}

/** With `If-Match`, a change that was executed and is repeated would be rejected, and seem not to have been made. */
function isRepeatable(method: string, headers: Headers): boolean {
  if (method === 'POST') return headers.has('idempotency-key');
  return !headers.has('if-match');
}
