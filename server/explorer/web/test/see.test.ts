// The drawings, used as a person uses them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launch, open } from './browser.js';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const niger = '/?of=niger,niger-cnsp&on=2023-08-31&dimensions=DIPLOMATIC,SECURITY,ECONOMIC,POLITICAL,INFORMATIONAL&lang=en&theme=light';

/** Opens a view, does something, and holds that nothing went wrong meanwhile. */
async function seen(path: string, act: (page: Page) => Promise<void>, options = {}): Promise<void> {
  const { page, close } = await open(browser, path, options);
  await page.locator('.see .picture').first().waitFor();
  await act(page);
  await close();
}

const mark = (page: Page, id: string): Locator => page.locator(`.actor-mark[data-actor="${id}"]`);
const state = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

/** Waits until the address says so. */
async function until(page: Page, word: string, value: string): Promise<void> {
  await page.waitForFunction(([w, v]) => (new URL(location.href).searchParams.get(w ?? '') ?? '') === v, [word, value]);
}

async function middle(at: Locator): Promise<{ x: number; y: number }> {
  const box = await at.boundingBox();
  assert.ok(box, 'it is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses where a mark stands, as a finger does. */
async function press(page: Page, id: string, times = 1): Promise<void> {
  const { x, y } = await middle(mark(page, id).locator('.outline'));
  for (let i = 0; i < times; i++) await page.mouse.click(x, y);
}

test('the graph says by line and head what it says by color, and what was not done has no whole line', async () => {
  await seen(`${niger}&group=none`, async (page) => {
    await page.getByRole('button', { name: 'One line for each relation' }).click();
    const lines = page.locator('.tie-line[data-line^="relation:"]');
    await lines.nth(50).waitFor();
    const told = await lines.evaluateAll((all) =>
      all.map((g) => ({
        hostile: g.classList.contains('hostile'),
        ticks: g.querySelector('.ticks') !== null,
        dashed: g.querySelector('.stroke')?.hasAttribute('stroke-dasharray') ?? false,
        id: (g as SVGElement).dataset['line'],
      })),
    );
    for (const line of told) assert.equal(line.ticks, line.hostile, `${line.id}`);
    const undone = told.filter((l) => l.id === 'relation:s13' || l.id === 'relation:s24');
    assert.ok(told.some((l) => l.dashed) && told.some((l) => !l.dashed));
    for (const line of undone) assert.ok(line.dashed, `${line.id} was not done, and looks done`);
  });
});

test('who stands with whom around Niger in August 2023: two blocs, friends within and foes between', async () => {
  await seen(`${niger}&group=bloc`, async (page) => {
    await page.locator('.hull').nth(1).waitFor();
    const side = async (id: string): Promise<number> => (await middle(mark(page, id).locator('.outline'))).x;
    const [ecowas, france, mali, burkina, cnsp] = [await side('ecowas'), await side('france'), await side('mali'), await side('burkina-faso'), await side('niger-cnsp')];
    assert.ok(Math.max(ecowas, france) < Math.min(mali, burkina, cnsp), 'the blocs do not stand side by side');
    assert.ok((await page.locator('.tie-line.friendly').count()) > 5 && (await page.locator('.tie-line.hostile').count()) > 10);
  });
});

test('an actor that is chosen shows how others stand to it; another view shows the same selection', async () => {
  await seen(niger, async (page) => {
    await press(page, 'mali');
    await until(page, 'selected', 'mali');
    await page.locator('.actor-mark[data-actor="burkina-faso"] .net-badge, .actor-mark[data-actor="niger-cnsp"] .net-badge.friendly').first().waitFor();
    assert.equal(await page.locator('.actor-mark[data-actor="jnim"] .net-badge.hostile').count(), 1);
    await page.getByRole('radio', { name: 'Matrix' }).click();
    await page.locator('.matrix-name.strong', { hasText: 'Mali' }).first().waitFor();
    assert.equal(state(page).get('selected'), 'mali');
    await page.goBack();
    await page.locator('.actor-mark .mark-ring').first().waitFor();
  });
});

test('a graph grows by two presses, is undone, and actors are hidden and shown again', async () => {
  await seen(niger, async (page) => {
    const before = await page.locator('.actor-mark').count();
    await press(page, 'russia', 2);
    await until(page, 'of', 'niger,niger-cnsp,russia');
    await page.waitForFunction((n) => document.querySelectorAll('.actor-mark').length > n, before);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(page, 'of', 'niger,niger-cnsp');
    await page.waitForFunction((n) => document.querySelectorAll('.see .actor-mark').length <= n + 12, before);
    await press(page, 'jnim');
    await page.locator('.caption').getByRole('button', { name: 'Hide' }).click();
    await until(page, 'hidden', 'jnim');
    await mark(page, 'jnim').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /hidden actor: show/ }).click();
    await mark(page, 'jnim').waitFor();
  });
});

