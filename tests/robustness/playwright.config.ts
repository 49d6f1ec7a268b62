import site from '../../www/playwright.config.ts';

/** The site on the real engine. Without the service worker, so that what is served can be damaged on the way. */
export default {
  ...site,
  testDir: '.',
  outputDir: '../../www/test-results',
  workers: 1,
  use: { ...site.use, serviceWorkers: 'block' as const },
  webServer: { ...site.webServer, cwd: '../../www' },
};
