import { useLayoutEffect, useRef } from "preact/hooks";
import { addressOf } from "../desk/address";
import { inVain } from "../model/paging";
import type { Row } from "../model/wire";
import { named } from "../model/words";
import { ClockFace } from "./ClockFace";
import { useInboxState, useTexts } from "./context";

/** Three lines: clock and number, subject, who and language. A link, so that it opens in a tab of its own too. */
export function RowItem({ row, cursor }: { row: Row; cursor: boolean }) {
  const texts = useTexts();
  const isOpen = useInboxState((state) => state.open?.conversation === row.conversation);
  const link = useRef<HTMLAnchorElement>(null);
  // Before the next key: the Enter that opens it may follow at once.
  useLayoutEffect(() => {
    if (!cursor || isTyping()) return;
    link.current?.focus({ preventScroll: true });
    link.current?.scrollIntoView({ block: "nearest" });
  }, [cursor]);
  return (
    <li>
      <a
        ref={link}
        class={`row ${row.unread ? "unread" : ""}`}
        href={addressOf(row.number)}
        aria-current={isOpen ? "true" : undefined}
      >
        <span class="row-line">
          <ClockFace clock={row.clock} />
          <SeverityMark row={row} />
          <span class="number">{row.number}</span>
        </span>
        <span class="row-line">
          <span class="subject">
            {row.subject || row.snippet || texts.say("conversation.no_subject")}
          </span>
          <ChannelBadge channel={row.channel} />
          <PageBadge row={row} />
          {row.unread && <span class="badge">{texts.say("list.unread")}</span>}
        </span>
        <span class="row-line muted">
          <span class="who">{row.customer.name || texts.say("context.no_name")}</span>
          <span>{row.language.slice(0, 2)}</span>
          {row.agent && <span class="owner">{row.agent.name}</span>}
          {!row.agent && <span class="owner">{named(texts, "team", row.team)}</span>}
        </span>
      </a>
    </li>
  );
}

function SeverityMark({ row }: { row: Row }) {
  const texts = useTexts();
  if (!row.severity) return null;
  const label = texts.say("severity.label", { level: row.severity });
  const proposed = row.severity_proposed ? ` (${texts.say("list.proposed")})` : "";
  return (
    <span class={`severity-mark level-${row.severity}`} title={label + proposed}>
      <span aria-hidden="true">
        {row.severity}
        {row.severity_proposed && "?"}
      </span>
      <span class="heard">{label + proposed}</span>
    </span>
  );
}

/** Where it is answered, if that is not the chat (R33). */
export function ChannelBadge({ channel }: { channel: Row["channel"] }) {
  const texts = useTexts();
  if (channel === "chat") return null;
  return <span class="badge channel">{texts.say(`conversation.channel_${channel}`)}</span>;
}

function PageBadge({ row }: { row: Row }) {
  const texts = useTexts();
  if (row.page?.state !== "calling") return null;
  const vain = inVain(row);
  return (
    <span class={`badge ${vain ? "missed" : "due"}`}>
      {texts.say(vain ? "paging.row_vain" : "paging.row")}
    </span>
  );
}

/** Moving the cursor must not take the focus from someone who writes. */
const isTyping = (): boolean =>
  /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
