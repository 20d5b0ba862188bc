/**
 * Compiles only while `protocol.ts` says of each message what the desk's own structs say of it
 * (`generated/types.ts`). Nothing here reaches a bundle.
 */

import type * as desk from "./generated/types";
import type {
  AgentEntry,
  AutomaticEntry,
  Choice,
  CustomerCard,
  CustomerEntry,
  EventEntry,
  Language,
  Mark,
  NoteEntry,
  Offer,
  Phase,
  Secret,
  StoredFile,
} from "./protocol";

/** What the desk sends can be taken for what the browser expects. */
type Fits<Sent extends Expected, Expected> = Sent;
type Same<One extends Other, Other extends Again, Again = One> = [One, Other, Again];

/** A line of a kind: the fields that the browser reads of it, as the desk's one struct has them. */
type LineOf<Kind> = Pick<Required<desk.Entry>, Exclude<keyof Kind, "kind"> & keyof desk.Entry>;
type Read<Kind> = Required<Omit<Kind, "kind">>;

export type Checked = [
  Same<desk.Language, Language>,
  Same<desk.Phase, Phase>,
  Same<desk.Mark, Mark>,
  Same<desk.Secret, Secret>,
  Same<desk.Attachment, StoredFile>,
  Same<desk.Choice, Choice>,
  Fits<desk.OfferShown, Offer>,
  Fits<LineOf<CustomerEntry>, Read<CustomerEntry>>,
  Fits<LineOf<AutomaticEntry>, Read<AutomaticEntry>>,
  Fits<LineOf<AgentEntry>, Read<AgentEntry>>,
  Fits<LineOf<NoteEntry>, Read<NoteEntry>>,
  Fits<LineOf<EventEntry>, Read<EventEntry>>,
  Same<
    desk.Entry["kind"],
    (CustomerEntry | AutomaticEntry | AgentEntry | NoteEntry | EventEntry)["kind"]
  >,
  Fits<Omit<desk.CustomerCard, "phase" | "language">, Omit<CustomerCard, "phase" | "language">>,
  Same<keyof desk.CustomerCard, keyof CustomerCard>,
];
