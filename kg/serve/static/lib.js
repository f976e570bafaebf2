/**
 * What the pages of the explorer share, in one place to import from.
 */

export { ApiError, api, apiBlob, apiUrl, queryString } from "./lib/api.js";
export { copyButton, factGroups, namesList, targetList } from "./lib/card.js";
export { announce, colour, el, isCalm, outLink, safeUrl, svg } from "./lib/dom.js";
export { evidenceList, marked, origin, qualifierLine, reviewControl } from "./lib/facts.js";
export { copyText, csv, saveFile } from "./lib/files.js";
export { icon, iconButton } from "./lib/icons.js";
export { classMark, classTag, inPage, place, shapeOf, thingLink } from "./lib/marks.js";
export { menu } from "./lib/menu.js";
export { emptyNote, errorNote, waitingNote } from "./lib/notes.js";
export { address, follow, here, link, list, navigate, remember } from "./lib/router.js";
export { searchBox } from "./lib/search.js";
export {
  LANGUAGES, classLabel, confidence, label, language, languageTag, nameElement, nameOf, namesByLanguage, number,
  relationLabel, sectionLabel, t, vocabulary,
} from "./lib/text.js";
