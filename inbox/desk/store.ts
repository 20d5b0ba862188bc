/** One state, changed by a pure function, watched by whoever shows a part of it. */

import { useEffect, useReducer, useRef } from "preact/hooks";

export class Store<State, Action> {
  state: State;
  readonly #update: (state: State, action: Action) => State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State, update: (state: State, action: Action) => State) {
    this.state = state;
    this.#update = update;
  }

  dispatch(action: Action): void {
    const before = this.state;
    this.state = this.#update(before, action);
    if (this.state !== before) for (const listener of [...this.#listeners]) listener();
  }

  /** Calls the listener after each change; gives back what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A part of the state; the component is drawn again when that part is another one. */
export function useSelected<State, Part>(
  store: Store<State, never>,
  select: (state: State) => Part,
): Part {
  const part = select(store.state);
  const shown = useRef({ part, select });
  shown.current = { part, select };
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const check = () => {
      if (!Object.is(shown.current.select(store.state), shown.current.part)) draw(undefined);
    };
    check();
    return store.subscribe(check);
  }, [store]);
  return part;
}
