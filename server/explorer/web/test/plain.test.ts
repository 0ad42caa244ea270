import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { base, launch, open, picture } from './browser.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const heading = (page: Page, text: string) => page.getByRole('heading', { level: 2, name: text, exact: true }).waitFor();

async function settled(page: Page) {
  await page.locator('#claims[aria-busy]').waitFor({ state: 'detached' });
  await page.locator('#service.alive').waitFor();
  await page.locator('#result-status', { hasText: 'Answered' }).waitFor();
}

/** What axe finds, in lines: rule, place. */
async function faultsFoundByAxe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`));
}

test('the page opens with an answer: Mali’s ties on 15 August 2023, with quotations', async () => {
  const { page, close } = await open(browser, '/plain');
  await heading(page, 'Mali on 15 August 2023');
  await settled(page);
  assert.match(await page.locator('#service-text').innerText(), /\d+ actors · \d+ relations · revision \d+/);
  assert.ok((await page.locator('.claim').count()) > 5);
  assert.ok((await page.locator('.claim blockquote').count()) > 0);
  assert.ok((await page.locator('.claim cite').count()) > 5);
  assert.match(await page.locator('.claim .weight').first().innerText(), /^weight [+−]?\d(\.\d+)? \(coding convention\)$/);
  assert.ok((await page.locator('#drawing .edge').count()) > 5);
  await close();
});

test('the call of the article stands among the acts through Mali’s offices', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  const acts = page.locator('.group', { has: page.getByRole('heading', { name: /^Through its offices/ }) });
  await acts.locator('.sentence', { hasText: /Assimi Goïta calls Vladimir Putin/ }).waitFor();
  await close();
});

test('what was ordered does not look like what was done', async () => {
  const { page, close } = await open(browser, '/plain#actor=ecowas&on=2023-08-10');
  await heading(page, 'ECOWAS on 10 August 2023');
  const undone = page.locator('.claim.undone');
  await undone.first().waitFor();
  assert.match(await undone.first().locator('.mood').innerText(), /not reported as done/);
  const style = (selector: string) => page.locator(selector).first().evaluate((claim) => getComputedStyle(claim).borderInlineStartStyle);
  assert.equal(await style('.claim.undone'), 'dotted');
  assert.equal(await style('.claim.done'), 'solid');
  await picture(page, 'plain-ecowas');
  await close();
});

test('the five questions run and answer without errors', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  const questions = page.locator('#examples a');
  assert.equal(await questions.count(), 5);
  for (let i = 0; i < 5; i++) {
    const answered = page.waitForResponse((response) => response.url() === `${base}/graphql`);
    await questions.nth(i).click();
    await answered;
    await page.locator('#result-status', { hasText: /^Answered in/ }).waitFor();
    const question = (await questions.nth(i).innerText()).trim();
    assert.ok((await page.locator('#query-text').inputValue()).startsWith(`# ${question}`), question);
    const answer = JSON.parse(await page.locator('#result').innerText());
    assert.equal(answer.errors, undefined, question);
    for (const [field, value] of Object.entries(answer.data)) assert.ok(value, `${question}: ${field} is empty`);
  }
  await picture(page, 'plain-questions');
  await close();
});

test('a query of one’s own runs by keyboard, and its faults are told', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  await page.getByLabel('Query', { exact: true }).fill('{ service { store } }');
  await page.keyboard.press('Control+Enter');
  await page.locator('#result', { hasText: '"store"' }).waitFor();
  await close();
});

