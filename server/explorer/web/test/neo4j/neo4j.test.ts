// The explorer over a record that is kept in Neo4j: what a person does first, and what only a store can get wrong.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, open, type Served, serve } from '../browser.js';
import { fillIn, giveKey } from '../form.js';

let browser: Browser;
let server: Served;
before(async () => {
  // The address of the Neo4j, with the account in it, as neo4jtest/with gives it.
  const neo4j = new URL(process.env['ENTENTE_TEST_NEO4J'] ?? '');
  process.env['ENTENTE_NEO4J_PASSWORD'] = decodeURIComponent(neo4j.password);
  server = await serve(['-store', `${neo4j.protocol}//${neo4j.host}`, '-neo4j-user', decodeURIComponent(neo4j.username)]);
  await warm();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function asked(query: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(`${server.base}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
}

/** A Neo4j that has just started plans and compiles what it is first asked, which may outlast the time that a question has. */
async function warm(): Promise<void> {
  const walk = 'filter: {on: "2023-08-15"}';
  const query = `{
    actor(id: "mali") {
      relations(first: 500, ${walk}) { totalCount nodes { from { name } to { name } evidence { totalCount nodes { source { title } } } } }
      neighbors(${walk}) { totalCount } allies(${walk}) { totalCount } influences(${walk}) { answered { notes } } influencedBy(${walk}) { answered { notes } }
      timeline { points { acts } } events { totalCount } evidence { totalCount }
    }
    search(text: "Russie") { score }
    neighborhood(of: ["niger"], ${walk}) { relations { id } }
    paths(from: "niger", to: "russia", ${walk}) { answered { notes } }
  }`;
  let answer = '';
  for (let i = 0; i < 10; i++) {
    answer = await asked(query);
    if (!answer.includes('"errors"')) return;
  }
  throw new Error(`the service over Neo4j does not answer: ${answer.slice(0, 2_000)}`);
}

/** Opens a page of this server, which may take its time. */
async function opened(path: string) {
  const watched = await open(browser, server.base + path);
  watched.page.setDefaultTimeout(120_000);
  return watched;
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const drawn = (page: Page) => page.locator('.seen .picture .tie-line').first().waitFor();

test('the service says that its record is kept in Neo4j', async () => {
  assert.match(await asked('{ service { store } }'), /neo4j/i);
});

test('an actor is found in another language, and its page says how it stands and what says so', async () => {
  const { page, close } = await opened('/?lang=en');
  await heading(page, 'Mali on 15 August 2023');
  await drawn(page);
  await page.keyboard.press('/');
  await page.keyboard.type('Russie');
  await page.keyboard.press('Enter');
  await heading(page, 'Russia');
  await page.getByRole('heading', { level: 2, name: 'Who can move it' }).waitFor();
  await page.locator('.half', { hasText: 'How it stands' }).getByRole('link').first().waitFor();
  await page.getByRole('button', { name: /pieces of evidence$/ }).click();
  await page.locator('blockquote').first().waitFor();
  await close();
});

test('the graph is filtered, and a line leads to its quotation', async () => {
  const { page, close } = await opened(`/?of=niger&on=2023-08-15&lang=en`);
  await drawn(page);
  const summary = page.locator('.told-so p');
  const all = await summary.innerText();
  await page.getByRole('button', { name: 'Hostile', exact: true }).click();
  await summary.filter({ hasNotText: all }).waitFor();
  await page.getByLabel('Public by').fill('2023-08-15');
  await page.locator('.known').waitFor();
  await page.goto(`${server.base}/?of=niger&on=2023-08-15&selected=relation:b031&lang=en`);
  await page.locator('.side blockquote').first().waitFor();
  await close();
});

test('how two are joined is answered in words', async () => {
  const { page, close } = await opened(`/?of=niger,russia&on=2023-08-15&ask=paths&ask.from=niger&ask.to=russia&ask.order=STRENGTH&lang=en`);
  await page.locator('.found-one h3').first().waitFor();
  assert.match(await page.locator('.found-one h3').first().innerText(), /^Niger → .*Russia$/);
  assert.ok((await page.locator('.found-one').first().locator('.said').count()) > 0);
  await close();
});

test('a statement is recorded with the key, found again, and retracted', async () => {
  const { page, close } = await opened(`/edit?lang=en`);
  await giveKey(page, server.key);
  await page.locator('.key').waitFor({ state: 'detached' });
  await fillIn(page, 'recorded in Neo4j');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByText(/^Recorded as revision \d+\./).waitFor();
  await page.getByRole('link', { name: 'See it' }).click();
  await heading(page, 'Algeria urges Niger');
  await page.locator('blockquote', { hasText: 'recorded in Neo4j' }).waitFor();
  await page.getByRole('button', { name: 'Retract it' }).click();
  await page.getByLabel('Reason', { exact: true }).last().fill('It was only a test');
  await page.getByRole('button', { name: 'Retract it' }).last().click();
  await heading(page, /^Nothing is recorded as relation:/);
  await close();
});
