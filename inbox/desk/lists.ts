/** Keeps the list in sight filled and counted. Updates are hints; after each connect the desk is asked again. */

import type { Connection } from "@firstline/client/connection";
import type { Filter, ListsAction } from "../model/lists";
import { agentOf, leads } from "../model/state";
import { movesSurges } from "../model/surge";
import type { Counts, ListName, Row, RowsChange, Surges } from "../model/wire";
import type { InboxStore } from "./inbox";

const PAGE = 100;
const COUNT_PAUSE = 400;

export class ListKeeper {
  readonly #store: InboxStore;
  readonly #connection: Connection;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(store: InboxStore, connection: Connection) {
    this.#store = store;
    this.#connection = connection;
    connection.on<RowsChange>("rows", (change) => this.#changed(change));
    connection.onWake(() => void this.refresh());
  }

  choose(list: ListName): void {
    this.#dispatch({ type: "list_chosen", list });
    void this.refresh();
  }

  filter(filter: Filter): void {
    this.#dispatch({ type: "filtered", filter });
    void this.refresh();
  }

  async refresh(): Promise<void> {
    void this.#count();
    void this.#paged();
    void this.#surges();
    await this.#page(null);
  }

  /** The next page of the list in sight. */
  async more(): Promise<void> {
    const { next } = this.#store.state.lists;
    if (next !== null) await this.#page(next);
  }

  async search(text: string): Promise<void> {
    if (!text.trim()) return this.#dispatch({ type: "search_left" });
    this.#dispatch({ type: "searched", text });
    const ack = await this.#connection.ask<{ rows: Row[] }>("search", { text });
    if (ack.ok) this.#dispatch({ type: "found", text, rows: ack.rows });
    else this.#failed(ack.error);
  }

  async #page(after: string | null): Promise<void> {
    const { chosen: list, filter } = this.#store.state.lists;
    const fields = { list, limit: PAGE, ...given({ ...filter, after }) };
    const ack = await this.#connection.ask<{ rows: Row[]; next: string | null }>("rows", fields);
    if (!ack.ok) return this.#failed(ack.error);
    const { rows, next } = ack;
    this.#dispatch({ type: "page_arrived", list, rows, next: next ?? null, first: after === null });
  }

  async #paged(): Promise<void> {
    const ack = await this.#connection.ask<{ rows: Row[] }>("pages");
    if (ack.ok) this.#dispatch({ type: "pages_arrived", rows: ack.rows });
  }

  /** Leads are told what many customers write about (R49). */
  async #surges(): Promise<void> {
    const agent = agentOf(this.#store.state);
    if (!agent || !leads(agent)) return;
    const ack = await this.#connection.ask<Surges>("surges");
    if (ack.ok) {
      const { surges, status_url } = ack;
      this.#store.dispatch({ type: "surges_arrived", surges: { surges, status_url } });
    }
  }

  #changed(change: RowsChange): void {
    this.#dispatch({ type: "rows_changed", change });
    if (movesSurges(this.#store.state.surges.surges, change)) void this.#surges();
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      void this.#count();
    }, COUNT_PAUSE);
  }

  async #count(): Promise<void> {
    const fields = given(this.#store.state.lists.filter);
    const ack = await this.#connection.ask<{ counts: Counts }>("lists", fields);
    if (ack.ok) this.#dispatch({ type: "counted", counts: ack.counts });
  }

  #dispatch(action: ListsAction): void {
    this.#store.dispatch({ type: "lists", action });
  }

  #failed(error: { code: string; text: string }): void {
    if (this.#connection.link.kind === "online") this.#store.dispatch({ type: "failed", error });
  }
}

/** Only the fields that say something. */
const given = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
