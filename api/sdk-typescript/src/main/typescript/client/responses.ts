const headers = new WeakMap<object, Headers>();

export function remember<T>(value: T, of: Headers): T {
  if (typeof value === 'object' && value !== null) headers.set(value, of);
  return value;
}

/** The headers of the response that a result came with: of this very object, not of a copy. */
export function headersOf(result: object): Headers | undefined {
  return headers.get(result);
}

/**
 * The version of an object that was read, for `ifMatch` and `ifNoneMatch`.
 *
 * @throws TypeError if the object came with no response that had an ETag: a copy, for example, or an entry of a list.
 *   Without an ETag, the change would overwrite those of others.
 */
export function etagOf(result: object): string {
  const etag = headersOf(result)?.get('etag');
  if (!etag) throw new TypeError('this object came with no ETag: read it on its own');
  return etag;
}
