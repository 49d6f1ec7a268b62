/** Markdown from a pack as HTML. A pack may come from anywhere, so raw HTML is shown as text and links are checked. */
import { Marked, Renderer } from 'marked';

const renderer = new Renderer();
renderer.html = ({ text }) => escapeText(text);
renderer.image = ({ text }) => escapeText(text);
renderer.link = function ({ href, tokens }) {
  const label = this.parser.parseInline(tokens);
  return /^(https?:|\.{0,2}\/|#|[\w-]+\.html)/.test(href)
    ? `<a href="${escapeText(href)}">${label}</a>`
    : label;
};

const marked = new Marked({ renderer, async: false });

export function markdown(text: string): string {
  return marked.parse(text) as string;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
