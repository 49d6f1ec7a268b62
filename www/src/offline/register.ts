/** Keeps the page for use without a network, and offers a new version rather than forcing it. */
import { notify } from '../store/notice.ts';

export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('./sw.js', document.baseURI));
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing;
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
      });
    });
  } catch {
    // Without it the page works as before, with a network.
  }
}

function offer(worker: ServiceWorker): void {
  notify('A new version of this page is there. Your code stays.', {
    label: 'Use it',
    run: () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker.postMessage('use-now');
    },
  });
}
