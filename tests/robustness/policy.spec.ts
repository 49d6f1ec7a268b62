/** Every page of the site carries the policy and keeps to it: no inline script or style, no eval. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '../e2e/harness.ts';

const SITE = resolve(__dirname, '../../www', process.env.OUTERREF_DIST ?? 'dist');
const PAGES = readdirSync(SITE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html'))
  .sort();

/** The content of the one policy that a page carries. */
function policyOf(html: string): Map<string, string> {
  const tags = [...html.matchAll(/<meta[^>]*Content-Security-Policy[^>]*>/gi)];
  expect(tags).toHaveLength(1);
  const content = (/content="([^"]*)"/.exec(tags[0]?.[0] ?? '')?.[1] ?? '').replaceAll('&#39;', "'");
  return new Map(
    content.split(';').map((directive): [string, string] => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(' ')];
    }),
  );
}

test('there are pages', () => {
  expect(PAGES).toContain('index.html');
  expect(PAGES.length).toBeGreaterThan(20);
});

for (const name of PAGES) {
  test(`${name} allows its own files only, and has nothing inline`, async () => {
    const html = readFileSync(resolve(SITE, name), 'utf8');
    const policy = policyOf(html);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy.get('style-src')).toBe("'self'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('form-action')).toBe("'none'");
    for (const [directive, sources] of policy) {
      expect(sources, directive).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    }
    // Nothing may come before it: what precedes a policy is not held to it.
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<script|<link|<style/));
    const markup = html.replace(/<pre[\s\S]*?<\/pre>|<code[\s\S]*?<\/code>/g, '');
    const inline = [
      ...markup.matchAll(/<script(?![^>]*\bsrc=)(?![^>]*type="(?:application\/json|text\/plain)")[^>]*>/g),
    ];
    expect(inline.map(([tag]) => tag)).toEqual([]);
    expect(markup).not.toMatch(/<style[\s>]|<[^>]+\s(?:on[a-z]+|style)=/);
    expect(markup).not.toMatch(/<[^>]+(?:href|src)="\s*javascript:/i);
  });
}

test('no page offends against the policy while it is opened', async ({ page, baseURL }) => {
  test.setTimeout(180_000);
  const offences: string[] = [];
  await page.exposeFunction('offended', (what: string) => offences.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (globalThis as unknown as { offended: (what: string) => void }).offended(
        `${location.pathname}: ${violatedDirective} ${blockedURI}`,
      ),
    );
  });
  const origin = new URL(baseURL ?? '').origin;
  page.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) offences.push(`${page.url()} asks ${request.url()}`);
  });
  for (const name of PAGES) {
    await page.goto(name, { waitUntil: 'load' });
  }
  expect(offences).toEqual([]);
});
