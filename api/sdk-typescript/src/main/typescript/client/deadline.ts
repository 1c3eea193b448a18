import { DocketError, NetworkError, TimeoutError } from './errors.js';

/** Ends an attempt that takes too long, or that the caller aborts, and says afterwards which of them it was. */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timedOut = false;

  constructor(
    private readonly timeout: number,
    private readonly callers?: AbortSignal,
  ) {
    if (callers?.aborted) this.#abort();
    callers?.addEventListener('abort', this.#abort);
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts from now. */
  restart(): void {
    this.pause();
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.#controller.abort();
    }, this.timeout);
  }

  /** Does not count while the reader of a stream does something else. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.pause();
    this.callers?.removeEventListener('abort', this.#abort);
  }

  /** What the caller gets to see for an error that a request or the reading of its response threw. */
  explain(failure: unknown): unknown {
    if (this.callers?.aborted) return this.callers.reason;
    if (failure instanceof DocketError) return failure;
    if (this.#timedOut)
      return new TimeoutError(`no response within ${this.timeout} ms`, undefined, undefined, { cause: failure });
    return new NetworkError(`no complete response: ${messages(failure)}`, undefined, undefined, { cause: failure });
  }

  /** The bytes of a response, each of which must come in time. */
  watch(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    this.pause();
    return new ReadableStream(
      {
        pull: async (controller) => {
          this.restart();
          try {
            const { done, value } = await reader.read();
            this.pause();
            if (!done) return controller.enqueue(value);
            this.end();
            controller.close();
          } catch (failure) {
            this.end();
            controller.error(this.explain(failure));
          }
        },
        cancel: (reason) => {
          this.end();
          return reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  readonly #abort = () => this.#controller.abort(this.callers?.reason);
}

/** `fetch failed` says nothing; its causes do. */
function messages(failure: unknown): string {
  return failure instanceof Error && failure.cause
    ? `${failure.message}: ${messages(failure.cause)}`
    : String((failure as Error)?.message ?? failure);
}
