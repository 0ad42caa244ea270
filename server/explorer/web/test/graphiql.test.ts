import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, open, picture } from './browser.js';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// The editor writes spaces that do not break.
const shown = async (page: Page, selector: string) =>
  (await page.locator(`${selector} .view-lines`).first().innerText()).replaceAll('\u00a0', ' ');

const answer = (page: Page) => shown(page, '.graphiql-response');

async function untilAnswered(page: Page, wanted: RegExp): Promise<string> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const text = await answer(page);
    if (wanted.test(text)) return text;
    assert.ok(Date.now() < deadline, `no answer like ${wanted}, but: ${text}`);
    await page.waitForTimeout(50);
  }
}

async function newTab(page: Page) {
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
}

test('the page opens with a question about the article, answered', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, close } = await open(browser, '/graphiql', { colorScheme });
    assert.equal(await page.title(), 'Entente – query page');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await untilAnswered(page, /"assimi-goita"/);
    assert.match(await shown(page, '.graphiql-query-editor'), /Who called whom/);
    assert.equal(await page.getByRole('link', { name: 'Entente' }).getAttribute('href'), '/');
    await picture(page, `graphiql-${colorScheme}`);
    await close();
  }
});

test('a query is typed, completed by keyboard, run, and its answer read', async () => {
  const { page, close } = await open(browser, '/graphiql');
  await untilAnswered(page, /"data"/);
  await newTab(page);
  await page.keyboard.type('{ service { relat', { delay: 20 });
  const suggestion = page.locator('.suggest-widget.visible .monaco-list-row.focused');
  await suggestion.filter({ hasText: 'relations' }).waitFor();
  await picture(page, 'graphiql-completion');
  await page.keyboard.press('Enter');
  await page.locator('.graphiql-query-editor .view-lines').first().getByText('relations', { exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  const text = await untilAnswered(page, /"service"/);
  assert.match(text, /"relations": [1-9]\d*/);
  await close();
});

test('a fault in a query is underlined before it is run', async () => {
  const { page, close } = await open(browser, '/graphiql');
  await untilAnswered(page, /"data"/);
  await newTab(page);
  await page.keyboard.type('{ service { colour ');
  await page.locator('.graphiql-query-editor .squiggly-error').first().waitFor();
  await close();
});

// A field that is in the answer to each of the examples and not in the one before.
const fields = [/"saidByText"/, /"actor"/, /"orderedOrThreatened"/, /"disputed"/, /"neighborhood"/];

test('the five examples open in tabs and answer without errors', async () => {
  const { page, close } = await open(browser, '/graphiql');
  await untilAnswered(page, /"data"/);
  const examples = page.getByRole('region', { name: 'Examples' }).getByRole('button');
  assert.equal(await examples.count(), 5);
  for (let i = 0; i < 5; i++) {
    const question = (await examples.nth(i).innerText()).trim();
    await examples.nth(i).click();
    // Each is answered as it is opened.
    await page.waitForFunction(
      (words) => document.querySelector('.graphiql-query-editor .view-lines')?.textContent?.replaceAll('\u00a0', ' ').includes(words),
      question,
    );
    assert.doesNotMatch(await untilAnswered(page, fields[i] as RegExp), /"errors"/, question);
  }
  assert.equal(await page.getByRole('tab').count(), 5);
  await close();
});

test('the documentation, the history and the explorer are there', async () => {
  const { page, close } = await open(browser, '/graphiql');
  await untilAnswered(page, /"data"/);
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
  await page.locator('.graphiql-doc-explorer').getByText('neighborhood', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Show History' }).click();
  await page.locator('.graphiql-history-item').first().waitFor();
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.graphiql-explorer-root').getByText('neighborhood').waitFor();
  await picture(page, 'graphiql-explorer');
  await close();
});

test('a link brings a query, which is not run unasked', async () => {
  const { page, close } = await open(browser, `/graphiql?query=${encodeURIComponent('query Linked { service { version } }')}`);
  await page.waitForFunction(() => document.querySelector('.graphiql-query-editor .view-lines')?.textContent?.includes('Linked'));
  assert.equal((await answer(page)).trim(), '');
  await page.getByRole('button', { name: /Execute query/ }).click();
  await untilAnswered(page, /"version"/);
  await close();
});

test('on a telephone nothing lies outside the screen', async () => {
  const { page, close } = await open(browser, '/graphiql', { viewport: { width: 390, height: 844 } });
  await page.locator('.graphiql-query-editor .view-lines').first().waitFor();
  await page.getByRole('button', { name: /Execute query/ }).click();
  await untilAnswered(page, /"data"/);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await picture(page, 'graphiql-390');
  await close();
});
