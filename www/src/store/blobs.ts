/** Files that the browser keeps, in IndexedDB. It may be forbidden or full: then nothing is kept, and nothing breaks. */

const DATABASE = 'outerref';
const STORE = 'imports';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

async function attempt<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const database = await open();
    return await new Promise<T | null>((resolve) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => resolve(null);
      transaction.onerror = () => resolve(null);
    });
  } catch {
    return null;
  }
}

export async function get(key: string): Promise<unknown> {
  return (await attempt<unknown>('readonly', (store) => store.get(key))) ?? null;
}

/** Says whether it was kept. */
export async function put(key: string, value: unknown): Promise<boolean> {
  return (await attempt('readwrite', (store) => store.put(value, key))) !== null;
}

export async function remove(key: string): Promise<void> {
  await attempt('readwrite', (store) => store.delete(key));
}
