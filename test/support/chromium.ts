/** The pages of people's telephones in a real Chromium: what axe finds, where Tab goes, what fits on a narrow screen. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { Browser, Page, PuppeteerNode } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where Chromium is on this machine (Debian: chromium), or `CHROMIUM_PATH`; null: it is not. */
export const CHROMIUM: string | null = process.env['CHROMIUM_PATH'] ?? (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;

const require = createRequire(import.meta.url);
/** Not imported: as an ES module it opens the standard input, and the worker of the tests would not end by itself. */
const puppeteer = require('puppeteer-core') as PuppeteerNode;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Widths in CSS pixels: a usual telephone, and the narrowest on which nothing may need scrolling sideways (WCAG 2.2, 1.4.10). */
const SCREEN = { height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true }; // only the width is changed: for all else the browser would load the page anew
const TELEPHONE = { ...SCREEN, width: 360 };
const NARROWEST = { ...SCREEN, width: 320 };

/** What a look at a page finds wrong. */
export interface Faults {
  /** Of axe, as `rule impact: element`, whatever the impact. */
  readonly axe: readonly string[];
  /** Pixels that a screen of 320 would have to be scrolled sideways for. */
  readonly beyond320: number;
  /** Texts below 18 px. */
  readonly small: readonly string[];
}
export const NO_FAULTS: Faults = { axe: [], beyond320: 0, small: [] };

/** A page without JavaScript, as in a browser that has none, on a telephone. */
export interface TelephonePage {
  /** @returns status and size in bytes */
  open(url: string): Promise<{ readonly status: number; readonly bytes: number }>;
  /** What a person reads: headings, texts, controls; what is folded away is not in it. */
  text(): Promise<string>;
  /** Presses Tab from the top of the page to its end: the controls that it comes to, as they are named. A control that shows no outline has `!` before it. */
  walk(): Promise<string[]>;
  /** Tab from the top to the control of that name, then the key. @throws when Tab does not come to it */
  press(name: string, key?: 'Enter' | 'Space' | 'ArrowDown'): Promise<void>;
  /** Tab to the field of that name, then what is typed. */
  type(name: string, typed: string): Promise<void>;
  /** Enter in the control of that name, until the page that follows has come. */
  send(name: string): Promise<void>;
  /** Looks at the page as it stands; a picture is kept when `PAGE_PICTURES` names a folder. */
  faults(picture: string): Promise<Faults>;
  close(): Promise<void>;
}

export interface Telephone {
  /** @param cookie of a session, if any */
  page(cookie?: string): Promise<TelephonePage>;
  close(): Promise<void>;
}

/** One browser for a file of tests. @throws where Chromium is not ({@link CHROMIUM}) */
export async function startTelephone(): Promise<Telephone> {
  const isRoot = process.getuid?.() === 0; // Chromium shuts nobody in who is root
  const browser = await puppeteer.launch({ executablePath: CHROMIUM!, args: ['--disable-dev-shm-usage', '--lang=zh-CN', ...(isRoot ? ['--no-sandbox'] : [])] });
  return { page: (cookie) => openPage(browser, cookie), close: () => browser.close() };
}

/** Scripts for the page, as text: the tests' own types know no document. */
const NAME_OF = `(each) => (each.labels?.[0]?.firstChild?.textContent ?? each.textContent).trim()`;
const FOCUSED = `(() => { const at = document.activeElement; if (at === null || at === document.body) return null;
  const style = getComputedStyle(at); return (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? '!' : '') + (${NAME_OF})(at); })()`;
const SMALL = `(() => { const found = []; const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) if (node.textContent.trim() !== '' && parseFloat(getComputedStyle(node.parentElement).fontSize) < 18) found.push(node.textContent.trim()); return found; })()`;
const AXE_RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => id + ' ' + impact + ': ' + target.join(' '))))`;
/** More controls than any of these pages has. */
const TABS_MAX = 40;

async function openPage(browser: Browser, cookie?: string): Promise<TelephonePage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(TELEPHONE);
  await page.setJavaScriptEnabled(false);
  if (cookie !== undefined) await page.setExtraHTTPHeaders({ cookie });
  /** Where nothing is chosen: the next Tab comes to the first control. */
  const toTheTop = async (): Promise<void> => {
    await page.evaluate('window.scrollTo(0, 0)');
    await page.mouse.click(1, 1);
  };
  const goTo = async (name: string): Promise<void> => {
    await toTheTop();
    for (let i = 0; i < TABS_MAX; i++) {
      await page.keyboard.press('Tab');
      const at = (await page.evaluate(FOCUSED)) as string | null;
      if (at?.replace('!', '') === name) return;
    }
    throw new Error(`Tab does not come to ${name}`);
  };
  return {
    async open(url) {
      const answer = await page.goto(url, { waitUntil: 'load' });
      return { status: answer!.status(), bytes: (await answer!.buffer()).length };
    },
    text: async () => (await page.evaluate('document.body.innerText')) as string,
    async walk() {
      await toTheTop();
      const names: string[] = [];
      for (let i = 0; i < TABS_MAX; i++) {
        await page.keyboard.press('Tab');
        const at = (await page.evaluate(FOCUSED)) as string | null;
        if (at === null) break;
        names.push(at);
      }
      return names;
    },
    async press(name, key = 'Enter') {
      await goTo(name);
      await page.keyboard.press(key);
    },
    async type(name, typed) {
      await goTo(name);
      await page.keyboard.type(typed);
    },
    async send(name) {
      await goTo(name);
      await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
    },
    faults: (picture) => lookAt(page, picture),
    close: () => context.close(),
  };
}

async function lookAt(page: Page, picture: string): Promise<Faults> {
  const folder = process.env['PAGE_PICTURES'];
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${picture}.png`), fullPage: true });
  }
  const small = (await page.evaluate(SMALL)) as string[];
  await page.setViewport(NARROWEST);
  const beyond320 = (await page.evaluate(`document.scrollingElement.scrollWidth - ${NARROWEST.width}`)) as number;
  await page.setViewport(TELEPHONE);
  // axe is a script and needs to be let: it looks at the page as it was made without one.
  await page.setJavaScriptEnabled(true);
  await page.evaluate(AXE);
  const axe = (await page.evaluate(AXE_RUN)) as string[];
  await page.setJavaScriptEnabled(false);
  return { axe, beyond320: Math.max(0, beyond320), small };
}
