// The explorer as a person uses it: finds an actor, reads what is behind a line, narrows, shares, takes away.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { base, launch, open } from './browser.js';

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const drawn = (page: Page) => page.locator('.seen .picture').first().waitFor();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const words = (page: Page) => new URL(page.url()).searchParams;
// Asked here, not in the page, whose policy lets no text be run as script.
const address = (page: Page, wanted: (words: URLSearchParams) => boolean) =>
  page.waitForURL((url) => wanted(url.searchParams), { waitUntil: 'commit' });

test('the first page shows Mali on the day of the article, with where one could begin', async () => {
  const { page, close } = await open(browser, '/');
  await heading(page, 'Mali on 15 August 2023');
  await drawn(page);
  await page.getByText(/^\d+\u00a0actors, \d+\u00a0relations · Revision \d+$/).waitFor();
  await page.getByRole('link', { name: 'Who called whom about Niger, and who says so?' }).click();
  await page.locator('.side blockquote', { hasText: 'had a telephone conversation with Russian President Vladimir Putin' }).waitFor();
  await page.goBack();
  await heading(page, 'Mali on 15 August 2023');
  await close();
});

test('an actor is found by keyboard, in another language or by a code, and its page says who it is', async () => {
  const { page, close } = await open(browser, '/');
  await drawn(page);
  for (const [typed, name] of [['Russie', 'Russia'], ['iso3:NER', 'Niger'], ['Goita', 'Assimi Goïta']] as const) {
    await page.keyboard.press('Escape');
    await page.locator('h1').first().click();
    await page.keyboard.press('/');
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter'); // the best hit, as soon as it is there
    await heading(page, name);
  }
  await page.keyboard.press('/');
  await page.keyboard.type('Kremlin');
  await page.locator('.hit').filter({ hasText: 'Kremlin' }).first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.hit').length > 0);
  await page.keyboard.press('ArrowDown');
  await page.locator('.hit[data-focused]').waitFor();
  await page.getByRole('combobox', { name: 'Search actors' }).fill('Xyzzyqqq');
  await page.getByText('No actor and no kind of relation is called “Xyzzyqqq”').waitFor();
  await close();
});

test('a kind of relation is found by keyboard in either language, and all of its relations are shown', async () => {
  const { page, close } = await open(browser, '/actor/mali?on=2023-08-15');
  await heading(page, 'Mali');
  await page.keyboard.press('/');
  await page.keyboard.type('sanction');
  const hit = page.locator('.hit', { hasText: 'Kind of relation' });
  await hit.filter({ hasText: 'imposes sanctions on' }).waitFor();
  assert.equal(await hit.first().locator('.name').innerText(), 'sanctions');
  await page.keyboard.press('ArrowDown');
  await page.locator('.hit[data-focused]', { hasText: 'Kind of relation' }).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'All of the record on 15 August 2023');
  await address(page, (w) => w.get('kinds') === 'SANCTIONS' && w.get('of') === '*' && w.get('on') === '2023-08-15');
  await drawn(page);
  // In the other language, at once by Enter; the view stays the one that is looked at.
  await page.getByRole('radio', { name: 'Table' }).click();
  await page.getByRole('gridcell').first().waitFor();
  await page.locator('h1').first().click();
  await page.keyboard.press('/');
  await page.keyboard.type('téléphone');
  await page.keyboard.press('Enter');
  await address(page, (w) => w.get('kinds') === 'CALLS' && w.get('mode') === 'table');
  await page.getByRole('gridcell', { name: 'calls' }).first().waitFor();
  // An actor whose name begins so comes before the kinds; other boxes find actors alone.
  await page.keyboard.press('/');
  await page.keyboard.type('part');
  await page.locator('.hit').filter({ hasText: 'party to' }).waitFor();
  await page.keyboard.press('Escape'); // empties the box and closes the list
  await page.locator('.hit').first().waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Add an actor' }).fill('sanction');
  await page.getByText('No actor is called “sanction”').waitFor();
  await close();
});

