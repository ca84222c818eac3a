// Measures the first load of the console in Debian's Chromium: first-load.mjs ORIGIN SPKI, one JSON object on one line.
// Each round is a browser context of its own, so nothing is cached; the first round warms the browser up and is not counted.
import { chromium } from 'playwright-core';

const ROUNDS = 9;
const [origin, spki] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.GONGYUAN_CHROMIUM ?? '/usr/bin/chromium',
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--lang=zh-CN', `--ignore-certificate-errors-spki-list=${spki}`],
});

async function round() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  let bytes = 0;
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', (finished) => {
    bytes += finished.encodedDataLength;
  });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${origin}/console/`);
  await page.locator('.way-in').waitFor();
  await page.waitForTimeout(500);
  const seen = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    longTasks: window.longTasks,
  }));
  await context.close();
  return { bytes, paint: seen.paint, longTasks: seen.longTasks.length, longest: Math.max(0, ...seen.longTasks) };
}

/** The first paint of bare text from the same port: what the machine, TLS and the browser take by themselves. */
async function bare() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(`${origin}/console/licences.txt`);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  await context.close();
  return paint;
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
await round();
const rounds = [];
const floor = [];
for (let i = 0; i < ROUNDS; i++) {
  rounds.push(await round());
  floor.push(await bare());
}
await browser.close();
console.log(
  JSON.stringify({
    first_load_kb: median(rounds.map((one) => one.bytes)) / 1024,
    first_paint_ms: median(rounds.map((one) => one.paint)),
    long_tasks: median(rounds.map((one) => one.longTasks)),
    floor_paint_ms: median(floor),
    longest_task_ms: Math.max(...rounds.map((one) => one.longest)),
  }),
);
