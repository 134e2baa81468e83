"use strict";
// Narrows the list of all processes without loading another page. Each choice is a link to a list
// of its own, which is what it does without this script and with a modifier key.
(function () {
  var links = Array.from(document.querySelectorAll("[data-mark]"));
  var cards = Array.from(document.querySelectorAll("[data-marks]"));
  var said = document.querySelector("[data-shown]"), chosen = {};
  function show() {
    var wanted = Object.keys(chosen), shown = 0;
    cards.forEach(function (card) {
      var marks = card.dataset.marks.split(" ");
      card.hidden = !wanted.every(function (name) { return marks.indexOf(chosen[name]) >= 0; });
      if (!card.hidden) { shown += 1; }
    });
    links.forEach(function (link) {
      var on = chosen[link.closest("[data-filter]").dataset.filter] === link.dataset.mark;
      link.setAttribute("aria-pressed", String(on));
    });
    said.textContent = said.dataset.shown.replace("{n}", shown);
  }
  links.forEach(function (link) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", "false");
    function choose(event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
      event.preventDefault();
      var name = link.closest("[data-filter]").dataset.filter;
      if (chosen[name] === link.dataset.mark) { delete chosen[name]; } else { chosen[name] = link.dataset.mark; }
      show();
    }
    link.addEventListener("click", choose);
    link.addEventListener("keydown", function (event) { if (event.key === " ") { choose(event); } });
  });
})();
