// Which tests of Django use which feature, and how many of them pass.

import { features } from "./features.mjs";
import { readBaseline, readGaps } from "./lists.mjs";
import { App } from "./sources.mjs";

/** The groups of features with what the tests say of each: how many use it, how many of those pass, and the causes. */
export function measured(django) {
  const causes = readGaps();
  const failing = new Set(causes.flatMap(({ tests }) => tests));
  const groups = features();
  const all = groups.flatMap((group) => group.features);
  for (const feature of all) {
    Object.assign(feature, { passed: 0, of: 0 });
    feature.causes = causes.filter(({ concerns }) => concerns.includes(feature.name)).map(({ cause }) => cause);
  }
  for (const name of causes.flatMap(({ concerns }) => concerns)) {
    if (!all.some((feature) => feature.name === name)) throw new Error(`gaps.txt: no feature is called ${name}`);
  }
  for (const { app, tests } of readBaseline()) {
    const sources = new App(django, app);
    const inClass = new Map();
    const usedBy = (found) => {
      if (!inClass.has(found)) {
        const used = all.filter((feature) => feature.inClasses && feature.pattern.test(found.text));
        inClass.set(found, used);
      }
      return inClass.get(found);
    };
    for (const name of tests) {
      const { text, named } = sources.test(name);
      const used = new Set(named.flatMap(usedBy));
      for (const feature of all) if (feature.pattern.test(text)) used.add(feature);
      for (const feature of used) {
        feature.of++;
        if (!failing.has(name)) feature.passed++;
      }
    }
  }
  return groups;
}
