/* Loaded before anything is drawn, so that a chosen theme does not flash up in the other one. */
"use strict";
document.documentElement.dataset.theme = localStorage.getItem("kg.theme") ?? "system";
