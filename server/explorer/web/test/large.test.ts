// Drawings of thousands of relations: the page goes on meanwhile, and moves what is drawn instead of drawing it anew.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, open, type Served, serve } from './browser.js';

/** A slow machine takes long; nothing here is judged by it. */
const LONG = { timeout: 240_000 };

let browser: Browser;
let server: Served;
const folder = mkdtempSync(join(tmpdir(), 'entente-large-'));
before(async () => {
  const record = join(folder, 'many.jsonl');
  const out = openSync(record, 'w');
  execFileSync(process.execPath, ['test/many.mjs'], { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  execFileSync(process.env['ENTENTE_PROGRAM'] ?? '', ['import', '--empty', '--data', join(folder, 'data'), record], { stdio: ['ignore', 'ignore', 'inherit'] });
  server = await serve(['-data', join(folder, 'data'), '-empty']);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page notes of itself while it draws. */
interface Notes {
  workers: string[];
  /** How far the layout was, as often as its worker said. */
  shares: number[];
  /** Frames shown between the first and the last word of the worker. */
  framesOfLayout: number;
  /** Frames that showed how far the layout, or the painting, was. */
  framesOfProgress: number;
  framesOfPainting: number;
}

/** Notes workers and frames from the first script on. */
function note(): void {
  const notes: Notes = { workers: [], shares: [], framesOfLayout: 0, framesOfProgress: 0, framesOfPainting: 0 };
  Object.assign(globalThis, { notes });
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      notes.workers.push(String(url));
      this.addEventListener('message', ({ data }) => notes.shares.push(data.share));
    }
  };
  const frame = (): void => {
    const share = notes.shares.at(-1);
    if (share !== undefined && share < 1) notes.framesOfLayout++;
    if (document.querySelector('.see-progress progress')) notes.framesOfProgress++;
    if (document.querySelector('.see-painting')) notes.framesOfPainting++;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const notes = (page: Page) => page.evaluate(() => (globalThis as unknown as { notes: Notes }).notes);

/** Opens a view of the large record, which notes what it does, and waits until nothing is arranged or painted any more. */
async function drawn(path: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, close } = await open(browser, `${server.base}/kinds`, {}, [/ERR_ABORTED/]);
  await page.addInitScript(note);
  await page.goto(server.base + path);
  await page.locator('.see svg.picture, .see canvas').first().waitFor(LONG);
  await page.waitForFunction(() => !document.querySelector('.see-progress, .see-painting, .bar'), undefined, LONG);
  await act(page);
  await close();
}

/** Presses where no actor stands, and moves; then tells what changed within the drawing. */
async function drag(page: Page, layer: string): Promise<{ places: Set<string>; redrawn: number }> {
  const box = await page.locator('.see-stage').boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + 24, box.y + box.height * 0.2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y + 5);
  await page.evaluate((selector) => {
    const drawing = document.querySelector(selector);
    if (!drawing) throw new Error(`there is no ${selector}`);
    const changes = { redrawn: 0 };
    const observer = new MutationObserver((all) => (changes.redrawn += all.filter((m) => m.target !== drawing || m.attributeName !== 'style').length));
    observer.observe(drawing, { subtree: true, childList: true, attributes: true, characterData: true });
    Object.assign(globalThis, { changes });
  }, layer);
  const places = new Set<string>();
  for (let i = 2; i <= 12; i++) {
    await page.mouse.move(x + i * 10, y + i * 5);
    places.add(await page.locator(layer).evaluate((e) => (e as HTMLElement).style.transform));
  }
  const redrawn = await page.evaluate(() => (globalThis as unknown as { changes: { redrawn: number } }).changes.redrawn);
  await page.mouse.up();
  await page.waitForURL((url) => url.searchParams.has('at'), { waitUntil: 'commit', ...LONG });
  await page.waitForFunction((selector) => document.querySelector<HTMLElement>(selector)?.style.transform === '', layer, LONG);
  return { places, redrawn };
}

test('20,000 relations: a worker lays them out, the page shows how far it is and goes on meanwhile', async () => {
  await drawn('/?of=*&lang=en', async (page) => {
    await page.getByText(/20,000\u00a0relations/).waitFor();
    const seen = await notes(page);
    assert.ok(seen.workers.some((url) => /layout\.worker/.test(url)), `no worker of the layout among ${seen.workers}`);
    assert.ok(seen.shares.length > 3 && seen.shares.at(-1) === 1, `${seen.shares}`);
    // A page that waited for the layout would show no frame from its first word to its last.
    assert.ok(seen.framesOfLayout >= 10, `${seen.framesOfLayout} frames while it was laid out`);
    assert.ok(seen.framesOfProgress >= 10, `${seen.framesOfProgress} frames showed how far the layout was`);
    assert.ok(seen.framesOfPainting >= 2, 'it was painted at once, not slice by slice');
    const workers = seen.workers.length;
    const { places, redrawn } = await drag(page, '.see-layer');
    assert.ok(places.size > 5 && !places.has(''), [...places].join(' | '));
    assert.equal(redrawn, 0);
    await page.waitForFunction(() => !document.querySelector('.see-painting'), undefined, LONG);
    assert.equal((await notes(page)).workers.length, workers, 'what was only moved was laid out anew');
  });
});

test('2,000 relations are dragged by a transform: none of their lines is drawn anew', async () => {
  await drawn('/?of=*&kinds=CALLS,MEETS&lines=each&lang=en', async (page) => {
    await page.getByText(/2,000\u00a0relations/).waitFor();
    assert.equal(await page.locator('.tie-line[data-line^="relation:"]').count(), 2_000);
    const { places, redrawn } = await drag(page, '.see svg.picture');
    assert.ok(places.size > 5 && !places.has(''), [...places].join(' | '));
    assert.equal(redrawn, 0);
  });
});
