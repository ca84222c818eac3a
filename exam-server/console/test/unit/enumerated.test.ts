// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/locale/en';
import { zh } from '../../src/locale/zh';
import { ROOMS } from '../../src/rooms';
import { PRESETS } from '../../src/rooms/exams/rules';

const CONTRACT = join(process.cwd(), '../server/src/main/resources/org/gongyuan/server/contract');

type Json = Record<string, unknown>;

/**
 * Where the words of an enumerated value of the contract stand, by `Schema.property` or `operation.parameter`; `null` where no
 * page shows the value. A new enumeration without a line here fails.
 */
const WORDS: Readonly<Record<string, string | null>> = {
  'Draft.kind': 'act.kind',
  'Act.state': 'room.acts.state',
  'Person.state': 'room.people.states',
  'Conflict.kind': null,
  'Declaring.kind': null,
  'SittingPlanned.stage': 'room.exams.stage',
  'SealedForm.state': 'room.forms.state',
  'SealedForm.classification': 'classification',
  'ReleaseRoom.state': null,
  'Rehearsal.state': 'room.release.rehearsalState',
  'PrivacyRequest.kind': 'room.privacy.kinds',
  'PrivacyRequest.state': 'room.privacy.states',
  'NewPrivacyRequest.kind': 'room.privacy.kinds',
  'PrivacyStep.state': 'room.privacy.steps',
  'MyShare.state': 'room.today.share.state',
  'MyShare.how': 'room.today.share.how',
  'ShareEndHow.how': 'room.today.share.how',
  'ShareEndSaid.how': 'room.today.share.how',
  'MarkingShares.sittings.state': 'room.shares.state',
  'MarkingShares.sittings.shares.how': 'room.shares.how',
  'HolderStanding.state': 'room.certificates.state',
  'HolderList.rows.state': 'room.certificates.row',
  'HolderReasons.held.kind': 'room.certificates.kinds',
  'HolderReasons.unnamed.kind': 'room.certificates.kinds',
  'searchAudit.where': 'room.audit.wheres',
  'searchAudit.order': null,
  'exportAudit.where': 'room.audit.wheres',
};

interface Enumerated {
  name: string;
  values: string[];
}

/** Every enumeration in a schema, named by where it stands. */
function enumerations(schema: unknown, name: string): Enumerated[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => enumerations(one, name));
  const { enum: values, properties, ...rest } = schema as { enum?: string[]; properties?: Json } & Json;
  return [
    ...(values === undefined ? [] : [{ name, values }]),
    ...Object.entries(properties ?? {}).flatMap(([property, of]) => enumerations(of, `${name}.${property}`)),
    ...Object.values(rest).flatMap((of) => enumerations(of, name)),
  ];
}

function contract(): { enumerated: Enumerated[]; operations: string[] } {
  const enumerated: Enumerated[] = [];
  const operations: string[] = [];
  for (const file of readdirSync(CONTRACT).filter((name) => name.endsWith('.json'))) {
    const part = JSON.parse(readFileSync(join(CONTRACT, file), 'utf8')) as { paths: Record<string, Record<string, Json>>; schemas?: Json; components?: { schemas: Json } };
    for (const [name, schema] of Object.entries(part.schemas ?? part.components?.schemas ?? {})) enumerated.push(...enumerations(schema, name));
    for (const operation of Object.values(part.paths).flatMap((methods) => Object.values(methods))) {
      if (typeof operation['operationId'] !== 'string') continue;
      operations.push(operation['operationId']);
      for (const parameter of (operation['parameters'] ?? []) as { name: string; schema: Json }[]) enumerated.push(...enumerations(parameter.schema, `${operation['operationId']}.${parameter.name}`));
    }
  }
  return { enumerated, operations };
}

const { enumerated, operations } = contract();

function merged(into: Json, from: Json): Json {
  for (const [key, value] of Object.entries(from)) into[key] = typeof value === 'object' && value !== null ? merged((into[key] ?? {}) as Json, value as Json) : value;
  return into;
}

/** All words of the console in one language, laid together as the pages have them. */
async function words(language: 'zh' | 'en'): Promise<Json> {
  const all = merged({}, (language === 'zh' ? zh : en) as unknown as Json);
  for (const room of ROOMS) {
    const { problem, kind, ...own } = (await room.words()).words[language];
    merged(all, { room: { [room.name]: own }, problem: problem ?? {}, act: { kind: kind ?? {} } });
  }
  return all;
}

const at = (all: Json, path: string): unknown => path.split('.').reduce<unknown>((of, key) => (of as Json | undefined)?.[key], all);

describe.each(['zh', 'en'] as const)('In %s', (language) => {
  it('every enumerated value of the contract that is shown has words', async () => {
    const all = await words(language);
    const missing = enumerated.flatMap(({ name, values }) => {
      const where = WORDS[name];
      if (where === undefined) return [`${name} has no line in this test`];
      return where === null ? [] : values.filter((value) => typeof at(all, where) !== 'object' || typeof (at(all, where) as Json)[value] !== 'string').map((value) => `${name} "${value}" has no word under ${where}`);
    });
    expect(missing).toEqual([]);
  });

  it('every act of two says what will happen', async () => {
    const consequences = at(await words(language), 'room.acts.consequence') as Json;
    expect(enumerated.find((one) => one.name === 'Draft.kind')!.values.filter((kind) => !(kind in consequences))).toEqual([]);
  });

  it('every detail of an act has a name', async () => {
    const named = at(await words(language), 'room.acts.detail') as Json;
    const details = readFileSync(join(process.cwd(), '../server/src/main/java/org/gongyuan/server/contract/ActDetails.java'), 'utf8');
    const names = [...details.matchAll(/(?<![.\w])put\(\s*"(\w+)"/g)].map((found) => found[1]!);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !(name in named))).toEqual([]);
  });

  it('every operation has a name in the audit', async () => {
    const named = at(await words(language), 'room.audit.whats') as Json;
    expect(operations.filter((operation) => !(operation in named))).toEqual([]);
  });

  it('every rule for entry and every judgement of machines has words', async () => {
    const all = await words(language);
    expect(PRESETS.filter((preset) => typeof (all['preset'] as Json)[preset] !== 'string')).toEqual([]);
    expect(Object.keys(all['posture'] as Json).sort()).toEqual(['noted', 'standard']);
  });
});
