/** Whether the host page is dark where the widget stands, and when that may have changed. */

/** By the colour of the text that is inherited: hosts tell darkness in many ways, and all of them set that. */
export function isDark(element: HTMLElement): boolean {
  const theme = element.getAttribute('theme');
  if (theme === 'dark' || theme === 'light') return theme === 'dark';
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
}

/** Calls back now and whenever the system or the host page changes its colours. */
export function watchHost(callback: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const later = () => setTimeout(callback, 50);
  const observer = new MutationObserver(later);
  for (const target of [document.documentElement, document.body]) {
    if (target) observer.observe(target, { attributes: true });
  }
  system.addEventListener('change', later);
  callback();
  return () => {
    observer.disconnect();
    system.removeEventListener('change', later);
  };
}
