/** The pages of the site, as every one of them names the others. */
export const SITE_PAGES = [
  ['Course', './course.html'],
  ['Exercises', './exercises.html'],
  ['Guides', './guides.html'],
  ['Playground', './'],
] as const;
