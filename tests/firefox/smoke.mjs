/**
 * A smoke run in Firefox: `node tests/firefox/smoke.mjs [DIST]`. It opens the page, runs the dashboard and walks
 * through the details, and fails on an error of the page. Playwright drives only a Firefox of its own, so this talks
 * to the system's through Marionette, which every Firefox has: one JSON array a message, its length in front.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const here = import.meta.dirname;
const dist = resolve(here, '../../www', process.argv[2] ?? 'dist');
const PORT = 8039;
const URL_OF_PAGE = `http://127.0.0.1:${PORT}/some/path/`;
const MARIONETTE = 2839;

class Marionette {
  #socket;
  #buffer = Buffer.alloc(0);
  #waiting = new Map();
  #next = 1;

  static async open(port, seconds) {
    for (let left = seconds * 4; ; left--) {
      const socket = connect(port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        return new Marionette(socket);
      } catch (error) {
        if (left <= 0) throw error;
        await pause(250);
      }
    }
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#received(data));
    socket.on('error', () => {});
  }

  #received(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon < 0) return;
      const length = Number(this.#buffer.subarray(0, colon));
      if (this.#buffer.length < colon + 1 + length) return;
      const message = JSON.parse(this.#buffer.subarray(colon + 1, colon + 1 + length));
      this.#buffer = this.#buffer.subarray(colon + 1 + length);
      // The first message is a greeting, and no array.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(new Error(error.message));
      else resolve(result?.value ?? result);
    }
  }

  send(command, parameters = {}) {
    const id = this.#next++;
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  run(script) {
    return this.send('WebDriver:ExecuteScript', { script: `${DEEP}\n${script}`, args: [] });
  }

  async until(what, condition, seconds = 60) {
    for (let left = seconds * 5; left > 0; left--) {
      if (await this.run(`return Boolean(${condition})`)) return;
      await pause(200);
    }
    throw new Error(`Waited in vain: ${what}.`);
  }

  close() {
    this.#socket.destroy();
  }
}

/** Elements lie in shadow trees: `find` looks through all of them. */
const DEEP = `
  const all = (selector, root = document) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? all(selector, element.shadowRoot) : []),
  ]);
  const find = (selector, text = '') => all(selector).find((element) => element.textContent.includes(text));
`;

async function journey(page) {
  await page.send('WebDriver:NewSession', { capabilities: {} });
  await page.send('WebDriver:SetWindowRect', { width: 1440, height: 980 });
  await page.send('WebDriver:Navigate', { url: URL_OF_PAGE });
  await page.run(`
    window.faults = [];
    addEventListener('error', (event) => window.faults.push(event.message));
    addEventListener('unhandledrejection', (event) => window.faults.push(String(event.reason)));
    document.addEventListener('securitypolicyviolation', (event) => window.faults.push(event.violatedDirective));
  `);
  await page.until('the editor', `find('.cm-content')`);
  await page.until('the engine', `find('span.status')?.textContent.trim() === ''`);
  await page.run(`find('.run').click()`);
  await page.until('a report', `find('.origin')?.textContent.trim() === '' && find('.run', 'Run')`);
  const said = await page.run(`return find('h2.main').textContent`);
  if (!/664 queries became\s1\./.test(said)) throw new Error(`The sentence is: ${said}`);
  for (const tab of ['Findings', 'Result', 'Growth', 'Schema', 'Console', 'History', 'Queries']) {
    await page.run(`find('[role=tab]', ${JSON.stringify(tab)}).click()`);
    await page.until(tab, `find('[role=tab][aria-selected=true]', ${JSON.stringify(tab)})`);
    await pause(200);
  }
  await page.run(`find('button.row', '51×').click()`);
  await page.until('the SQL', `find('pre[aria-label=SQL]', 'SELECT')`);
  const bars = await page.run(`
    const canvas = find('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let red = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] > data[at + 1] + 60 && data[at + 3] > 60) red++;
    return red;
  `);
  if (bars < 100) throw new Error('The trace shows no trips.');
  const faults = await page.run('return window.faults');
  if (faults.length > 0) throw new Error(`The page had faults: ${faults.join('; ')}`);
  return await page.send('WebDriver:TakeScreenshot', { full: false });
}

const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
writeFileSync(join(profile, 'user.js'), `user_pref("marionette.port", ${MARIONETTE});\n`);
const server = spawn('node', [
  resolve(here, '../../tools/serve.mjs'),
  dist,
  '--port',
  String(PORT),
  '--base',
  '/some/path/',
]);
const firefox = spawn(
  process.env.FIREFOX ?? 'firefox-esr',
  ['--headless', '--marionette', '--no-remote', '--profile', profile],
  { stdio: 'ignore' },
);
try {
  await once(server.stdout, 'data');
  const page = await Marionette.open(MARIONETTE, 60);
  const picture = await journey(page);
  if (process.argv[3]) writeFileSync(process.argv[3], Buffer.from(picture, 'base64'));
  page.close();
  console.log('Firefox: the dashboard runs, every view opens, no fault.');
} catch (error) {
  console.error(`Firefox: ${error.message}`);
  process.exitCode = 1;
} finally {
  firefox.kill();
  server.kill();
  await once(firefox, 'exit');
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
