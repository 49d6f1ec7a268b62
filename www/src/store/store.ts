import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Holds plain data that is replaced, never altered, and tells who listens. */
export class Store<S extends object> {
  #state: S;
  #listeners = new Set<() => void>();

  constructor(state: S) {
    this.#state = state;
  }

  get state(): S {
    return this.#state;
  }

  set(patch: Partial<S>): void {
    this.#state = { ...this.#state, ...patch };
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Gives an element one value of a store, and renders the element when that value changes. */
export class Selected<S extends object, T> implements ReactiveController {
  value: T;
  #leave: (() => void) | null = null;

  constructor(
    private host: ReactiveControllerHost,
    private store: Store<S>,
    private select: (state: S) => T,
  ) {
    this.value = select(store.state);
    host.addController(this);
  }

  hostConnected(): void {
    this.#refresh();
    this.#leave = this.store.subscribe(() => this.#refresh());
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = null;
  }

  #refresh(): void {
    const value = this.select(this.store.state);
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.host.requestUpdate();
  }
}