test('an actor’s page: standing, ties by field and class, timeline, pacts, influence, events, evidence', async () => {
  const { page, close } = await open(browser, '/actor/mali?on=2023-08-15');
  await heading(page, 'Mali');
  for (const name of ['How it stands to others', 'Over time', 'Bound to it by pacts', 'Whom it can move', 'Who can move it', /^What is recorded of it/, 'Events']) {
    await page.getByRole('heading', { level: 2, name }).waitFor();
  }
  await page.locator('.half', { hasText: 'How it stands' }).getByRole('link', { name: 'Russia', exact: true }).waitFor();
  await page.getByRole('heading', { name: /^Security Ties/ }).waitFor();
  assert.ok((await page.locator('.tie .weighed').count()) > 10);
  assert.ok((await page.locator('.year-chart rect.friendly').count()) > 10);
  await page.getByRole('button', { name: /pieces of evidence$/ }).click();
  await page.locator('blockquote').first().waitFor();
  await page.getByRole('link', { name: 'See in the graph' }).click();
  await heading(page, 'Mali on 15 August 2023');
  await close();
});

test('a relation’s page: quotations with their place, who says so, grades and mood in words, its history, a citation', async () => {
  const { page, close } = await open(browser, '/relation/s04');
  await heading(page, 'Assimi Goïta calls Vladimir Putin, about Niger');
  const passages = page.locator('.passage');
  assert.equal(await passages.count(), 2);
  await passages.nth(0).getByText('characters 258–375').waitFor();
  await passages.nth(0).getByText('Grade F2: reliability of the source not judged, probably true').waitFor();
  await passages.nth(1).getByText('Attributed to a speaker: Kremlin').waitFor();
  await page.getByText('weight +0.15 (coding convention)').waitFor();
  await page.getByRole('heading', { name: 'History of revisions' }).waitFor();
  await page.locator('.changes li', { hasText: 'The bundled record' }).waitFor();
  await page.getByRole('button', { name: 'Cite this' }).click();
  const citation = await page.locator('.citation').innerText();
  assert.match(citation, /“Assimi Goïta calls Vladimir Putin, about Niger \(15 August 2023\)”, revision \d+\. http\S+\/relation\/s04\?revision=\d+/);
  assert.match(citation, /“had a telephone conversation/);
  await close();
});

test('what was ordered and what nobody verified say so', async () => {
  const ordered = await open(browser, '/relation/s12');
  await ordered.page.locator('.pill.undone', { hasText: 'Ordered, not said to be done' }).waitFor();
  await ordered.close();
  const unverified = await open(browser, '/relation/b001');
  await unverified.page.getByRole('button', { name: 'Not verified' }).waitFor();
  await unverified.close();
});

test('filters narrow every view at once, stand in the address, and are let go again', async () => {
  const { page, close } = await open(browser, '/?of=niger&on=2023-08-15&mode=table');
  const count = async () => Number(/(\d+)\u00a0relation/.exec(await page.locator('.told-so p').innerText())?.[1]);
  await page.getByRole('gridcell').first().waitFor();
  const all = await count();
  await page.getByRole('button', { name: 'Hostile', exact: true }).click();
  await address(page, (w) => w.get('signs') === 'HOSTILE');
  await page.locator('.bar').waitFor({ state: 'detached' });
  const hostile = await count();
  assert.ok(hostile > 0 && hostile < all, `${hostile} of ${all}`);
  await page.getByRole('radio', { name: 'Graph' }).click();
  await drawn(page);
  assert.equal(await count(), hostile);
  await page.getByRole('button', { name: /^Clear filters/ }).click();
  await address(page, (w) => !w.has('signs'));
  await page.goBack();
  await address(page, (w) => w.get('signs') === 'HOSTILE');
  await close();
});

test('a filter that leaves nothing says what could be let go', async () => {
  const { page, close } = await open(browser, '/?of=mali&on=2023-08-15&minConfidence=1');
  await page.getByRole('heading', { name: 'Nothing is left' }).waitFor();
  await page.locator('.notice').getByRole('button', { name: 'Clear filters' }).click();
  await drawn(page);
  await close();
});

test('time is a day, a window or ever', async () => {
  const { page, close } = await open(browser, '/?of=niger&on=2023-08-15');
  await drawn(page);
  await page.getByLabel('Day', { exact: true }).fill('2023-07-01');
  await heading(page, 'Niger on 1 July 2023');
  await page.getByRole('radio', { name: 'Window' }).click();
  await heading(page, 'Niger from 1 January 2023 to 1 July 2023');
  await page.getByRole('radio', { name: 'Ever' }).click();
  await heading(page, 'Niger');
  await close();
});

