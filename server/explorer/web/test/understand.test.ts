// The questions of structure, asked as a person asks them, and their answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { barriers } from './axe.js';
import { launch, open } from './browser.js';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const day = 'on=2023-08-15&lang=en&theme=light';

async function asked(path: string, act: (page: Page) => Promise<void>): Promise<void> {
  const { page, close } = await open(browser, path);
  await page.locator('.side .ask-form').waitFor();
  await act(page);
  assert.deepEqual(await barriers(page), []);
  await close();
}

/** Opens what says how an answer was computed, and gives it back. */
async function how(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'How was this computed?' }).click();
  const text = page.locator('.how');
  await text.getByText('Revision').first().waitFor();
  return (await text.textContent()) ?? '';
}

/** Finds an actor in the box of an argument. */
async function choose(page: Page, argument: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: argument }).fill(name);
  await page.locator('.hit').first().click();
}

test('how two are joined: asked from the menu, by steps, strength and time, each step in words', async () => {
  const { page, close } = await open(browser, `/?of=niger,russia&${day}`);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByRole('menuitem', { name: 'How are two actors joined?' }).click();
  await page.locator('.found-one').first().waitFor();
  for (const order of ['Strength', 'Time', 'Fewest steps']) {
    await page.getByRole('radio', { name: order, exact: true }).click();
    await page.locator('.answer:not(.older) .found-one h3').first().waitFor();
    assert.match((await page.locator('.found-one h3').first().textContent()) ?? '', /^Niger → .*Russia$/, order);
    assert.ok((await page.locator('.found-one').first().locator('.said').count()) > 0);
    if (order === 'Time') assert.match((await page.locator('.found-one .soft').first().textContent()) ?? '', /arrives on/);
  }
  await page.getByRole('button', { name: 'Show in the drawing' }).first().click();
  await page.waitForFunction(() => new URL(location.href).searchParams.get('selected')?.includes('relation:') === true);
  await page.locator('.tie-line.lit').first().waitFor();
  assert.ok((await page.locator('.tie-line.dim').count()) > 0);
  assert.match(await how(page), /passes no actor twice/);
  await close();
});

test('who can move Niger, and why', async () => {
  await asked(`/?of=niger&${day}&ask=influence&ask.over=niger`, async (page) => {
    await page.locator('.found-one').nth(3).waitFor();
    const scores = (await page.locator('.ranked-row .number').allTextContents()).map(Number);
    assert.ok(scores.every((s, i) => i === 0 || s <= scores[i - 1]!), `not from the greatest down: ${scores}`);
    await page.locator('.found-one').first().getByRole('button', { name: 'Why' }).click();
    await page.locator('.found-one .said').first().waitFor();
    await page.getByRole('radio', { name: 'All walks (Katz)' }).click();
    await page.locator('.answer:not(.older)').waitFor();
    assert.match(await how(page), /no measurement and no forecast/);
  });
});

test('who must help Niger if ECOWAS attacks', async () => {
  await asked(`/?of=niger&${day}&ask=obligations&ask.attacked=niger&ask.on=2023-08-15`, async (page) => {
    await choose(page, 'By whom', 'ECOWAS');
    await page.getByText('The attackers stand for').waitFor();
    await page.getByText('suspended, still bound').first().waitFor();
    assert.ok((await page.locator('.duties').count()) === 4);
    assert.match(await how(page), /Only what is in force/);
  });
});

test('who is bound to Niger by pacts', async () => {
  await asked(`/?of=niger&${day}&ask=alliances&ask.of=niger`, async (page) => {
    await page.locator('.bonds li').first().waitFor();
    await how(page);
  });
});

test('blocs, and the drawing grouped by them', async () => {
  await asked(`/?of=niger,niger-cnsp&${day}&dimensions=DIPLOMATIC,SECURITY,ECONOMIC,POLITICAL,INFORMATIONAL&ask=blocs`, async (page) => {
    await page.locator('.found-one').nth(1).waitFor();
    assert.match((await page.locator('.answer').textContent()) ?? '', /do not fit, and no division has fewer/);
    await page.getByRole('button', { name: 'Group the drawing so' }).click();
    await page.locator('.hull').nth(1).waitFor();
    await page.getByRole('radio', { name: 'Communities' }).click();
    await page.getByText(/Modularity/).waitFor();
    await how(page);
  });
});

test('strained triads', async () => {
  await asked(`/?of=niger,niger-cnsp&${day}&ask=triads`, async (page) => {
    await page.locator('.triad-nets').first().waitFor();
    assert.equal(await page.locator('.triad-counts li').count(), 4);
    await page.getByRole('button', { name: 'Show in the drawing' }).first().click();
    await page.waitForFunction(() => new URL(location.href).searchParams.has('selected'));
    await how(page);
  });
});

test('who is central, by another measure too', async () => {
  await asked(`/?of=niger&${day}&ask=centrality`, async (page) => {
    await page.locator('.ranking li').nth(3).waitFor();
    await page.getByLabel('Measure').selectOption('PAGERANK');
    await page.locator('.answer:not(.older) .ranking li').first().waitFor();
    await how(page);
  });
});

test('what changed between two days, as a list and in the drawing', async () => {
  await asked(`/?of=niger,niger-cnsp&on=2023-08-31&lang=en&ask=difference&ask.left=2023-07-20&ask.right=2023-08-31&ask.of=niger`, async (page) => {
    for (const kind of ['Began', 'Ended', 'Grew friendlier', 'Cooled']) await page.locator('.changed h3', { hasText: kind }).waitFor();
    await page.locator('.tie-line.change.began').first().waitFor();
    await page.locator('.tie-line.change.ended').first().waitFor();
    assert.ok((await page.locator('.changed.ended .said').count()) > 0);
    await page.locator('.changed.began .what').first().click();
    await page.locator('.side blockquote, .side .told').first().waitFor();
    await how(page);
  });
});

test('as known on a day: what was published later is not in the drawing', async () => {
  const { page, close } = await open(browser, `/?of=niger&on=2023-08-15&kinds=SUSPENDED_FROM&lang=en`);
  await page.locator('.tie-line').first().waitFor();
  const all = await page.locator('.tie-line[data-line]').count();
  await page.goto(`${page.url()}&publishedBy=2023-08-15`);
  await page.waitForFunction((n) => document.querySelector('.notice') !== null || document.querySelectorAll('.tie-line[data-line]').length < n, all);
  await close();
});
