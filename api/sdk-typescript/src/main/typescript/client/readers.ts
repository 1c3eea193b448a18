import type { Deadline } from './deadline.js';
import { NetworkError } from './errors.js';
import { remember } from './responses.js';

/** Makes a result of a success. It ends the deadline as soon as nothing more is to come. */
export type Reader<T> = (response: Response, deadline: Deadline) => Promise<T>;

/** The result of `convert` for the JSON of the response. */
export function json<T>(convert: (json: any) => T): Reader<T> {
  return async (response, deadline) => {
    const value = convert(parse(await response.text()));
    deadline.end();
    return remember(value, response.headers);
  };
}

/** JSON that has no type of its own, or the text of a response that is not JSON. */
export function plain<T>(): Reader<T> {
  return async (response, deadline) => {
    const value = await response.text();
    deadline.end();
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    return isJson ? parse(value) : (value as T);
  };
}

export const nothing: Reader<void> = async (response, deadline) => {
  await response.body?.cancel();
  deadline.end();
};

/** JSON that ends too early came over a connection that broke without Node noticing it. */
export function parse(json: string): any {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new NetworkError('no complete response: its JSON ends too early', undefined, undefined, { cause });
  }
}
