/* Everything the pages do beyond HTML. Each page works without this file; it only saves steps. */

import { startDialog } from "./dialog.js";
import { startDrafts } from "./drafts.js";
import { startFocus } from "./focus.js";
import { startMenus } from "./menus.js";
import { startSession } from "./session.js";
import { startShortcuts } from "./shortcuts.js";
import { startStatus } from "./status.js";

startStatus();
startFocus();
startDialog();
startDrafts();
startMenus();
startShortcuts();
startSession();
document.documentElement.dataset.script = "ready";
