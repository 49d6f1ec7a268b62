import { escapeHtml } from './html.ts';
import { curled } from './quotes.ts';

/** What a page of prose says of itself. */
export interface Head {
  title: string;
  summary?: string;
  /** Its picture, as a path from the site's top, and what it shows. */
  picture?: { path: string; words: string };
  /** Its own path from the site's top. */
  path: string;
}

/** Where the site will lie, when that is known: pictures and addresses for other sites are absolute. */
const SITE = process.env.OUTERREF_URL?.replace(/\/*$/, '/') ?? './';

/** A page of prose: `course.html` or `guides.html` with a body and a head of its own. */
export function fill(template: string, body: string, { title, summary = '', picture, path }: Head): string {
  const described = `<meta name="description" content="${escapeHtml(summary)}" />`;
  const page = template
    .replace(/<title>.*?<\/title>/, () => `<title>${escapeHtml(title)} · OuterRef</title>`)
    .replace('<!-- body -->', () => curled(body));
  const filled = summary ? page.replace(/<meta\s+name="description"[^>]*>/, () => described) : page;
  const tags: [string, string][] = [
    ['og:site_name', 'OuterRef'],
    ['og:type', 'article'],
    ['og:title', title],
  ];
  if (summary) tags.push(['og:description', summary]);
  if (SITE !== './') tags.push(['og:url', SITE + path]);
  if (picture) {
    tags.push(['og:image', SITE + picture.path], ['og:image:alt', picture.words]);
    tags.push(['og:image:width', '1200'], ['og:image:height', '630']);
  }
  const meta = tags.map(([name, text]) => `<meta property="${name}" content="${escapeHtml(text)}" />`);
  if (picture) meta.push('<meta name="twitter:card" content="summary_large_image" />');
  const whole = filled.replace('</head>', () => `${meta.join('\n    ')}\n  </head>`);
  // Pages one folder down say so in every address.
  return path.includes('/') ? whole.replaceAll('="./', '="../') : whole;
}
