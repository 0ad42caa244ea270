import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { barriers } from './axe.js';
import { launch, open } from './browser.js';
import { address, settle, type View, views } from './views.js';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** What is not recorded is asked for, and refused. */
const expected = (view: View) => (/^(gone|not-recorded-yet)$/.test(view.name) ? [/^status 4\d\d/, /Failed to load/] : []);

async function tried(view: View, language: 'en' | 'fr', options: BrowserContextOptions, also: (page: Page) => Promise<void>) {
  const { page, close } = await open(browser, address(view, language, 'light'), options, expected(view));
  await settle(page, view);
  assert.equal(await page.locator('html').getAttribute('lang'), language);
  assert.deepEqual(await barriers(page), [], `${language}, light`);
  // Only colors differ between the themes.
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  assert.deepEqual(await barriers(page, ['color-contrast']), [], `${language}, dark`);
  await also(page);
  await close();
}

for (const view of views) {
  test(`${view.name}: no barrier in either language and theme, and nothing beside the screen of a telephone`, async () => {
    await tried(view, 'en', {}, async () => {});
    await tried(view, 'fr', { viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the screen');
    });
  });
}
