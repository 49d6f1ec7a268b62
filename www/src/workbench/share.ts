/**
 * A workbench in a URL's fragment: `#w1.` and the JSON, deflated, in base64url. The fragment is never
 * sent to a server. Later formats get another prefix, and earlier ones stay readable.
 */
import { readWorkbench } from './saved.ts';
import type { Workbench } from './workbench.ts';

const PREFIX = 'w1.';
/** Browsers and chat programs cut longer links. */
export const LONGEST_LINK = 32_000;
/** A small link may unfold to a huge text. */
const MOST_BYTES = 5_000_000;

export class LinkError extends Error {
  override name = 'LinkError';
}

export async function toFragment(workbench: Workbench): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(workbench));
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return PREFIX + toBase64Url(await collect(stream, Number.POSITIVE_INFINITY));
}

/** The workbench in a fragment; nothing if the fragment is not a workbench at all. */
export async function fromFragment(fragment: string): Promise<Workbench | null> {
  const text = fragment.replace(/^#/, '');
  if (!/^w\d+\./.test(text)) return null;
  if (!text.startsWith(PREFIX)) throw new LinkError('This link was made by a newer version of this page.');
  let value: unknown;
  try {
    const stream = new Blob([fromBase64Url(text.slice(PREFIX.length))])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'));
    value = JSON.parse(new TextDecoder().decode(await collect(stream, MOST_BYTES)));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('This link is damaged or incomplete.');
  }
  const workbench = readWorkbench(value);
  if (!workbench) throw new LinkError('This link holds no workbench.');
  return workbench;
}

async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new LinkError('This link holds more than this page takes.');
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