test('an invalid query says where and what', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/plain`);
  await settled(page);
  await page.getByLabel('Query', { exact: true }).fill('{\n  service { colour }\n}');
  await page.getByRole('button', { name: 'Run' }).click();
  const told = page.locator('#result-errors li');
  await told.first().waitFor();
  assert.match(await told.first().innerText(), /^Line 2, column \d+: .*colour/);
  await context.close();
});

test('an actor is found by keyboard, without its accent', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  const field = page.getByRole('combobox', { name: 'Whose ties?' });
  await field.focus();
  await page.keyboard.type('goita');
  await page.getByRole('option', { name: /Assimi Goïta/ }).first().waitFor();
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  assert.match((await page.locator('#who-status').textContent()) ?? '', /\d+ actors? found/);
  const active = await field.getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
  await picture(page, 'plain-search');
  assert.deepEqual(await faultsFoundByAxe(page), []);
  await page.keyboard.press('Enter');
  await heading(page, 'Assimi Goïta on 15 August 2023');
  assert.match(page.url(), /#actor=assimi-goita&on=2023-08-15$/);
  assert.equal(await field.inputValue(), 'Assimi Goïta');
  await page.keyboard.type('nobody at all of that name');
  await page.locator('#who-status', { hasText: 'No actor is called' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await field.inputValue(), 'Assimi Goïta');
  await close();
});

test('the date is in the address, and going back works', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  await page.getByLabel('On which day?').fill('2023-07-30');
  await heading(page, 'Mali on 30 July 2023');
  assert.match(page.url(), /#actor=mali&on=2023-07-30$/);
  await page.getByRole('button', { name: 'The day after' }).click();
  await heading(page, 'Mali on 31 July 2023');
  await page.goBack();
  await heading(page, 'Mali on 30 July 2023');
  assert.equal(await page.getByLabel('On which day?').inputValue(), '2023-07-30');
  await page.goBack();
  await heading(page, 'Mali on 15 August 2023');
  await page.getByRole('link', { name: 'How to read it' }).click();
  assert.doesNotMatch(page.url(), /#reading/);
  await close();
});

test('the relations shown can be had as files', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  for (const [name, wanted] of [['CSV', /\bmali\b/], ['GraphML', /<graphml/]] as const) {
    const link = page.locator('#take').getByRole('link', { name });
    const href = (await link.getAttribute('href')) ?? '';
    assert.match(href, /\?actors=mali&on=2023-08-15$/);
    const answer = await page.request.get(base + href);
    assert.equal(answer.status(), 200, href);
    assert.match(await answer.text(), wanted);
  }
  await close();
});

test('only what was public that day can be asked for, by the address and by the box', async () => {
  const { page, close } = await open(browser, '/plain#actor=niger&on=2023-08-15');
  await heading(page, 'Niger on 15 August 2023');
  await settled(page);
  const box = page.getByLabel('only what was public that day');
  const suspended = page.locator('.sentence', { hasText: /^Niger .*suspended from African Union/ });
  assert.equal(await box.isChecked(), false);
  assert.equal(await suspended.count(), 1);
  await box.check();
  await heading(page, 'Niger on 15 August 2023, by what was public that day');
  await settled(page);
  assert.match(page.url(), /#actor=niger&on=2023-08-15&public=1$/);
  assert.equal(await suspended.count(), 0);
  const href = (await page.locator('#take').getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '';
  assert.match(href, /\?actors=niger&on=2023-08-15&publishedBy=2023-08-15$/);
  assert.equal((await page.request.get(base + href)).status(), 200);
  await picture(page, 'plain-public');
  await page.goBack();
  await heading(page, 'Niger on 15 August 2023');
  await settled(page);
  assert.equal(await box.isChecked(), false);
  assert.equal(await suspended.count(), 1);
  await page.goForward();
  await heading(page, 'Niger on 15 August 2023, by what was public that day');
  assert.equal(await box.isChecked(), true);
  await close();
});

test('on a day after what the record covers, open relations are shown with a caveat', async () => {
  const { page, close } = await open(browser, '/plain#actor=mali&on=2030-01-01');
  await page.locator('#caveat', { hasText: /newest relation in the record begins on .* 20\d\d; what is still open is shown as recorded/ }).waitFor();
  await picture(page, 'plain-later');
  await page.getByLabel('On which day?').fill('2023-08-15');
  await heading(page, 'Mali on 15 August 2023');
  await page.locator('#caveat').waitFor({ state: 'hidden' });
  await close();
});

test('names in the picture are told apart', async () => {
  for (const [actor, name] of [['mali', 'Mali'], ['assimi-goita', 'Assimi Goïta'], ['president-of-the-transition-of-mali', '']] as const) {
    const { page, close } = await open(browser, `/plain#actor=${actor}&on=2023-08-15`);
    if (name) await heading(page, `${name} on 15 August 2023`);
    await settled(page);
    const names = await page.locator('#drawing a text').allTextContents();
    assert.equal(new Set(names).size, names.length, names.join(', '));
    await picture(page, `plain-names-${actor}`);
    await close();
  }
});

test('an unknown actor, a day that is none and an empty day are told kindly', async () => {
  for (const [hash, wanted, field, day] of [
    ['#actor=atlantis&on=2023-08-15', /no actor “atlantis”/, 'atlantis', '2023-08-15'],
    ['#actor=niger&on=2023-02-30', /day of the calendar/, 'Niger', ''],
    ['#actor=mali&on=1500-01-01', /no relation of Mali on 1 January 1500/, 'Mali', '1500-01-01'],
  ] as const) {
    const { page, close } = await open(browser, `/plain${hash}`);
    await page.locator('.said', { hasText: wanted }).waitFor();
    await settled(page);
    await page.waitForFunction((text) => document.querySelector<HTMLInputElement>('#who')?.value === text, field);
    assert.equal(await page.getByLabel('On which day?').inputValue(), day);
    assert.deepEqual(await faultsFoundByAxe(page), []);
    await close();
  }
});

test('a service that is away is told, and asked again', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/graphql', (route) => route.abort());
  await page.goto(`${base}/plain`);
  await page.locator('#service.away').waitFor();
  await page.locator('#claims .trouble', { hasText: 'does not answer' }).waitFor();
  await picture(page, 'plain-away');
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading(page, 'Mali on 15 August 2023');
  await page.locator('#service.alive').waitFor();
  await context.close();
});

test('axe finds nothing, nothing scrolls sideways, at every width, light and dark', async () => {
  for (const [width, height] of [[1440, 900], [820, 1180], [390, 844]] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await open(browser, '/plain', { viewport: { width, height }, colorScheme });
      await settled(page);
      const where = `${width} ${colorScheme}`;
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} scrolls sideways`);
      assert.deepEqual(await faultsFoundByAxe(page), [], where);
      await picture(page, `plain-${width}-${colorScheme}`);
      await picture(page, `plain-${width}-${colorScheme}-whole`, true);
      await close();
    }
  }
});

test('the first key press offers to skip to the answer', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').innerText(), 'Skip to the answer');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'ties');
  await close();
});

test('what is printed is the answer, without its controls', async () => {
  const { page, close } = await open(browser, '/plain');
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#ask').isVisible(), false);
  assert.equal(await page.locator('#questions').isVisible(), false);
  assert.equal(await page.locator('.claim').first().isVisible(), true);
  await picture(page, 'plain-print', true);
  await close();
});
