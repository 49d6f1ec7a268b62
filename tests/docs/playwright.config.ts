import { defineConfig } from '../../www/node_modules/@playwright/test/index.mjs';
import args from '../chromium-flags.json' with { type: 'json' };

const folder = process.env.OUTERREF_DOCS ?? '';
const port = Number(process.env.OUTERREF_PORT ?? 8047);
/** The sites lie below a path, as documentation does. */
const base = '/projects/some/';
/** As `docs/widget.md` says, and what the builders' own themes need: inline script and style. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
].join('; ');

export default defineConfig({
  testDir: '.',
  outputDir: `${folder}/../results`,
  workers: 2,
  retries: 0,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args,
    },
  },
  webServer: {
    command: `node ../../tools/serve.mjs "${folder}" --port ${port} --base ${base} --policy "${policy}"`,
    url: `http://127.0.0.1:${port}${base}plain/`,
    reuseExistingServer: false,
  },
});
