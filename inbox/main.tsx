import "@firstline/client/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/list.css";
import "./style/conversation.css";
import "./style/composer.css";
import "./style/context.css";
import "./style/dialog.css";
import "./style/editing.css";
import { render } from "preact";
import { Alerts } from "./desk/alerts";
import { Inbox } from "./desk/inbox";
import { readPage } from "./desk/page";
import { App } from "./view/App";

const root = document.getElementById("app");
if (root) {
  const inbox = new Inbox(new Alerts());
  render(<App inbox={inbox} page={readPage(document)} />, root);
  void inbox.start();
}
