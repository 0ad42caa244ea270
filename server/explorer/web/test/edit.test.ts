// Recording, as somebody with a key does it: the form, its faults, a correction, a retraction, a key that is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch, open } from './browser.js';
import { fillIn, giveKey } from './form.js';

const key = process.env['ENTENTE_KEY'] ?? '';

let browser: Browser;
before(async () => {
  assert.ok(key, 'set ENTENTE_KEY to a key that may record');
  browser = await launch();
});
after(() => browser.close());

test('a key that is wrong is refused, and none is kept', async () => {
  const { page, close } = await open(browser, '/kinds', {}, [/^status 401/, /Failed to load/]);
  await giveKey(page, 'ent_wrong_aaaaaaaaaaaaaaaaaaaaaaaaaa');
  await page.getByText('The service refuses this key.').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem('entente.key')), null);
  await close();
});

test('the form says what is missing, keeps what was typed, and records nothing without a key', async () => {
  const { page, close } = await open(browser, '/edit', {}, [/^status 40[13]/, /Failed to load/]);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  assert.ok((await page.locator('.wrong', { hasText: 'This is needed.' }).count()) >= 6);
  await page.getByText(/things are not right yet/).waitFor();
  await fillIn(page, 'kept over a reload');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.locator('.refused').waitFor();
  await page.reload();
  assert.equal(await page.getByLabel('Quotation, word for word').inputValue(), 'kept over a reload');
  await page.getByText('Algeria').first().waitFor();
  await page.getByRole('button', { name: 'Clear the form' }).click();
  assert.equal(await page.getByLabel('Quotation, word for word').inputValue(), '');
  await close();
});

test('a statement is recorded, read, corrected and retracted, and its history tells each', async () => {
  const { page, close } = await open(browser, '/edit');
  await giveKey(page, key);
  await page.locator('.key').waitFor({ state: 'detached' });
  await fillIn(page, 'recorded from a form');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByText(/^Recorded as revision \d+\./).waitFor();
  await page.getByRole('link', { name: 'See it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Algeria urges Niger' }).waitFor();
  await page.locator('blockquote', { hasText: 'recorded from a form' }).waitFor();

  await page.getByRole('button', { name: 'Correct it' }).click();
  await page.getByLabel('When').fill('2023-08-30');
  await page.getByLabel('Reason', { exact: true }).first().fill('It was a day later');
  await page.getByRole('button', { name: 'Record the correction' }).click();
  const changes = page.locator('.changes > li');
  await changes.filter({ hasText: 'It was a day later' }).waitFor();
  assert.match(await changes.first().innerText(), /Corrected[\s\S]*2023-08-29[\s\S]*2023-08-30/);
  await page.getByText('Diplomatic · 30 August 2023').waitFor();

  await page.getByRole('button', { name: 'Retract it' }).click();
  await page.getByLabel('Reason', { exact: true }).last().fill('It was only a test');
  await page.getByRole('button', { name: 'Retract it' }).last().click();
  await page.getByRole('heading', { name: /^Nothing is recorded as relation:/ }).waitFor();
  await close();
});

test('a statement is proposed, reviewed and recorded, and an open page tells of it quietly', async () => {
  const reader = await open(browser, '/?of=algeria');
  await reader.page.locator('.seen .picture').first().waitFor();
  const { page, close } = await open(browser, '/edit');
  await giveKey(page, key);
  await page.locator('.key').waitFor({ state: 'detached' });
  const reason = `Proposed in a browser ${Date.now()}`;
  await fillIn(page, `proposed from a form ${Date.now()}`);
  await page.getByLabel('Reason', { exact: true }).fill(reason);
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByText(/^Proposed as proposal:/).waitFor();
  await page.getByRole('link', { name: 'Proposals to review' }).click();
  const proposal = page.locator('.proposal', { hasText: reason });
  await proposal.getByText('URGES').first().waitFor();
  await proposal.getByRole('button', { name: 'Accept all' }).click();
  await proposal.getByText('This is needed.').waitFor();
  await proposal.getByLabel('Reason', { exact: true }).fill('Checked');
  await proposal.getByRole('button', { name: 'Accept all' }).click();
  await proposal.waitFor({ state: 'detached' });
  await close();
  await reader.page.getByText(/^Revision \d+ was recorded by /).waitFor();
  await reader.page.getByRole('button', { name: 'Show it' }).click();
  await reader.page.locator('.recorded p').waitFor({ state: 'detached' });
  await reader.close();
});

test('a passage is marked up, and a statement in it goes into the form', async () => {
  const { page, close } = await open(browser, '/edit');
  await page.getByLabel('Passage', { exact: true }).fill('On 10 August 2023 ECOWAS threatened Niger with force. Mali condemned France.');
  await page.getByRole('button', { name: 'Read it' }).click();
  const marked = page.locator('.marked');
  for (const name of ['ECOWAS', 'Niger', 'Mali', 'France']) await marked.getByRole('link', { name, exact: true }).waitFor();
  await marked.locator('.day-mark', { hasText: '10 August 2023' }).waitFor();
  const statement = page.locator('.passage-form .rows li', { hasText: 'France' }).first();
  await statement.getByRole('button', { name: 'Use in the form' }).click();
  await page.locator('.chosen', { hasText: 'Mali' }).waitFor();
  await page.locator('.chosen', { hasText: 'France' }).waitFor();
  assert.match(await page.getByLabel('Quotation, word for word').inputValue(), /Mali condemned France/);
  await close();
});