test('an actor that is dragged stays where it is put, also for whoever opens the link', async () => {
  await seen(niger, async (page) => {
    const from = await middle(mark(page, 'mali').locator('.outline'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++) await page.mouse.move(from.x + i * 8, from.y - i * 4);
    await page.mouse.up();
    await page.waitForFunction(() => new URL(location.href).searchParams.get('pins')?.startsWith('mali:') === true);
    const put = await middle(mark(page, 'mali').locator('.outline'));
    assert.ok(Math.hypot(put.x - from.x, put.y - from.y) > 40);
    const others = await middle(mark(page, 'france').locator('.outline'));
    await page.reload();
    await mark(page, 'mali').locator('.pin').waitFor();
    const again = await middle(mark(page, 'mali').locator('.outline'));
    assert.ok(Math.hypot(again.x - put.x, again.y - put.y) < 3, 'the pinned actor moved');
    const otherAgain = await middle(mark(page, 'france').locator('.outline'));
    assert.ok(Math.hypot(otherAgain.x - others.x, otherAgain.y - others.y) < 3, 'another one moved');
  });
});

test('what is in sight, and how lines are bundled, stand in the address: a link restores them, and other actors are seen whole', async () => {
  const at = async (page: Page, id: string) => {
    const stage = await page.locator('.see-stage').boundingBox();
    assert.ok(stage);
    const { x, y } = await middle(mark(page, id).locator('.outline'));
    return { x: x - stage.x - stage.width / 2, y: y - stage.y - stage.height / 2 };
  };
  const near = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y) < 2;
  for (const [mode, word] of [['graph', 'at'], ['map', 'mapAt']] as const) {
    let link = '';
    let seenAt = { x: 0, y: 0 };
    let lines = 0;
    const has = (page: Page, wanted: boolean) => page.waitForURL((url) => url.searchParams.has(word) === wanted, { waitUntil: 'commit' });
    await seen(`${niger}&mode=${mode}`, async (page) => {
      await mark(page, 'niger').waitFor();
      const whole = await at(page, 'niger');
      if (mode === 'graph') {
        await page.getByRole('button', { name: 'One line for each relation' }).click();
        await until(page, 'lines', 'each');
      }
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await has(page, true);
      const zoomed = state(page).get(word);
      const box = await page.locator('.see-stage').boundingBox();
      assert.ok(box);
      // Where neither an actor nor a line lies.
      const [x, y] = [box.x + 12, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 1; i <= 5; i++) await page.mouse.move(x + i * 12, y + i * 6);
      await page.mouse.up();
      await page.waitForURL((url) => url.searchParams.get(word) !== zoomed, { waitUntil: 'commit' });
      await page.locator('.see-stage svg[style*="transform: "]').waitFor({ state: 'detached' });
      seenAt = await at(page, 'niger');
      assert.ok(!near(seenAt, whole), 'nothing was moved');
      lines = await page.locator('.tie-line[data-line^="relation:"]').count();
      link = page.url();
    });
    await seen(link.replace(/^https?:\/\/[^/]+/, ''), async (page) => {
      await mark(page, 'niger').waitFor();
      assert.ok(near(await at(page, 'niger'), seenAt), `${mode}: another place is in sight`);
      assert.equal(await page.locator('.tie-line[data-line^="relation:"]').count(), lines);
      assert.equal(page.url(), link);
      await page.getByRole('button', { name: 'Show all', exact: true }).click();
      await has(page, false);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await has(page, true);
      await page.getByRole('button', { name: 'Hostile', exact: true }).click();
      await has(page, false);
    });
    if (mode === 'graph') {
      // In a smaller window the same place is in the middle, as large.
      await seen(link.replace(/^https?:\/\/[^/]+/, ''), async (page) => {
        await mark(page, 'niger').waitFor();
        assert.ok(near(await at(page, 'niger'), seenAt));
      }, { viewport: { width: 1200, height: 700 } });
    }
  }
});

