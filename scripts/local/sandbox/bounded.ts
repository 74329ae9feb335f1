/** The newest things by their id, oldest first; when it is full the oldest is forgotten. */
export class Bounded<T extends { readonly id: string }> {
  readonly #items = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(item: T): void {
    this.#items.set(item.id, item);
    if (this.#items.size <= this.#limit) return;
    const oldest = this.#items.keys().next();
    if (!oldest.done) this.#items.delete(oldest.value);
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  get size(): number {
    return this.#items.size;
  }

  all(): T[] {
    return [...this.#items.values()];
  }
}
