import { defineConfig } from '@playwright/test';
import args from '../tests/chromium-flags.json' with { type: 'json' };

/** Which build is tested: `dist`, or the stand-in engine's `dist-fake`. */
const dist = process.env.OUTERREF_DIST ?? 'dist';
const standIn = dist === 'dist-fake';
const port = Number(process.env.OUTERREF_PORT ?? 8037);
/** An ordinary sub-path: nothing may depend on lying at the root of a host. */
const base = '/some/path/';

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Journeys that only one of the two engines can make say so by a tag.
  grepInvert: standIn ? /@real/ : /@stand-in/,
  reporter: [['list']],
  // The real engine's daily file has 32 MB, and every journey compiles it.
  timeout: standIn ? 60_000 : 180_000,
  expect: { timeout: standIn ? 20_000 : 60_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args,
    },
  },
  webServer: {
    command: `node ../tools/serve.mjs ${dist} --port ${port} --base ${base}`,
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
  },
});
