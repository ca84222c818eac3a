// Writes TypeScript types of the staff port's contract into target/contract, from the same files the server reads:
// staff-contract.json with the paths and schemas of every room beside it (staff-contract.md 1.1).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONTRACT = fileURLToPath(new URL('../../server/src/main/resources/org/gongyuan/server/contract', import.meta.url));
const OUT = fileURLToPath(new URL('../target/contract', import.meta.url));
const BASE = 'staff-contract.json';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const read = (name) => JSON.parse(readFileSync(join(CONTRACT, name), 'utf8'));

/** The contract whole. Two parts that name the same are a fault. */
function composed() {
  const whole = read(BASE);
  for (const name of readdirSync(CONTRACT).filter((file) => file.endsWith('.json') && file !== BASE).sort()) {
    const part = read(name);
    add(part.paths, whole.paths, name);
    add(part.schemas, whole.components.schemas, name);
  }
  return whole;
}

function add(from, into, name) {
  for (const [key, value] of Object.entries(from)) {
    if (key in into) throw new Error(`${name} names ${key}, which is named already`);
    into[key] = value;
  }
}

const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A schema as a type. What this does not know is refused, so that no type is wider than the contract by accident. */
function type(schema, where) {
  if (schema === undefined) throw new Error(`${where} has no schema`);
  if (schema.$ref) return `Schemas[${quoted(schema.$ref.replace('#/components/schemas/', ''))}]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => (typeof value === 'string' ? quoted(value) : JSON.stringify(value))).join(' | ');
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return either.map((one, index) => type(one, `${where}.${index}`)).join(' | ');
  if (schema.allOf) return schema.allOf.map((one, index) => type(one, `${where}.${index}`)).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((one) => type({ ...schema, type: one }, where)).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return `(${type(schema.items, `${where}[]`)})[]`;
    case 'object': {
      const required = new Set(schema.required ?? []);
      const fields = Object.entries(schema.properties ?? {}).map(([name, of]) => `${quoted(name)}${required.has(name) ? '' : '?'}: ${type(of, `${where}.${name}`)}`);
      if (schema.additionalProperties && typeof schema.additionalProperties === 'object') fields.push(`[key: string]: ${type(schema.additionalProperties, `${where}.*`)}`);
      return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`;
    }
    default:
      throw new Error(`${where} is of type ${schema.type}, which build/contract.mjs does not know`);
  }
}

/** What is sent or answered: an object, bytes, or nothing. */
function content(of, where) {
  const [media, first] = Object.entries(of ?? {})[0] ?? [];
  if (media === undefined) return { media: '', type: 'undefined' };
  return media === 'application/json' ? { media, type: type(first.schema, where) } : { media, type: 'Blob' };
}

const contract = composed();
const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => `  ${quoted(name)}: ${type(schema, name)};`);
const operations = [];
const routes = [];
for (const [path, methods] of Object.entries(contract.paths)) {
  for (const [method, operation] of Object.entries(methods).filter(([name]) => METHODS.includes(name))) {
    const id = operation.operationId;
    const parameters = [...(methods.parameters ?? []), ...(operation.parameters ?? [])].map((one) => `${quoted(one.name)}${one.in === 'path' || one.required ? '' : '?'}: ${type(one.schema, `${id} ${one.name}`)}`);
    const body = content(operation.requestBody?.content, `${id} body`);
    const done = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
    if (!done) throw new Error(`${id} has no answer`);
    const answer = content(done[1].content, `${id} answer`);
    operations.push(`  ${id}: { parameters: ${parameters.length === 0 ? 'Record<string, never>' : `{ ${parameters.join('; ')} }`}; body: ${body.type}; answer: ${answer.type} };`);
    routes.push(`  ${id}: { method: ${quoted(method.toUpperCase())}, path: ${quoted(path)}, sends: ${quoted(body.media)}, permission: ${quoted(operation['x-permission'])} },`);
  }
}
mkdirSync(OUT, { recursive: true });
writeFileSync(
  join(OUT, 'contract.ts'),
  [
    '// Written by build/contract.mjs from the contract of the staff port. Not to be changed by hand, not to be committed.',
    'export interface Schemas {', ...schemas, '}', '',
    'export interface Operations {', ...operations, '}', '',
    'export type OperationId = keyof Operations;', '',
    'export const ROUTES: Readonly<Record<OperationId, { method: string; path: string; sends: string; permission: string }>> = {', ...routes, '};', '',
  ].join('\n'),
);