test('as known on a day, all views and panels leave out what the world could not read by then, say so, and lead back', async () => {
  // The African Union decided on 14 August; the world read it on 22 August.
  const { page, close } = await open(browser, '/?of=niger,african-union&hops=0&on=2023-08-15&kinds=SUSPENDED_FROM&mode=table');
  const suspension = page.getByRole('gridcell', { name: /since 14 August 2023/ }).first();
  const said = page.locator('.known');
  await suspension.waitFor();
  await page.getByLabel('Public by').fill('2023-08-15');
  await page.getByRole('heading', { name: 'Nothing is left' }).waitFor();
  await said.getByText('As known on 15 August 2023: only what was public by then.').waitFor();
  await page.getByLabel('Public by').fill('2023-08-22');
  await suspension.waitFor();
  await page.getByLabel('Public by').fill('2023-08-21');
  await page.getByRole('heading', { name: 'Nothing is left' }).waitFor();
  await said.getByRole('button', { name: 'Show all that is known' }).click();
  await suspension.waitFor();
  await address(page, (w) => !w.has('publishedBy'));
  assert.equal(await said.count(), 0);

  // Every view has as many relations, and fewer than are known today.
  const count = async () => (await page.locator('.told-so p').innerText()).split(' · ')[0];
  const niger = `${base}/?of=niger&on=2023-08-31&lang=en`;
  await page.goto(niger);
  await drawn(page);
  const today = await count();
  await page.goto(`${niger}&publishedBy=2023-08-15&selected=relation:b022`);
  await drawn(page);
  const then = await count();
  assert.notEqual(then, today);
  await page.getByText('2\u00a0pieces of evidence').waitFor(); // of four
  for (const view of ['Map', 'Matrix', 'Table', 'Timeline']) {
    await page.getByRole('radio', { name: view, exact: true }).click();
    await page.locator('.drawing.map .land, .matrix-scroll, [role=gridcell], .tie-row').first().waitFor();
    assert.equal(await count(), then, view);
    await said.getByText('As known on 15 August 2023').waitFor();
  }

  // Pages of actors and relations keep it.
  await page.locator('.side').getByRole('link', { name: 'Open its page' }).click();
  await page.getByRole('heading', { level: 2, name: '2\u00a0pieces of evidence' }).waitFor();
  await said.getByRole('button', { name: 'Show all that is known' }).click();
  await page.getByRole('heading', { level: 2, name: '4\u00a0pieces of evidence' }).waitFor();
  await page.goto(`${base}/relation/b031?publishedBy=2023-08-15`);
  await heading(page, 'Not public by 15 August 2023');
  await page.goto(`${base}/actor/african-union?publishedBy=2023-08-15`);
  const recorded = page.getByRole('heading', { name: /^What is recorded of it/ });
  const before = await recorded.innerText();
  await said.getByRole('button', { name: 'Show all that is known' }).click();
  await recorded.filter({ hasNotText: before }).waitFor();
  await close();
});

test('the record as it stood on a day is not what the world knew: before it began there is nothing, and a way to what was public', async () => {
  const { page, close } = await open(browser, '/?of=niger&on=2023-08-15&mode=table', {}, [/^status 4\d\d/, /Failed to load/]);
  await page.getByRole('gridcell').first().waitFor();
  await page.getByLabel('Recorded by').fill('2099-12-31');
  await page.locator('.known').getByText('As recorded on 31 December 2099').waitFor();
  await page.getByRole('gridcell').first().waitFor();
  await address(page, (w) => w.get('knownAt') === '2099-12-31T23:59:59Z');
  await page.getByLabel('Recorded by').fill('2023-08-15');
  await page.getByRole('heading', { name: 'Nothing was recorded by then' }).waitFor();
  await page.getByRole('button', { name: 'Show what was public by 15 August 2023' }).click();
  await page.locator('.known').getByText('As known on 15 August 2023').waitFor();
  await address(page, (w) => !w.has('knownAt') && w.get('publishedBy') === '2023-08-15');
  await page.getByRole('gridcell').first().waitFor();
  await close();
});

