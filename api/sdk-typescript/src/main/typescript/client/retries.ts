import { DocketError, NetworkError } from './errors.js';

const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;
/** If the service asks for a longer wait, the call fails instead. */
const LONGEST_RETRY_AFTER = 60_000;

/**
 * How many milliseconds to wait after attempt number `attempt`, counted from 0, or `undefined` if the request must not
 * be repeated. `repeatable` says whether it may be executed twice.
 */
export function delayBefore(attempt: number, failure: unknown, repeatable: boolean): number | undefined {
  if (!(failure instanceof DocketError) || !mayHelp(failure, repeatable)) return undefined;
  const jitter = Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
  const asked = retryAfter(failure.headers);
  return asked === undefined ? jitter : asked > LONGEST_RETRY_AFTER ? undefined : asked + jitter;
}

/** 429 and a key in use were not executed; after all others, the service may have executed the request. */
function mayHelp(failure: DocketError, repeatable: boolean): boolean {
  if (failure.status === 429 || failure.is('idempotency-key-in-use')) return true;
  return repeatable && (failure instanceof NetworkError || [502, 503, 504].includes(failure.status ?? 0));
}

/** In milliseconds. The header has seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(headers?: Headers): number | undefined {
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Ends early, with the signal's reason, when the caller aborts. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
