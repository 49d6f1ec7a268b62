// One page after the other in Chromium, each in a profile of its own unless it is to be warm.

import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MINUTES_FOR_A_PAGE = 10;
const ARGUMENTS = JSON.parse(readFileSync(new URL("../../chromium-flags.json", import.meta.url), "utf8"));

/** `www` holds Playwright; `server` is what serve() gave. */
export function browser(www, server) {
  const { chromium } = createRequire(join(www, "package.json"))("@playwright/test");

  async function profile(work) {
    const folder = await mkdtemp(join(tmpdir(), "outerref-bench-"));
    const executablePath = process.env.CHROMIUM;
    const context = await chromium.launchPersistentContext(folder, { executablePath, headless: true, args: ARGUMENTS });
    try {
      return await work(context);
    } finally {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function visit(context, path, network) {
    const page = await context.newPage();
    if (network) {
      const session = await context.newCDPSession(page);
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: network.roundTripMillis,
        downloadThroughput: (network.megabits * 1e6) / 8,
        uploadThroughput: (network.megabits * 1e6) / 8,
      });
    }
    const before = server.log.length;
    await page.goto(`${server.url}/${path}`);
    await page.waitForFunction(() => window.result, null, { timeout: MINUTES_FOR_A_PAGE * 60_000, polling: 50 });
    const result = await page.evaluate(() => window.result);
    await page.close();
    if (result.error) throw new Error(`${path}: ${result.error}`);
    const answered = server.log.slice(before);
    return { ...result, files: answered, sent: answered.reduce((sum, { sent }) => sum + sent, 0) };
  }

  return {
    version: () => profile(async (context) => context.browser()?.version() ?? "unknown"),
    /** A first visit: nothing cached. */
    cold: (path, network) => profile((context) => visit(context, path, network)),
    /** Later visits: files and compiled code are cached after two. */
    warm: (path, times) =>
      profile(async (context) => {
        const visits = [];
        for (let i = 0; i < times + 2; i++) visits.push(await visit(context, path));
        return visits.slice(2);
      }),
  };
}
