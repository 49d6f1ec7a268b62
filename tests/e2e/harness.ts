/** What the journeys share: the page as a person sees it, and what must hold in every one of them. */
import {
  type Browser,
  test as base,
  expect,
  type Locator,
  type Page,
} from '../../www/node_modules/@playwright/test/index.js';

export type { Browser, Locator, Page };
export { expect };

/** The stand-in engine simulates faults that the real one should not have. */
export const standIn = process.env.OUTERREF_DIST === 'dist-fake';

export class Playground {
  readonly sentence: Locator;
  readonly runButton: Locator;
  readonly scoreboard: Locator;
  readonly code: Locator;
  readonly details: Locator;
  readonly notice: Locator;

  constructor(readonly page: Page) {
    this.sentence = page.locator('or-sentence h2');
    this.runButton = page.locator('or-run-bar .run');
    this.scoreboard = page.locator('or-scoreboard');
    this.code = page.locator('.cm-content');
    this.details = page.locator('or-details');
    this.notice = page.locator('or-notice');
  }

  async open(fragment = ''): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await expect(this.code).toBeVisible();
  }

  /** Runs and waits for a report of this browser's own. */
  async run(): Promise<void> {
    await this.runButton.click();
    await this.finished();
  }

  async finished(): Promise<void> {
    await expect(this.page.locator('or-sentence .origin')).toHaveText('');
    await expect(this.runButton).toContainText('Run');
  }

  async write(text: string): Promise<void> {
    await this.code.click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
    await this.page.keyboard.press('Escape');
  }

  tab(name: string): Locator {
    return this.page.locator('or-tabs').getByRole('tab', { name, exact: true });
  }

  async menu(item: string): Promise<void> {
    await this.page
      .locator('or-tabs')
      .getByRole('button', { name: /^Change / })
      .click();
    await this.page.locator('or-tabs').getByRole('button', { name: item, exact: true }).click();
  }

  async detail(name: string): Promise<void> {
    await this.details.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** The figures of an approach's row, as text. */
  async figures(approach: string): Promise<string[]> {
    const row = this.scoreboard
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: approach, exact: true }) });
    return (await row.getByRole('cell').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async queries(approach: string): Promise<string> {
    return (await this.figures(approach))[1] ?? '';
  }

  /** A workbench of one approach, small enough to reason about. */
  async small(source: string): Promise<void> {
    for (const name of await this.approachNames()) {
      if (name === 'Loop') continue;
      await this.tab(name).click();
      await this.menu('Remove');
      await expect(this.tab(name)).toHaveCount(0);
    }
    await this.tab('Loop').click();
    await this.write(source);
  }

  async approachNames(): Promise<string[]> {
    return (await this.page.locator('or-tabs [role=tab].approach').allInnerTexts()).map((text) =>
      text.trim(),
    );
  }
}

interface Fixtures {
  playground: Playground;
}

/** A missing file is the subject of some journeys; violations of the policy are told apart below. */
const EXPECTED = /Failed to load resource|Applying inline style/;

/** In every journey: no error in the console, and no request to anybody else. */
export const test = base.extend<Fixtures>({
  playground: async ({ page, baseURL }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) errors.push(message.text());
    });
    await page.exposeFunction('violated', (what: string) => errors.push(`Against the policy: ${what}`));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const [target] = event.composedPath();
        // Chromium itself tries to keep the colour of replaced text while one types; the policy stops it.
        if (target instanceof Element && target.closest('.cm-content')) return;
        (globalThis as unknown as { violated: (what: string) => void }).violated(event.violatedDirective);
      });
    });
    const origin = new URL(baseURL ?? '').origin;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) errors.push(`A request to ${url.origin}`);
    });
    const playground = new Playground(page);
    await playground.open();
    await use(playground);
    expect(errors).toEqual([]);
  },
});
