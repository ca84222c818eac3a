import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { it } from 'vitest';
import { deeds, leave } from './people';

// `ops/demo --console` listens at this port of its own machine and asks for one deed after the other, a line of JSON
// each: `{"deed": NAME, …}`. The answer is a line too: `{"told": …}`, or `{"failed": …}` with what stood on the page.
it('does at the pages what the rehearsal asks its people for', async () => {
  const rehearsal = connect(Number(process.env['GONGYUAN_REHEARSAL']), '127.0.0.1');
  await once(rehearsal, 'connect');
  for await (const line of createInterface({ input: rehearsal })) {
    const { deed, ...asked } = JSON.parse(line) as { deed: string };
    const answer = await perform(deed, asked);
    rehearsal.write(`${JSON.stringify(answer)}\n`);
  }
  await leave();
});

async function perform(deed: string, asked: object): Promise<object> {
  const known = deeds[deed];
  if (known === undefined) return { failed: `no deed is called ${deed}` };
  try {
    return { told: (await known(asked as never)) ?? {} };
  } catch (failed) {
    return { failed: `${deed}: ${failed instanceof Error ? failed.message : String(failed)}` };
  }
}
