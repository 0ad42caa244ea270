// What the tests share: a browser, pages that note everything that should not
// happen, and pictures for eyes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Entente answers, without a slash at the end. */
export const base = required('ENTENTE_URL').replace(/\/$/, '');

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name} to the address of a started server, as http://127.0.0.1:8080`);
  return value;
}

function chromiumPath(): string {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  const candidates = [process.env['ENTENTE_CHROMIUM'] ?? '', '/usr/bin/chromium', ...inPath].filter(Boolean);
  for (const path of candidates) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one, then.
    }
  }
  throw new Error('no Chromium found: install the package chromium, or set ENTENTE_CHROMIUM to its path');
}

/** Starts Chromium without the connections that it would make by itself. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that notes requests to other hosts, refused or failed requests, violations of the policy and script errors. */
export interface Watched {
  page: Page;
  /** Fails if anything was noted, and closes the page. */
  close(): Promise<void>;
}

/** A server that a test started for itself. */
export interface Served {
  base: string;
  /** The administrator's key. */
  key: string;
  stop(): Promise<void>;
}

/** Starts the program with a record of its own, as ENTENTE_PROGRAM names it, and waits until it says where it listens. */
export async function serve(args: readonly string[]): Promise<Served> {
  const child = spawn(required('ENTENTE_PROGRAM'), ['serve', '-addr', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const where = /http:\/\/127\.0\.0\.1:\d+/;
  await new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => {
      said += part.toString();
      if (where.test(said) && /ent_[a-z0-9_]+\s/.test(said)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`the server ended: ${said}`)));
  });
  return {
    base: where.exec(said)?.[0] ?? '',
    key: /ent_[a-z0-9_]+/.exec(said)?.[0] ?? '',
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Opens a page in a browser profile of its own; an address without a host is one of `base`. What matches `expected` is no fault. */
export async function open(browser: Browser, address: string, options: BrowserContextOptions = {}, expected: readonly RegExp[] = []): Promise<Watched> {
  const origin = /^https?:/.test(address) ? new URL(address).origin : base;
  const path = address.replace(origin, '');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) faults.push(`request to ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()} of ${response.url()}`);
  });
  page.on('console', (message) => {
    // GraphiQL's explorer plugin says so where a query has a list in an argument.
    if (message.text().startsWith('arg mismatch between arg and selection')) return;
    if (message.type() === 'error' || /content security policy/i.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  await page.goto(origin + path);
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(faults.filter((fault) => !expected.some((one) => one.test(fault))), []);
    },
  };
}

/** Writes a picture of the page to the folder ENTENTE_SHOTS, if that is set. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  const folder = process.env['ENTENTE_SHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
