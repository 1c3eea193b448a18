/** How to reach the service, and what holds for every call. */
export interface DocketOptions {
  /** Address of the service, such as `https://docket.example.com`; its path, if any, precedes every path. */
  baseUrl: string;
  /** An API token, or a function that returns the current one: it is called before each request. */
  token?: string | (() => string | Promise<string>);
  /** The account of every call that names none. */
  accountId?: string;
  /**
   * After how many milliseconds without a complete response an attempt ends with a `TimeoutError`; defaults to 60,000,
   * because the service itself may let a request wait for 30 seconds. An upload has ten times as long. For streams it
   * is the time that the response may take to begin, and then to continue.
   */
  timeout?: number;
  /** How often a request is repeated that failed and may be repeated; defaults to 2. */
  retries?: number;
  /** Another `fetch`, for example with a proxy or in a test. */
  fetch?: typeof fetch;
}

/** What differs for one call. */
export interface CallOptions {
  /** Ends the call, and its retries, with the reason of the signal: an `AbortError` by default. */
  signal?: AbortSignal;
  /** As in `DocketOptions`. */
  timeout?: number;
  /** As in `DocketOptions`. */
  retries?: number;
  /** Additional headers, such as `X-Request-Id`. */
  headers?: Record<string, string>;
}

/** Where one call goes and what it sends; the generated operations make it. */
export interface Call {
  method: string;
  path: string;
  pathParameters?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, string | undefined>;
  contentType?: string;
  body?: unknown;
  form?: Record<string, unknown>;
  /** The operation needs no token. */
  public?: boolean;
}
