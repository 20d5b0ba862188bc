/** Puts the inbox together: who is signed in, the connection, and what follows from both. */

import { Connection, socketTo } from "@firstline/client/connection";
import type { Ack, Fields, Position, WireError } from "@firstline/client/protocol";
import { readDrafts, writeDrafts } from "../model/drafts";
import {
  initialState,
  leads,
  type Overlay,
  type State,
  type StateAction,
  update,
} from "../model/state";
import type { Agent, BotHealth, CannedReply, Colleague, DeskNotice, Row, Why } from "../model/wire";
import { goTo } from "./address";
import type { Alerts } from "./alerts";
import { type Asked, askSession, signIn, signOut } from "./http";
import { ListKeeper } from "./lists";
import { masked } from "./masked";
import { isLooking, OpenKeeper } from "./opened";
import { Replies } from "./replies";
import { keep, kept } from "./storage";
import { Store } from "./store";
import { now } from "./ticker";

export type InboxStore = Store<State, StateAction>;

/** What exists only while somebody is signed in. */
interface Desk {
  connection: Connection;
  lists: ListKeeper;
  opened: OpenKeeper;
  replies: Replies;
}

export class Inbox {
  readonly store: InboxStore = new Store(initialState, update);
  readonly alerts: Alerts;
  #desk: Desk | null = null;
  #keepDrafts: (() => void) | null = null;

  constructor(alerts: Alerts) {
    this.alerts = alerts;
  }

  /** The parts of the desk; only what is shown to someone signed in may ask for them. */
  get desk(): Desk {
    if (!this.#desk) throw new Error("nobody is signed in");
    return this.#desk;
  }

  async start(): Promise<void> {
    this.#take(await askSession());
  }

  async signIn(email: string, password: string): Promise<WireError | null> {
    const asked = await signIn(email, password);
    this.#take(asked);
    return asked.kind === "out" ? asked.error : null;
  }

  async signOut(): Promise<void> {
    await signOut();
    this.#leave();
  }

  /** A command for the open conversation. A refusal is given back; the state changes by the desk's update. */
  async command(name: string, fields: Fields = {}): Promise<WireError | null> {
    const conversation = this.store.state.open?.conversation;
    if (!conversation) return null;
    const ack = await this.desk.connection.do(name, { conversation, ...fields });
    if (!ack.ok) return ack.error;
    this.store.dispatch({ type: "acted", conversation, position: ack.position });
    return null;
  }

  /** The same, with a refusal shown above the conversation. */
  async order(name: string, fields: Fields = {}): Promise<void> {
    this.fail(await this.command(name, fields));
  }

  /** A lead puts an alarm away, whatever conversation is open. */
  async dismissSurge(conversation: string): Promise<void> {
    const ack = await this.desk.connection.do("dismiss_surge", { conversation });
    this.fail(ack.ok ? null : ack.error);
  }

  async claimNext(): Promise<void> {
    const { team } = this.store.state.lists.filter;
    const fields = { list: "queue", ...(team && { team }) };
    const ack: Ack<{ number?: string | null }> = await this.desk.connection.do(
      "claim_next",
      fields,
    );
    if (!ack.ok) return this.fail(ack.error);
    if (ack.number) goTo(ack.number);
    else this.fail({ code: "queue_is_empty", text: "" });
  }

  async setShift(on: boolean): Promise<void> {
    const ack = await this.desk.connection.do("set_shift", { on });
    if (!ack.ok) return this.fail(ack.error);
    const { session } = this.store.state;
    if (session.kind === "in")
      this.store.dispatch({ type: "signed_in", agent: { ...session.agent, on_shift: on } });
  }

  /** Opens the conversation with a number, which may stand in no list in sight. */
  async openNumber(number: string): Promise<void> {
    const rows = [...this.store.state.lists.rows.values()];
    const known = rows.find((row) => row.number === number);
    if (known) return this.desk.opened.open(known.conversation);
    const ack = await this.desk.connection.ask<{ rows: Row[] }>("search", { text: number });
    const found = ack.ok ? ack.rows.find((row) => row.number === number) : undefined;
    if (found) this.desk.opened.open(found.conversation);
    else this.fail(ack.ok ? { code: "conversation_not_found", text: "" } : ack.error);
  }

  canned(): Promise<Ack<{ replies: CannedReply[] }>> {
    const conversation = this.store.state.open?.conversation;
    return this.desk.connection.ask("canned", { conversation });
  }

  why(clock: string): Promise<Ack<Why>> {
    return this.desk.connection.ask("why", {
      conversation: this.store.state.open?.conversation,
      clock,
    });
  }

  show(overlay: Overlay | null): void {
    this.store.dispatch({ type: "overlay_set", overlay });
  }

  fail(error: WireError | null): void {
    this.store.dispatch({ type: "failed", error });
  }

  #take(asked: Asked): void {
    if (asked.kind === "out") this.store.dispatch({ type: "signed_out" });
    else this.#enter(asked.agent);
  }

