import { browserZone, clockTime, fileSize } from "@firstline/client/format";
import type { AutomaticEntry, Lead, Secret, StoredFile } from "@firstline/client/protocol";
import type { Delivery, MessageLine } from "../app/lines";
import { writerName } from "../app/words";
import { Choices } from "./Choices";
import { errorText, useChat, useTexts } from "./context";
import { Icon } from "./Icon";
import { saveFile } from "./saveFile";
import { Understood } from "./Understood";

const ZONE = browserZone();

interface Parts {
  line: MessageLine;
  /** Set where the line asks something that is still open. */
  question: AutomaticEntry | undefined;
}

export function Message({ line, question }: Parts) {
  const { session, state } = useChat();
  const { texts } = state;
  const time = clockTime(line.at, texts.tag, ZONE);
  const words = line.erased ? texts.say("message.erased") : line.text;
  const mine = line.from === "customer";
  return (
    <article class={`message ${line.from} ${line.first ? "first" : ""}`}>
      <h2 class={mine ? "hidden" : "writer"} hidden={!line.first}>
        {writerName(texts, line)}
      </h2>
      {question?.asks && <Understood />}
      {words && (
        <p class={line.erased ? "bubble erased" : "bubble"} dir="auto" title={time}>
          {mine ? words : <Linked text={words} />}
        </p>
      )}
      {line.files.map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
      <Masked secrets={line.secrets} />
      {session.hidden.has(line.key) && (
        <button type="button" class="link" onClick={() => session.release(line.key)}>
          {texts.say("masked.release")}
        </button>
      )}
      {line.delivery && <DeliveryLine line={line} delivery={line.delivery} time={time} />}
      {question && <Choices question={question} />}
      {line.lead && <Follow lead={line.lead} />}
    </article>
  );
}

/** The way to another conversation of the customer (R25, R26). */
function Follow({ lead }: { lead: Lead }) {
  const { session, state } = useChat();
  return (
    <button type="button" class="choice lead" onClick={() => void session.follow(lead)}>
      {state.texts.say("joined.open", { number: lead.number })}
    </button>
  );
}

/** Addresses become links; everything stays text. */
function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 ? (
          <a href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}

/** One quiet line under the message it concerns: what was hidden before it was sent (R27). */
export function Masked({ secrets }: { secrets: readonly Secret[] }) {
  const texts = useTexts();
  if (secrets.length === 0) return null;
  return (
    <>
      {secrets.map(({ kind, shown }, index) => (
        <p key={`${index}-${kind}`} class="masked">
          <Icon name="lock" />
          {texts.say(texts.has(`masked.${kind}`) ? `masked.${kind}` : "masked.other", { shown })}
        </p>
      ))}
    </>
  );
}

function DeliveryLine({
  line,
  delivery,
  time,
}: {
  line: MessageLine;
  delivery: Delivery;
  time: string;
}) {
  const { session, state } = useChat();
  const { say } = state.texts;
  if (delivery.kind !== "failed") {
    return (
      <p class={`delivery ${delivery.kind}`}>
        {say(`delivery.${delivery.kind}`)} · <time>{time}</time>
      </p>
    );
  }
  return (
    <div class="delivery failed" role="alert">
      <p>
        {say("delivery.failed")} {errorText(state.texts, delivery.error)}
      </p>
      <button type="button" class="link" onClick={() => session.retry(line.key)}>
        {say("delivery.retry")}
      </button>
      <button type="button" class="link" onClick={() => session.drop(line.key)}>
        {say("delivery.drop")}
      </button>
    </div>
  );
}

function FileCard({ file }: { file: StoredFile }) {
  const chat = useChat();
  const { say, tag } = chat.state.texts;
  return (
    <button type="button" class="file" onClick={() => void saveFile(chat, file)}>
      <Icon name="file" />
      <span class="name">{file.name}</span>
      <span class="about">
        {fileSize(file.size, tag)}
        {!file.checked && ` · ${say("file.unchecked")}`}
      </span>
    </button>
  );
}
