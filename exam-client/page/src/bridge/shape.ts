/** Checks of what the seat says: every field by its type and bound, none missing, none more (seat-page.md 4). */

/** A text that is not of the shape asked for; the message names the field, never its value. */
export class NotOfShape extends Error {}

/** A reader of one value. */
export type Shape<T> = (value: unknown, at: string) => T;

export const text =
  (most: number): Shape<string> =>
  (value, at) => {
    if (typeof value !== 'string' || value.length > most) throw new NotOfShape(`${at} is no text of up to ${most} characters`);
    return value;
  };

export const flag: Shape<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw new NotOfShape(`${at} is neither true nor false`);
  return value;
};

export const whole =
  (least = 0, most = Number.MAX_SAFE_INTEGER): Shape<number> =>
  (value, at) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) throw new NotOfShape(`${at} is no whole number from ${least} to ${most}`);
    return value as number;
  };

export const oneOf =
  <T extends string>(...words: T[]): Shape<T> =>
  (value, at) => {
    if (!words.includes(value as T)) throw new NotOfShape(`${at} is none of ${words.join(', ')}`);
    return value as T;
  };

export const listOf =
  <T>(element: Shape<T>, most: number): Shape<T[]> =>
  (value, at) => {
    if (!Array.isArray(value) || value.length > most) throw new NotOfShape(`${at} is no list of up to ${most}`);
    return value.map((one, index) => element(one, `${at}[${index}]`));
  };

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, at) =>
    value === null ? null : shape(value, at);

export const object =
  <T extends Record<string, Shape<unknown>>>(fields: T): Shape<{ [K in keyof T]: T[K] extends Shape<infer V> ? V : never }> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotOfShape(`${at} is no object`);
    const given = value as Record<string, unknown>;
    for (const name of Object.keys(given)) if (!Object.hasOwn(fields, name)) throw new NotOfShape(`${at} has a field ${name.slice(0, 40)} that is not known`);
    const read: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(fields)) {
      if (!Object.hasOwn(given, name)) throw new NotOfShape(`${at} has no ${name}`);
      read[name] = shape(given[name], `${at}.${name}`);
    }
    return read as never;
  };

export const record =
  <T>(shape: Shape<T>, most: number): Shape<Record<string, T>> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length > most) throw new NotOfShape(`${at} is no object of up to ${most} names`);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shape(one, `${at}.…`)]));
  };

/** A path under the page's own origin (seat-page.md 9). */
export const path: Shape<string> = (value, at) => {
  if (typeof value !== 'string' || value.length > 200 || !/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(value)) throw new NotOfShape(`${at} is no path of this seat`);
  return value;
};

/** Whatever it is; for the scene, which is the page's own. */
export const anything: Shape<unknown> = (value) => value;
