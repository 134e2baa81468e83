"use strict";
// A page that was not rebuilt in time closes what is over and opens what has begun. The visitor's
// clock may be wrong, so the host's own is asked; without it (a page on a disk) nothing is opened.
(function () {
  var parts = Array.from(document.querySelectorAll("[data-opens],[data-closes]"));
  var asked = !/^http/.test(location.protocol), sure = false, skew = 0;
  function show(part, state) {
    var held = part.contains(document.activeElement);
    part.querySelectorAll("[data-before],[data-open],[data-closed]").forEach(function (one) {
      one.hidden = !one.hasAttribute("data-" + state);
      if (held && !one.hidden) {
        one.tabIndex = -1;
        one.focus();
        held = false;
      }
    });
  }
  function ask() {
    asked = true;
    fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then(function (reply) {
      var told = Date.parse(reply.headers.get("Date"));
      if (told) { skew = told - Date.now(); sure = true; }
    }).catch(function () {}).then(look);
  }
  function look() {
    var now = Date.now() + skew, next = 3600000, due = [];
    parts.forEach(function (part) {
      var opens = Date.parse(part.dataset.opens) - now, closes = Date.parse(part.dataset.closes) - now;
      if (closes <= 0 || opens <= 0) { due.push([part, closes <= 0 ? "closed" : "open"]); }
      [opens, closes].forEach(function (rest) { if (rest > 0 && rest < next) { next = rest; } });
    });
    if (due.length && !asked) { ask(); return; }
    due.forEach(function (one) {
      if (one[1] === "closed" || sure) { show(one[0], one[1]); }
      delete one[0].dataset.opens;
      if (one[1] === "closed") { delete one[0].dataset.closes; }
    });
    setTimeout(look, next + 500);
  }
  if (parts.length) { look(); }
})();
