import type { OperationId, Operations, Schemas } from '#contract';
import { ROUTES } from '#contract';
import { heard } from '../live/clock';
import { Refusal } from './refusal';
import type { Progress } from './upload';
import { upload } from './upload';

type Parameters<K extends OperationId> = Operations[K]['parameters'];
type Body<K extends OperationId> = Operations[K]['body'];
type Answer<K extends OperationId> = Operations[K]['answer'];

/** What is given with a request: parameters of path and query, and a body, where the contract has them. */
export type Given<K extends OperationId> = (Parameters<K> extends Record<string, never> ? { parameters?: undefined } : { parameters: Parameters<K> }) &
  (Body<K> extends undefined ? { body?: undefined } : Body<K> extends Blob ? { body: Body<K>; progress?: Progress } : { body: Body<K> });

type Arguments<K extends OperationId> = Record<string, never> extends Given<K> ? [given?: Given<K>] : object extends Given<K> ? [given?: Given<K>] : [given: Given<K>];

const lost = new Set<() => void>();

/** Calls this whenever the node says that nobody is signed in. */
export function whenSignInIsLost(then: () => void): void {
  lost.add(then);
}

/**
 * Asks one operation of the contract. The sign-in is a cookie that no script sees; the header says that no foreign page
 * asks (staff-contract.md 3.3).
 *
 * @throws Refusal when the node refuses or cannot be reached
 */
export async function ask<K extends OperationId>(operation: K, ...[given]: Arguments<K>): Promise<Answer<K>> {
  const { parameters, body, progress } = (given ?? {}) as { parameters?: Record<string, unknown>; body?: unknown; progress?: Progress };
  const response = await sent(operation, parameters ?? {}, body, progress);
  heard(response.headers.get('Date'));
  if (!response.ok) throw await refusal(response, operation);
  if (response.status === 204) return undefined as Answer<K>;
  const isJson = (response.headers.get('Content-Type') ?? '').startsWith('application/json');
  return (isJson ? await response.json() : await response.blob()) as Answer<K>;
}

/** The address an operation has with these parameters. */
export function addressOf(operation: OperationId, parameters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  let path = ROUTES[operation].path;
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === '') continue;
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else query.set(name, String(value));
  }
  if (path.includes('{')) throw new Error(`${operation} needs more parameters: ${path}`);
  return query.size === 0 ? path : `${path}?${query}`;
}

async function sent(operation: OperationId, parameters: Record<string, unknown>, body: unknown, progress: Progress | undefined): Promise<Response> {
  const route = ROUTES[operation];
  const headers: Record<string, string> = {};
  if (route.method !== 'GET') headers['Gongyuan-Staff'] = '1';
  if (body !== undefined) headers['Content-Type'] = route.sends;
  try {
    if (progress !== undefined && body instanceof Blob) return await upload(route.method, addressOf(operation, parameters), headers, body, progress);
    return await fetch(addressOf(operation, parameters), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new Refusal('unreachable', 0, '');
  }
}

async function refusal(response: Response, operation: OperationId): Promise<Refusal> {
  const wait = Number(response.headers.get('Retry-After') ?? 0);
  let word = response.status === 429 ? 'too-often' : 'failed';
  let detail = '';
  let said: Schemas['Told'] | null = null;
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown } & Partial<Schemas['Told']>;
    if (typeof problem.title === 'string') word = problem.title;
    if (typeof problem.detail === 'string') detail = problem.detail;
    if (typeof problem.code === 'string') said = { code: problem.code, with: problem.with ?? [] };
  } catch {
    // An answer without a body is told by its status alone.
  }
  if (word === 'not-signed-in' && ROUTES[operation].permission !== 'anyone') lost.forEach((then) => then());
  return new Refusal(word, response.status, detail, wait, said);
}