test('a kind that is taken out is gone in every view', async () => {
  await seen(niger, async (page) => {
    await page.getByRole('button', { name: /Kinds shown/ }).click();
    await page.getByRole('dialog').getByText('at war with').click();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !(new URL(location.href).searchParams.get('kinds') ?? '').split(',').includes('AT_WAR_WITH') && new URL(location.href).searchParams.has('kinds'));
    await mark(page, 'jnim').waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: 'Timeline' }).click();
    await page.locator('.tie-row').first().waitFor();
    assert.equal(await page.locator('.tie-row', { hasText: 'at war with' }).count(), 0);
  });
});

test('by keys alone: from actor to relation to the other actor, select, grow, pin and hide', async () => {
  await seen(niger, async (page) => {
    const list = page.getByRole('list', { name: 'Actors and relations of the drawing' });
    await list.locator('[tabindex="0"]').first().focus();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const first = await focused();
    assert.match(first, /Niger|National Council/);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((t) => document.activeElement?.textContent !== t, first);
    assert.match(await focused(), /confidence/, 'a relation is told with its confidence');
    await page.locator('.tie-line.lit').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => new URL(location.href).searchParams.get('selected')?.startsWith('relation:') === true);
    const relation = await focused();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((t) => document.activeElement?.textContent !== t, relation);
    assert.match(await focused(), /relations?$/, 'the arrow leads along the relation to an actor');
    await page.locator('.actor-mark .mark-ring.focused').waitFor();
    await page.keyboard.press('p');
    await page.waitForFunction(() => new URL(location.href).searchParams.has('pins'));
    await page.keyboard.press('g');
    await page.waitForFunction(() => (new URL(location.href).searchParams.get('of') ?? '').split(',').length === 3);
    await list.locator('[tabindex="0"]').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('h');
    await page.waitForFunction(() => new URL(location.href).searchParams.has('hidden'));
  });
});

test('keys that come faster than pictures are not lost', async () => {
  await seen(niger, async (page) => {
    await page.evaluate(() => {
      window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 3000);
    });
    const list = page.getByRole('list', { name: 'Actors and relations of the drawing' });
    await list.locator('[tabindex="0"]').first().focus();
    await page.keyboard.press('End');
    const last = await page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('h');
    await page.waitForFunction(() => new URL(location.href).searchParams.has('hidden'));
    await list.getByText(last, { exact: true }).waitFor({ state: 'detached' });
    assert.ok(await list.evaluate((l) => l.contains(document.activeElement)), 'the focus left with the hidden actor');
  });
});

test('the map has arcs, colors states by how they stand to one, and says what its borders are', async () => {
  await seen(`${niger}&mode=map`, async (page) => {
    await page.locator('.map .picture .tie-line').first().waitFor();
    assert.match((await page.locator('.map-note').textContent()) ?? '', /no statement on their status/);
    const { x, y } = await middle(mark(page, 'niger').locator('.outline'));
    await page.mouse.click(x, y);
    await page.locator('.caption').getByRole('button', { name: 'Color the map by its ties' }).click();
    await until(page, 'mapOf', 'niger');
    await page.locator('.land .shape.chosen[data-actor="niger"]').waitFor();
    await page.locator('.land .shape.friendly[data-actor="mali"]').waitFor();
    await page.locator('.land .shape.hostile[data-actor="nigeria"]').waitFor();
    assert.equal(await page.locator('.map .picture .tie-line[data-line]').count(), 0);
    await page.getByRole('button', { name: 'Arcs between all' }).click();
    await page.locator('.map .picture .tie-line').first().waitFor();
  });
});

