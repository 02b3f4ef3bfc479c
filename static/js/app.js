// Everything here only adds comfort: without it each page is links and forms that work.
import { startChecks } from "./checks.js";
import { startCounters } from "./counters.js";
import { startFolds } from "./folds.js";
import { startMarking } from "./marking.js";
import { startMenus } from "./menus.js";
import { startNorms } from "./norms.js";
import { startOutbox } from "./outbox.js";
import { startReading } from "./reading.js";
import { startSheets } from "./sheets.js";
import { startTheme } from "./theme.js";
import { startTimer } from "./timer.js";

document.querySelector("[data-focus]")?.focus();
startMenus();
startSheets();
startFolds();
startTheme();
startTimer();
startReading();
startChecks();
startMarking();
startNorms();
startOutbox().then(startCounters);
