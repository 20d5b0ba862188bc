/** The conversation as plain text, for the customer's own files. */

import { browserZone, timeWithZone } from "@firstline/client/format";
import { linesOf, type MessageLine } from "./lines";
import type { State } from "./state";
import { eventText, placeName, writerName } from "./words";

export function transcriptText(state: State, zone: string = browserZone()): string {
  const { texts, transcript, outgoing, conversation } = state;
  const lines = linesOf(transcript.entries, outgoing, zone);
  const place = placeName(transcript.card, zone);
  const time = (at: number) => timeWithZone(at, 0, texts.tag, zone, place);
  const body = lines.flatMap((line) => {
    if (line.kind === "day") return [];
    if (line.kind === "message") return [`[${time(line.at)}] ${message(line, state)}`];
    const words = eventText(texts, line.event, line.values);
    return words ? [`[${time(line.at)}] ${words}`] : [];
  });
  return [
    texts.say("download.title", { number: conversation?.number ?? "" }),
    "",
    ...body,
    "",
  ].join("\n");
}

function message(line: MessageLine, { texts }: State): string {
  const words = line.erased ? texts.say("message.erased") : line.text;
  const files = line.files.map(({ name }) => `[${name}]`);
  return `${writerName(texts, line)}: ${[words, ...files].filter(Boolean).join(" ")}`;
}
