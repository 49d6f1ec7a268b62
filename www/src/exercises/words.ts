import { pythonLanguage } from '@codemirror/lang-python';

/** The names and keywords of a piece of Python, without those in comments and strings. */
export function wordsIn(source: string): Set<string> {
  const words = new Set<string>();
  pythonLanguage.parser.parse(source).iterate({
    enter: (node) => {
      if (node.name === 'Comment' || node.name === 'String') return false;
      if (!node.node.firstChild) {
        const text = source.slice(node.from, node.to);
        if (/^\w+$/.test(text)) words.add(text);
      }
      return true;
    },
  });
  return words;
}