test('the matrix is read by keys, and a cell marks what is behind it', async () => {
  await seen(`${niger}&mode=matrix`, async (page) => {
    await page.locator('.bloc-edge').first().waitFor();
    const matrix = page.locator('.matrix-scroll');
    await matrix.focus();
    const said = page.locator('#matrix-said');
    const told = new Set<string>();
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press(i % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
      told.add((await said.textContent()) ?? '');
    }
    assert.ok(told.size >= 5, [...told].join(' | '));
    await page.locator('.glyph.friendly circle').first().click();
    await page.waitForFunction(() => new URL(location.href).searchParams.get('selected')?.includes('relation:') === true);
    await page.locator('.glyph-mark').first().waitFor();
  });
});

test('the window of the timeline is dragged, resized, played and moved by keys', async () => {
  await seen(`${niger.replace('on=2023-08-31', 'during=2023-07-01/2023-08-31')}&mode=timeline`, async (page) => {
    await page.locator('.bin.friendly').first().waitFor();
    const window = page.getByRole('slider', { name: 'Window of time' });
    const during = (): string => state(page).get('during') ?? '';
    const changed = async (act: () => Promise<void>): Promise<[string, string]> => {
      const before = during();
      await act();
      await page.waitForFunction((b) => new URL(location.href).searchParams.get('during') !== b, before);
      return during().split('/') as [string, string];
    };
    const dragged = async (at: Locator, by: number): Promise<void> => {
      const { x, y } = await middle(at);
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let i = 1; i <= 5; i++) await page.mouse.move(x + (by * i) / 5, y);
      await page.mouse.up();
    };
    const days = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;
    const moved = await changed(() => dragged(window, -40));
    assert.ok(moved[0] < '2023-07-01');
    assert.equal(days(moved[0], moved[1]), 61, 'a window that is moved keeps its length');
    const resized = await changed(() => dragged(page.getByRole('slider', { name: 'Last day of the window' }), -30));
    assert.equal(resized[0], moved[0]);
    assert.ok(resized[1] < moved[1]);
    await window.focus();
    const byKey = await changed(() => page.keyboard.press('ArrowRight'));
    assert.ok(byKey[0] > resized[0]);
    await page.getByRole('slider', { name: 'First day of the window' }).focus();
    const shrunk = await changed(() => page.keyboard.press('ArrowRight'));
    assert.ok(shrunk[0] > byKey[0] && shrunk[1] === byKey[1]);
    const played = await changed(() => page.getByRole('button', { name: 'Play' }).click());
    assert.ok(played[0] > shrunk[0]);
    await page.getByRole('button', { name: 'Pause' }).click();
  });
});

test('a drawing is a picture with its labels, its legend and where it comes from', async () => {
  for (const mode of ['graph', 'map', 'matrix', 'timeline']) {
    await seen(`${niger}&mode=${mode}`, async (page) => {
      await page.locator(mode === 'map' ? '.land .shape' : '.see .picture').first().waitFor();
      await page.getByRole('button', { name: 'Download' }).click();
      const waiting = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: /SVG/ }).first().click();
      const file = await (await waiting).createReadStream();
      let svg = '';
      for await (const part of file) svg += String(part);
      assert.match(svg, /^(<\?xml[^>]*>\s*)?<svg/);
      assert.match(svg, /Mali/, mode);
      assert.match(svg, /revision \d+/, mode); // of what other tests have recorded, too
      if (mode === 'graph') assert.match(svg, /Hostile/);
      if (mode === 'map') assert.match(svg, /no statement on their status/);
      assert.doesNotMatch(svg, /var\(--|class=|(xlink:)?href="http/, mode);
    });
  }
});

test('on a telephone a finger moves the drawing, and a tap selects', async () => {
  await seen(
    niger,
    async (page) => {
      await mark(page, 'niger').scrollIntoViewIfNeeded();
      const { x, y } = await middle(mark(page, 'niger').locator('.outline'));
      await page.touchscreen.tap(x, y);
      await until(page, 'selected', 'niger');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the screen');
    },
    { viewport: { width: 390, height: 844 }, hasTouch: true },
  );
});
