// Counts the frames of a drag of 2.5 seconds over graphs of 200, 2,000 and 20,000 relations, and what the page takes to
// draw them; prints a table and asserts nothing. ENTENTE_URL is a service that holds the record of test/many.mjs.
import type { Page } from 'playwright-core';
import { base, launch } from './browser.js';

const views = [
  ['200', '/?of=*&kinds=CALLS'],
  ['2,000', '/?of=*&kinds=CALLS,MEETS'],
  ['20,000', '/?of=*'],
] as const;

/** Draws to the end: nothing is arranged or painted any more. */
async function drawn(page: Page): Promise<void> {
  await page.locator('.see svg.picture, .see canvas').first().waitFor({ timeout: 180_000 });
  await page.waitForFunction(() => !document.querySelector('.see-progress, .see-painting'), undefined, { timeout: 180_000 });
}

/** The frames that a page shows while the drawing is dragged, and its longest pause. */
async function drag(page: Page): Promise<{ frames: number; longest: number }> {
  const box = await page.locator('.see-stage').boundingBox();
  if (!box) throw new Error('there is no drawing');
  await page.evaluate(() => {
    const times: number[] = [];
    const tick = (now: number): void => {
      times.push(now);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(globalThis, { frameTimes: times });
  });
  // A corner where no actor stands.
  const [x, y] = [box.x + 24, box.y + box.height * 0.2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begun = Date.now();
  for (let i = 1; Date.now() - begun < 2_500; i++) await page.mouse.move(x + (i % 200), y + (i % 80));
  const frames = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes.splice(0));
  await page.mouse.up();
  const pauses = frames.slice(1).map((t, i) => t - (frames[i] ?? t));
  return { frames: frames.length, longest: Math.max(...pauses) };
}

const browser = await launch();
console.log('relations  drawn after  longest pause until drawn  frames in 2.5 s  longest pause in the drag');
for (const [name, path] of views) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    const pauses: number[] = [];
    new PerformanceObserver((list) => pauses.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask', buffered: true });
    Object.assign(globalThis, { longPauses: pauses });
  });
  const begun = Date.now();
  await page.goto(base + path);
  await drawn(page);
  const took = Date.now() - begun;
  const pause = await page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longPauses: number[] }).longPauses));
  const { frames, longest } = await drag(page);
  console.log(`${name.padStart(9)}  ${`${took} ms`.padStart(11)}  ${`${Math.round(pause)} ms`.padStart(25)}  ${String(frames).padStart(15)}  ${`${Math.round(longest)} ms`.padStart(25)}`);
  await page.close();
}
await browser.close();