test('the table sorts, selects and copies', async () => {
  const { page, close } = await open(browser, '/?of=niger&on=2023-08-15&mode=table', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('gridcell').first().waitFor();
  const first = () => page.getByRole('row').nth(1);
  const from = page.getByRole('columnheader', { name: 'From' });
  // The aria-sort of the head and the rows change in one step.
  const sorted = async (order: string) => {
    await from.click();
    await page.locator(`[role=columnheader][aria-sort=${order}]`, { hasText: 'From' }).waitFor();
    return (await first().getByRole('rowheader').innerText()).trim();
  };
  const least = await sorted('ascending');
  const greatest = await sorted('descending');
  assert.ok(least.localeCompare(greatest, 'en') < 0, `${least} comes before ${greatest}`);
  await first().click();
  await address(page, (w) => (w.get('selected') ?? '').startsWith('relation:'));
  await page.locator('.side .passage').first().waitFor();
  await page.getByRole('button', { name: 'Copy the table' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^From\tKind\tTo\t/);
  assert.ok(copied.split('\n').length > 20);
  await close();
});

test('a long table keeps few rows in the page', async () => {
  const { page, close } = await open(browser, '/?of=*&mode=table');
  await page.getByRole('gridcell').first().waitFor();
  assert.match(await page.locator('.told-so p').innerText(), /30\d\u00a0relations/);
  assert.ok((await page.getByRole('row').count()) < 80);
  await close();
});

test('a link restores what its sender saw; a frozen one names the revision', async () => {
  const query = 'of=niger,ecowas&during=2022-01-01/2023-12-31&class=ACT&signs=HOSTILE&mode=table&selected=relation:b024&lang=fr&theme=dark';
  const { page, close } = await open(browser, `/?${query}`);
  await page.getByRole('gridcell').first().waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await page.getByRole('button', { name: 'Partager' }).click();
  const link = await page.getByLabel('Lien', { exact: true }).inputValue();
  assert.equal(link, `${base}/?${query}`);
  const frozen = await page.getByLabel('Lien figé').inputValue();
  assert.match(new URL(frozen).searchParams.get('revision') ?? '', /^\d+$/);
  assert.match(await page.getByLabel('Citation').inputValue(), /révision \d+\. http/);
  assert.match(await page.getByLabel('Cadre pour une autre page').inputValue(), /^<iframe src="http[^"]+\/embed\?/);
  const seen = await page.locator('.told-so').innerText();
  await page.goto(frozen);
  await page.getByRole('gridcell').first().waitFor();
  assert.equal(await page.locator('.told-so').innerText(), seen);
  await close();
});

test('views are kept in the browser under a name, and forgotten', async () => {
  const { page, close } = await open(browser, '/?of=niger&on=2023-08-15');
  await drawn(page);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Niger before');
  await page.getByRole('button', { name: 'Save this view' }).click();
  await page.goto(`${base}/?of=russia`);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('link', { name: 'Niger before' }).click();
  await heading(page, 'Niger on 15 August 2023');
  await page.reload();
  await drawn(page);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Delete “Niger before”' }).click();
  assert.equal(await page.getByRole('link', { name: 'Niger before' }).count(), 0);
  await close();
});

test('what is seen is taken away as SVG and PNG, and its data in every format', async () => {
  const { page, close } = await open(browser, '/?of=mali&on=2023-08-15');
  await drawn(page);
  const menu = async () => page.getByRole('button', { name: 'Download' }).click();
  const take = async (name: string) => {
    await menu();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name, exact: true }).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const svg = await take('SVG');
  assert.match(svg.name, /^entente-mali-graph\.svg$/);
  const text = svg.bytes.toString('utf8');
  assert.match(text, /^<svg|^<\?xml/);
  for (const word of ['Russia', 'Friendly', 'Hostile']) assert.ok(text.includes(word), `the picture lacks ${word}`);
  assert.ok(!/(href|src)="http/.test(text), 'the picture refers to something outside');
  const png = await take('PNG');
  assert.deepEqual([...png.bytes.subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.ok(png.bytes.length > 20_000);
  await menu();
  const formats = page.locator('.menu a[href^="/export/"]');
  assert.equal(await formats.count(), 15); // all that the service writes
  for (let i = 0; i < (await formats.count()); i++) {
    const href = (await formats.nth(i).getAttribute('href')) ?? '';
    const answer = await page.request.get(base + href);
    assert.equal(answer.status(), 200, `${href}: ${await answer.text()}`);
    assert.ok((await answer.body()).length > 100, href);
    if (href.startsWith('/export/csv-pair?')) assert.equal(answer.headers()['content-type'], 'application/zip');
  }
  assert.equal(await page.getByRole('menuitem', { name: 'CSV of actors and of relations (zip)' }).count(), 1);
  await page.keyboard.press('Escape');
  const pair = await take('CSV of actors and of relations (zip)');
  assert.match(pair.name, /\.zip$/);
  assert.deepEqual([...pair.bytes.subarray(0, 2)], [...Buffer.from('PK')]);
  await close();
});

test('an actor that is gone is named, and the others stay', async () => {
  const { page, close } = await open(browser, '/?of=mali,atlantis&on=2023-08-15', {}, [/^status 4\d\d/, /Failed to load/]);
  await page.getByRole('heading', { name: 'Nothing is recorded as atlantis' }).waitFor();
  await page.getByRole('button', { name: 'Go on without it' }).click();
  await heading(page, 'Mali on 15 August 2023');
  await drawn(page);
  await close();
});

test('in French, errors are told by their code with the service’s words below, and kinds in French alone', async () => {
  const { page, close } = await open(browser, '/?of=mali&on=2023-08-15&revision=999999&lang=fr', {}, [/^status 4\d\d/, /Failed to load/]);
  const told = page.locator('.notice', { hasText: 'Ce qui est demandé n’est pas dans le registre.' });
  await told.locator('[lang=en]', { hasText: 'revision' }).waitFor();
  await page.goto(`${base}/kinds?lang=fr`);
  await page.getByText('Un appel téléphonique ; le premier est celui qui l’a passé.').waitFor();
  assert.equal(await page.locator('main [lang=en]').count(), 0);
  await page.goto(`${base}/edit?lang=fr`);
  await page.locator('form.form select').first().selectOption({ label: 'téléphone à' });
  await page.getByText('Un appel téléphonique ; le premier').waitFor();
  await close();
});

test('embedded it is what is seen alone', async () => {
  const { page, close } = await open(browser, '/embed?of=mali&on=2023-08-15');
  await drawn(page);
  assert.equal(await page.locator('.head, .side, .filter-side').count(), 0);
  assert.match((await page.getByRole('link', { name: 'Entente' }).getAttribute('href')) ?? '', /^\/\?of=mali&on=2023-08-15/);
  await close();
});

test('parts of a link that are broken or older are told of, and the rest is kept', async () => {
  const { page, close } = await open(browser, '/?of=mali&on=2023-08-15&mode=sculpture&kinds=CALLS,SINGS');
  await page.getByRole('alert').getByText('mode=sculpture, kinds=SINGS').or(page.getByRole('alert').getByText('kinds=SINGS, mode=sculpture')).waitFor();
  assert.equal(words(page).get('on'), '2023-08-15');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(await page.locator('.broken').count(), 0);
  await close();
});

test('a service that is away is said to be, and asked again', async () => {
  const { page } = await open(browser, '/?of=mali&on=2023-08-15');
  await drawn(page);
  await page.route('**/graphql', (route) => route.abort());
  await page.getByLabel('Day', { exact: true }).fill('2023-08-10');
  await page.getByRole('heading', { name: 'The service does not answer' }).waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading(page, 'Mali on 10 August 2023');
  await drawn(page);
  await page.context().close(); // the requests that were stopped are faults that were meant
});

test('the page weighs at most 300 kB of script before GraphiQL and the shapes of the map', async () => {
  const { page, close } = await open(browser, '/kinds');
  const scripts = new Map<string, number>();
  page.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname)) void response.body().then((body) => scripts.set(response.url(), gzipSync(body).length)).catch(() => {});
  });
  await page.goto(`${base}/`);
  await drawn(page);
  console.log(`first view: drawn ${Math.round(await page.evaluate(() => performance.now()))} ms after the page was asked for`);
  const total = [...scripts.values()].reduce((sum, n) => sum + n, 0);
  console.log(`first view: ${Math.round(total / 1000)} kB of script, compressed, in ${scripts.size} files`);
  assert.ok(scripts.size > 1 && total <= 300_000, `${total} bytes`);
  await close();
});

test('printed, the page is what it says, without its controls', async () => {
  const { page, close } = await open(browser, '/relation/s04');
  await page.locator('blockquote').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.head').isVisible(), false);
  assert.equal(await page.locator('blockquote').first().isVisible(), true);
  await close();
});

test('by touch, on a telephone, filters come from below and lines open', async () => {
  const { page, close } = await open(browser, '/?of=mali&on=2023-08-15&mode=table', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.getByRole('gridcell').first().waitFor();
  await page.getByRole('button', { name: 'Filters' }).tap();
  await page.getByRole('dialog').getByRole('radio', { name: 'Acts' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
  await address(page, (w) => w.get('class') === 'ACT');
  await page.getByRole('row').nth(1).tap();
  await page.locator('.side .passage').first().waitFor();
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('link', { name: 'Kinds' }).tap();
  await heading(page, 'Kinds of relation');
  await close();
});
