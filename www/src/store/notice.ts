/** Messages that pass. */
import { store } from './state.ts';

export function notify(text: string, action?: { label: string; run: () => void }): void {
  store.set({ notice: action ? { text, action } : { text } });
}

export function dismissNotice(): void {
  store.set({ notice: null });
}

/** Says what was done, with the way back. */
export function notifyUndo(text: string, undo: () => void): void {
  const run = () => {
    undo();
    dismissNotice();
  };
  notify(text, { label: 'Undo', run });
}
