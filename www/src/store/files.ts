/** Files to and from the person's machine. */

export function download(name: string, text: string): void {
  save(name, new Blob([text], { type: 'application/json' }));
}

export function downloadBytes(name: string, bytes: Uint8Array, type: string): void {
  save(name, new Blob([new Uint8Array(bytes)], { type }));
}

function save(name: string, contents: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The file that is picked, or nothing. */
export async function pickFile(accept: string): Promise<File | null> {
  const [file] = await pick((input) => {
    input.accept = accept;
  });
  return file ?? null;
}

/** All files of the folder that is picked; none where nothing was. */
export function pickFolder(): Promise<File[]> {
  return pick((input) => {
    input.webkitdirectory = true;
  });
}

function pick(prepare: (input: HTMLInputElement) => void): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    prepare(input);
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}
