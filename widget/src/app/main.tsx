import { Connection, socketTo } from "@firstline/client/connection";
import { render } from "preact";
import { App } from "../view/App";
import { applyLook } from "../view/look";
import { readFirstLine, TextSource } from "./firstline";
import { findHost } from "./host";
import { Session } from "./session";

async function start(): Promise<void> {
  const texts = new TextSource(readFirstLine(document));
  const host = await findHost();
  let opened = true;
  host.onOpened((now) => {
    opened = now;
  });
  applyLook(host.settings);
  const connection = new Connection({
    makeSocket: socketTo("/customer"),
    token: (fresh) => host.token(fresh),
    surroundings: { window, document },
  });
  const watched = () => opened && document.visibilityState === "visible" && document.hasFocus();
  const session = new Session({ host, connection, texts, watched });
  const root = document.getElementById("chat");
  if (root) render(<App session={session} host={host} languages={texts.languages} />, root);
  session.start();
}

void start();