  #enter(agent: Agent): void {
    this.store.dispatch({ type: "signed_in", agent });
    this.#loadDrafts(agent);
    const connection = new Connection({
      makeSocket: socketTo("/agent"),
      surroundings: { window, document },
    });
    const replies = new Replies(this.store, connection, agent.id);
    const settled = (conversation: string, position: Position) =>
      replies.settle(conversation, position);
    const opened = new OpenKeeper(this.store, connection, settled);
    this.#desk = { connection, replies, opened, lists: new ListKeeper(this.store, connection) };
    this.#listen(connection);
    connection.open();
  }

  #listen(connection: Connection): void {
    connection.onLink((link) => {
      this.store.dispatch({ type: "linked", link });
      if (link.kind === "refused") this.#refused(link.error);
    });
    connection.onWake(() => void this.#askPeople(connection));
    connection.onWake(() => void this.#askBot(connection));
    connection.on<DeskNotice[]>("notices", (notices) => {
      for (const notice of notices) this.#notice(notice);
    });
    connection.on<BotHealth>("bot", (bot) => this.store.dispatch({ type: "bot_looked_at", bot }));
    connection.on("reload", () => this.store.dispatch({ type: "outdated" }));
  }

  #notice(notice: DeskNotice): void {
    // What happens before the agent's eyes needs no notice.
    if (isLooking() && this.store.state.open?.conversation === notice.conversation) return;
    this.store.dispatch({ type: "notices", action: { type: "noticed", notice, at: now() } });
    this.alerts.tell(notice);
  }

  /** The desk refuses a socket whose session has ended; the drafts stay in the browser. */
  #refused(error: WireError): void {
    if (error.code === SIGNED_OUT) this.#leave();
    else this.fail(error);
  }

  async #askPeople(connection: Connection): Promise<void> {
    const people = await connection.ask<{ colleagues: Colleague[] }>("colleagues");
    const teams = await connection.ask<{ teams: (string | { id: string })[] }>("teams");
    if (!people.ok || !teams.ok) return;
    const ids = teams.teams.map((team) => (typeof team === "string" ? team : team.id));
    this.store.dispatch({ type: "people_arrived", colleagues: people.colleagues, teams: ids });
  }

  async #askBot(connection: Connection): Promise<void> {
    const { session } = this.store.state;
    if (session.kind !== "in" || !leads(session.agent)) return;
    const ack = await connection.ask<BotHealth>("bot");
    if (ack.ok) this.store.dispatch({ type: "bot_looked_at", bot: { up: ack.up, of: ack.of } });
  }

  #loadDrafts(agent: Agent): void {
    const key = `drafts.${agent.id}`;
    const drafts = readDrafts(kept(key));
    this.store.dispatch({ type: "drafts", action: { type: "drafts_loaded", drafts } });
    let last = drafts;
    this.#keepDrafts = this.store.subscribe(() => {
      const { session, drafts } = this.store.state;
      if (drafts === last || session.kind !== "in") return;
      last = drafts;
      // Secrets never reach storage as text (R27), the browser's neither.
      keep(key, drafts.size ? writeDrafts(drafts, (text) => masked(text).text) : null);
    });
  }

  #leave(): void {
    this.#keepDrafts?.();
    this.#desk?.opened.end();
    this.#desk?.connection.end();
    this.#desk = null;
    this.store.dispatch({ type: "signed_out" });
  }
}

const SIGNED_OUT = "signed_out";
