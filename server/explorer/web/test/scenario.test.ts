// What if: a scenario is opened, filled by hand, compared with the record and dropped.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { barriers } from './axe.js';
import { launch, open } from './browser.js';

let browser: Browser;
before(async () => {
  assert.ok(process.env['ENTENTE_KEY'], 'set ENTENTE_KEY to a key that may open scenarios');
  browser = await launch();
});
after(() => browser.close());

const path = '/?of=niger,niger-cnsp&on=2023-08-31&dimensions=DIPLOMATIC,SECURITY,ECONOMIC,POLITICAL,INFORMATIONAL&lang=en&theme=light&ask=scenario';

test('without a key, scenarios are read, and who wants to change one is told what it takes', async () => {
  const { page, close } = await open(browser, path);
  await page.getByText('To open or change one takes a key.').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Open a scenario' }).isDisabled());
  assert.deepEqual(await barriers(page), []);
  await close();
});

test('a tie added and one taken away by hand move nets and influence against the record, which stays as it is', async () => {
  const name = `If France had stayed a partner (${Date.now()})`;
  const { page, close } = await open(browser, path);
  await page.evaluate((key) => sessionStorage.setItem('entente.key', key), process.env['ENTENTE_KEY'] ?? '');
  await page.reload();
  await page.getByLabel('What it supposes').fill(name);
  await page.getByRole('button', { name: 'Open a scenario' }).click();
  await page.getByText('Nothing is changed in it yet.').waitFor();
  const add = page.locator('.scenario-add');
  await add.getByRole('button', { name: /^Take Niger out/ }).waitFor();
  await add.getByLabel('Kind').selectOption('SECURITY_COOPERATION');
  await add.getByRole('combobox', { name: 'To' }).fill('France');
  await page.locator('.hit').first().click();
  await add.getByRole('button', { name: 'Add it' }).click();
  await page.locator('.scenario-entries .said', { hasText: 'France' }).waitFor();
  await page.locator('.moves .changed.began .said', { hasText: 'France' }).waitFor();
  await page.locator('.moves .changed.grew').waitFor();
  await page.locator('.compared').nth(1).waitFor();
  await page.getByRole('button', { name: 'See the drawing in it' }).click();
  await page.waitForFunction(() => new URL(location.href).searchParams.has('scenario'));
  await page.locator('.tie-line.change.began').first().waitFor();
  const address = new URL(page.url());
  const some = await page.locator('.tie-line.hostile[data-line^="relation:"]:not(:has(.stroke[stroke-dasharray]))').first().getAttribute('data-line');
  assert.ok(some);
  address.searchParams.set('selected', some);
  await page.goto(address.href);
  await page.getByRole('button', { name: 'Take 1 relation away' }).click();
  await page.locator('.scenario-entries .said', { hasText: 'taken away' }).waitFor();
  await page.locator('.moves .changed.ended .said').first().waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', { name: 'See the record again' }).click();
  await page.waitForFunction(() => !new URL(location.href).searchParams.has('scenario'));
  await page.getByRole('button', { name: 'Drop it for good' }).click();
  await page.getByRole('button', { name: 'Open a scenario' }).waitFor();
  await page.getByRole('button', { name }).waitFor({ state: 'detached' });
  await close();
});
