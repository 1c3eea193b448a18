/**
 * Converts the properties that need it, in place, and keeps all others as they came: also those, and the values, that
 * only a newer service knows.
 */
export function convert(json: any, converters: Record<string, (value: any) => unknown>): any {
  for (const [name, converter] of Object.entries(converters)) {
    const value = json?.[name];
    if (value != null) json[name] = Array.isArray(value) ? value.map(converter) : converter(value);
  }
  return json;
}

export function toDate(value: string): Date {
  return new Date(value);
}
